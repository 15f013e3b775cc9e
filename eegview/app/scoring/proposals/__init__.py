"""A detector's proposals for the bins of an epoch: none counts until the reader accepts it."""
