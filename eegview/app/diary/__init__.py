"""The diary of witnessed spasms of an infant: what is entered, imported, exported, and printed for families."""
