"""Arrays → arrays and pixels. Pure functions; knows the model only."""
