"""The marks of a recording: indexes, layers, opinions, confirmation on video."""
