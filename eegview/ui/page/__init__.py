"""The window's part for page."""
