"""Measurements for detectors: arrays in, numbers out."""
