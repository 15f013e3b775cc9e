"""The window's part for study."""
