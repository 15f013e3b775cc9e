"""Exchange of marks and studies with other programs, with a report of what a format cannot carry.

This package knows the model; it must not know the library, recordings' signals, or the window.
"""
