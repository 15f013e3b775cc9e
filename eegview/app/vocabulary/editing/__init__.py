"""The extension of a vocabulary while a person changes it: what may be done, and what is wrong with it."""
