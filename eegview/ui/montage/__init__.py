"""The window's part for montage."""
