"""The cards of the column at the right."""
