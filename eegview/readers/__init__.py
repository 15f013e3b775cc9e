"""Files → samples and frames. Knows the model only."""
