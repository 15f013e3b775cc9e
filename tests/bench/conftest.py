"""The window's fixtures for this folder."""

from window_fixtures import (  # noqa: F401 - found by name
    clock,
    empty_station,
    is_named,
    library_url,
    own_folders,
    start_station,
)
