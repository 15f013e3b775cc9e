"""The window's part for marks."""
