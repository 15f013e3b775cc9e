"""Page. No Qt."""
