"""Scores of the background: candidate epochs, evidence, derivation, readers beside each other."""
