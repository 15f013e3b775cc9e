"""The engines that make a detector of a command, or of a learned model."""
