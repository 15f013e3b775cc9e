"""EGI's simple binary format (`.raw`) → samples and marks."""
