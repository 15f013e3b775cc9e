"""How far around a sample a sharp peak is looked at."""

REACH_S = 0.05  # to each side: how far a peak may take to come back
APART_S = 0.02  # a peak is the extreme of this much to each side
