"""Read files into samples, marks and frames. Knows the model only."""
