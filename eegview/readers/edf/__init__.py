"""EDF and BDF files → samples and marks."""
