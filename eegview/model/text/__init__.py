"""Bytes of unknown encoding, turned into text."""
