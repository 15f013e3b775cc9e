"""Curry's `.cdt` and `.dat` with their text files → samples and marks."""
