"""How pages, rows and times of two studies are brought together."""
