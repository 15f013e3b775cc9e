"""Candidates from simulated infants: their truth is the key."""
