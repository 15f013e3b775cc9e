"""Marks out to other programs' formats and in again, with a word on what a format cannot carry.

Knows the model; must not know the library, recordings' signals, or the window.
"""
