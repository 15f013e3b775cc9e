"""What detectors measure in rows: arrays in, numbers out."""
