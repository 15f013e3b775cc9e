"""Marks → clusters and scores. Pure functions; knows the model only."""
