"""EDF files as they are written: the bytes of a header, lists of annotations, signals, and copies with marks."""
