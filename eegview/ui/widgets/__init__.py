"""Widgets and dialogs that know nothing of the program."""
