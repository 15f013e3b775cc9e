"""Trends of a whole recording: computed in the background, kept, written as tables."""
