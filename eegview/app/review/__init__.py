"""One reviewer's work on one recording: acts, selection, layers, what was seen, signatures."""
