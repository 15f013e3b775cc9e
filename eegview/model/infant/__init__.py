"""An infant: who it is by a pseudonym, the studies and clips of it, and what was noted between them."""
