"""An infant over weeks: its log in the library, what may be said of it, and its timeline."""
