"""Nicolet's `.data` with its `.head` → samples."""
