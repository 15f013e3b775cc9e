"""The window's fixtures for this folder."""

from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    clock,
    empty_station,
    library_url,
    own_folders,
    small_edf,
    start_station,
    station,
)
