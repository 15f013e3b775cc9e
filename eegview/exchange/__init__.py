"""Marks ⇄ files other programs read. Knows the model only."""
