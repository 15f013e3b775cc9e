"""Killed at any moment, the window has lost nothing that belongs to the study; on a file and on a server."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from films.barcoded import write_video
from libraries.postgres_server import NOT_HERE, programs, running_server
from shared_data import PROJECT
from waiting import wait_for_lines, wait_until
from windows.window_fixtures import open_and_wait

from eegview.model.study.bad_channels import bad_channels
from eegview.model.study.display_state import rows_for
from eegview.model.study.patient_age import typed_age
from eegview.model.study.video import study_videos
from eegview.readers.opening import open_recording
from eegview.store.library import open_library

# Does one thing after the other at the window and tells each once it is on disk; then it waits to be killed.
READER = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from PySide6.QtWidgets import QApplication
from waiting import wait_until
from eegview.app.library.opening import Reviewer
from eegview.model.study.patient_age import parsed_age
from eegview.model.display.view import RowStyle
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation

helpers, folder, library, recording, film = sys.argv[1:6]
app = QApplication([])
station = Workstation(app, Settings(Path(folder) / "settings.ini"), library)
station.studies.reviewer = Reviewer("ann", "technologist")
station.show()
station.open([recording])
wait_until(lambda: station.studies.study is not None and station.studies.study.review.is_open)
study = station.studies.study

def told(what):
    wait_until(lambda: not study.review.n_pending)
    print(what, flush=True)

station.display._mark_bad("Fp1", True)
told("bad")
station.display.age.type(parsed_age("24 weeks"))
told("age")
study.session.change(row_styles=(RowStyle("Fp1-F7", 2.0, is_hidden=True),))
station.display.kept.save()
told("rows")
station.video.kept.add([film])
wait_until(lambda: len(station.video.kept.known) == 1)
told("video")
station.display._mark_bad("O2", True)
wait_until(lambda: False, "it is killed")
"""


@pytest.fixture(params=["file", "server"])
def library_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'library.sqlite'}"
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_loses_nothing_of_the_study(
    library_url: str,
    small_edf: Path,
    own_folders: Path,
    start_station: Callable,
) -> None:
    film = write_video(own_folders / "elsewhere.mp4", n_frames=30)
    helpers = str(PROJECT / "tests" / "helpers")
    child = subprocess.Popen(
        [sys.executable, "-c", READER, helpers, str(own_folders), library_url, str(small_edf), str(film)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT), "QT_QPA_PLATFORM": "offscreen"},
    )
    with child:
        lines = wait_for_lines(child, 4)
        child.kill()
    assert [line.strip() for line in lines] == ["bad", "age", "rows", "video"]

    source = open_recording(small_edf)
    source.close()
    library = open_library(library_url)
    records = library.annotations(source.recording.fingerprint)
    assert "Fp1" in bad_channels(records)
    age = typed_age(records)
    assert age is not None
    assert (age.days, age.author) == (168, "ann")
    assert rows_for(records, "ann")["longitudinal_bipolar"].styles[0].is_hidden
    assert [video.name for video in study_videos(records).values()] == ["video 1"]
    assert library.verify(source.recording.fingerprint) == []
    library.close()

    station = open_and_wait(start_station(), small_edf)
    wait_until(lambda: [Path(clip.path).name for clip in station.video.footage.clips] == ["elsewhere.mp4"])
    wait_until(lambda: "Fp1" in station.studies.study.view.bad_channels)
