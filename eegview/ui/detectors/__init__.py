"""The window's part for detectors."""
