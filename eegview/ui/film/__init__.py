"""The window of a study that is film alone."""
