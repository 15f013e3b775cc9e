"""Blind until done: what a reader may not see of a study until their own layer is signed, and who looked earlier."""
