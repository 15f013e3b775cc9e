"""A clip open in the window, with a face that moves and leaves for a while, and the dialog that exports it."""

from pathlib import Path

import pytest
from films.beeping_video import chirps
from films.faced_film import sway, write_faced_film
from waiting import wait_until
from windows.at_the_window import shown_dialog
from windows.window_fixtures import open_and_wait

from eegview.ui.film_export.dialog import FilmExportDialog
from eegview.ui.workstation import Workstation

N_PICTURES = 75
HIDDEN = range(40, 50)


def where(number: int) -> tuple[float, float] | None:
    return None if number in HIDDEN else sway(number)


@pytest.fixture
def filmed(start_station, tmp_path: Path) -> Workstation:
    """Return the window with the clip, its first picture shown."""
    phone = {"location": "+12.0000+034.0000/", "title": "Jane at home"}
    path = write_faced_film(tmp_path / "clip.mp4", N_PICTURES, where, metadata=phone, sound=chirps(16000 * 3))
    station = open_and_wait(start_station(), path)
    wait_until(lambda: station.video.shown is not None)
    return station


@pytest.fixture
def dialog(filmed: Workstation) -> FilmExportDialog:
    """Return the dialog with the clip in it."""
    filmed.actions["study.export_clip"].trigger()
    shown = shown_dialog(filmed, FilmExportDialog, "film_export")
    wait_until(lambda: shown.told.text() != "" and shown.picture.has_picture)
    return shown
