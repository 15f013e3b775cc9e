"""Look for faults in a detector's folder without running any of it."""
