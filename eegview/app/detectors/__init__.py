"""Detectors. No Qt."""
