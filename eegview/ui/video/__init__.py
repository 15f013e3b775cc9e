"""The window's part for video."""
