"""The fixtures of this folder."""

from windows.filmed_window import dialog, filmed  # noqa: F401 - pytest finds them by name
