"""The study library: every edit, hash-chained and append-only, and the marks that follow from them.

Knows SQL and the model; must not know files of recordings, the window, or who asks.
"""
