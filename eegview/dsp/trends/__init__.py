"""Trends: arithmetic of a block of rows with its margins, the same wherever the blocks are cut."""
