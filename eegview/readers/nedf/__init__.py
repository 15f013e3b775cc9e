"""Neuroelectrics' `.nedf` → samples and triggers."""
