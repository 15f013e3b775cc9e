"""Compute how camera time maps to recording time."""
