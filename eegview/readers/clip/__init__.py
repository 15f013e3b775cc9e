"""Clips without EEG as recordings: film on a timeline of its own, without channels."""
