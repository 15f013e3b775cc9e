"""Containers: which program runs them here, which image is here, and what it is started and ended with."""
