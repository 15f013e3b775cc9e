"""Spectrum, head map and amplitudes of a section, beside the page."""
