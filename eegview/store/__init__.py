"""The study library: every edit, hash-chained and append-only, and the marks that follow from them.

This package knows SQL and the model; it must not know the files of recordings, the window, or its callers.
"""
