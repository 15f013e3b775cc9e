"""The clock time of a recording, for people: read, written, and laid over seconds from its start."""
