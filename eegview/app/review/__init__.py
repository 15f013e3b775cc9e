"""Review. No Qt."""
