"""Commands that list, check and run detectors."""
