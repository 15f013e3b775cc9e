"""Blind reading in the window: the line that says so, the dialogs that set it and that look early."""
