"""Mimics beside the spasm: drawn loops, what tells them apart, and where that was read."""
