"""Numbers of a section of the recording: spectrum, amplitudes, head map."""
