"""Marks out to files and in again, their history, and who is reading."""
