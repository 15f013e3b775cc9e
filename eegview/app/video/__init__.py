"""Video. No Qt."""
