"""Marks in the window: their list and form, what is asked over the page, layers and opinions."""
