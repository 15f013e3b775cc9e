"""The window of an infant: who it is, what belongs to it, and all of it on one timeline over weeks."""
