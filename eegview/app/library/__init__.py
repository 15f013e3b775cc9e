"""Acts on the marks of one recording: saved, undone, and kept while the library is away."""
