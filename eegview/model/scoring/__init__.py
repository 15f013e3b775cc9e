"""Scores of an epoch by a scale: the scale's parameters, and a reader's evidence as records."""
