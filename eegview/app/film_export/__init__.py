"""Export a clip without its faces, voices and texts: what is covered when, the preview, the writing."""
