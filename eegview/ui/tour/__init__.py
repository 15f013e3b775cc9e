"""The tour of the window, on the demonstration study."""
