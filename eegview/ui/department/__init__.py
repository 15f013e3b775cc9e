"""The department's panel: who agrees with whom, on which term, and where; opens the page there."""
