"""The window's part for sync."""
