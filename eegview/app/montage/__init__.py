"""Finding, designing and storing montages."""
