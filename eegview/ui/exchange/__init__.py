"""The window's part for exchange."""
