"""What a machine proposes, in which run, and what people decided about it."""
