"""Amplitudes of a scored epoch: measured in a thread of their own, shown as column and table."""
