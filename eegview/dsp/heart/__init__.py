"""Heart beats in the ECG, and how fast they come."""
