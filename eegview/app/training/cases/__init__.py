"""Case sets: the file that holds items, keys and stretches of EEG, and how one is made."""
