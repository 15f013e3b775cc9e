"""The nouns of eegview: frozen values with units in their names.

Knows numpy and the standard library; must not read files, draw, or know any other part of the program.
"""
