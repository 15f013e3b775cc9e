"""Suggestions. No Qt."""
