"""The training window: one item of a case set at a time, its feedback, and what became of the answers."""
