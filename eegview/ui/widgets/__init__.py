"""The window's part for widgets."""
