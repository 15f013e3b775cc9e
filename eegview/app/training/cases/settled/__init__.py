"""Candidates from studies that readers marked and settled: the final layer is the key, the readers' layers vote."""
