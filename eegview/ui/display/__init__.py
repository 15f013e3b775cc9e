"""The window's part for display."""
