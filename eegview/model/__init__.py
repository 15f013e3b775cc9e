"""The nouns of eegview: frozen values with units in their names.

This package knows numpy and the standard library; it must not read files, draw, or know any other part of the program.
"""
