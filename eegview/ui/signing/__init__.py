"""The window's part for signing."""
