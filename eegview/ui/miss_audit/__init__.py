"""The window's part for miss audit."""
