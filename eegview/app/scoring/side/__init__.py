"""What stands beside a score sheet, as data and texts: cards, the grid of bins, amplitudes, readers."""
