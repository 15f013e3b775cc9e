"""Make case set…: choose studies and shares, look through the items, sign and save."""
