"""Tables and lists of other programs: their letters, cells, columns and rows. Imports nothing of our own tables."""
