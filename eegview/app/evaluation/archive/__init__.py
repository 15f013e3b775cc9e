"""A hospital's own archive: its recordings, what is true of each, and whose they are."""
