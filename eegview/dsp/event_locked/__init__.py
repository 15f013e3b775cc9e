"""Rows around events: their averages, the order in which they begin on the head, and the lags of peaks."""
