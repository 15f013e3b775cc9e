"""Video files → exact frames, sound and an index of times."""
