"""Montage. No Qt."""
