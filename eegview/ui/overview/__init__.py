"""The window's part for overview."""
