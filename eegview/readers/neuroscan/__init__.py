"""Neuroscan's continuous `.cnt` → samples and marks."""
