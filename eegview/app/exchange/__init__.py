"""Exchange. No Qt."""
