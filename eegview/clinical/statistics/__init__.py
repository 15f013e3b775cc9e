"""Statistics of spasms with their intervals; marks in, figures out."""
