"""Persyst: a layout of text, and signals in digits."""
