"""The window of the study library."""
