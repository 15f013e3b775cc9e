"""The window's part for window."""
