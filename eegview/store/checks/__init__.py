"""What is stored, verified: the chain of edits, and records that must agree with others."""
