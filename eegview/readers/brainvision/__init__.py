"""BrainVision and V-Amp: a header of text, signals in digits or as text, markers."""
