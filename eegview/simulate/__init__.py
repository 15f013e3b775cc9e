"""Seeded, plainly labelled simulated studies with known truth. Knows the model only."""
