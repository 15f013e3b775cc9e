"""Signatures of reports: the reader's key, signing a PDF, checking one, the keys of others, addenda."""
