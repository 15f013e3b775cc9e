"""The window's fixtures for this folder, and a study that is read blind in it."""

from windows.blind_window import blind_study, station  # noqa: F401 - pytest finds them by name
from windows.window_fixtures import (  # noqa: F401 - pytest finds them by name
    clock,
    empty_station,
    library_url,
    own_folders,
    small_edf,
    start_station,
)
