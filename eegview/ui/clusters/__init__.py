"""The window's part for clusters."""
