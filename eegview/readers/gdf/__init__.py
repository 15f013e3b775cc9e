"""GDF, versions 1 and 2 → samples at their own rates, and marks."""
