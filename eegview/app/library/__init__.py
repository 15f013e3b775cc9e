"""Library. No Qt."""
