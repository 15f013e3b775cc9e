"""The window in which a copy of a clip is prepared: faces drawn and followed, previewed, written."""
