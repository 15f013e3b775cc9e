"""Choosing the other study of a comparison."""
