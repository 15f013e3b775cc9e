"""Vocabulary. No Qt."""
