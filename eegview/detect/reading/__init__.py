"""Ways in which a detector reads a recording beside stretches: frames on its clock, all of it at once, and marks."""
