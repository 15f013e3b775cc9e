"""How the items of a report are computed, a file for each group of sections; none reads a file, none concludes."""
