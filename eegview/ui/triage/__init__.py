"""Suggestions judged one by one, by keys."""
