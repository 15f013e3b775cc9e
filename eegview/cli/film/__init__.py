"""The command that exports a clip without faces, voices and texts."""
