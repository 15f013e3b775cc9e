"""The window's fixtures for this folder."""

from windows.window_fixtures import clock, empty_station, library_url, own_folders, start_station  # noqa: F401 - found by name
