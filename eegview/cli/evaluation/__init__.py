"""Commands that measure a detector: over many recordings, against marks, against made-up truth."""
