"""Placing videos on the recording's timeline."""
