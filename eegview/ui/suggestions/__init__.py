"""The window's part for suggestions."""
