"""The window's part for help."""
