"""The kinds of trends that Python gives as tables."""

CURVES, SPECTROGRAM = "curves", "spectrogram"
KINDS = (CURVES, SPECTROGRAM)
