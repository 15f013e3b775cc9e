"""Marks. No Qt."""
