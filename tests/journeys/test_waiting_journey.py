"""The library goes away, at any moment: what waits is on the disk, leaving says so, and nothing is lost or doubled."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from libraries.away_library import AwayLibrary
from libraries.postgres_server import NOT_HERE, programs, running_server
from PySide6.QtWidgets import QMessageBox, QPushButton
from shared_data import PROJECT
from waiting import wait_for_lines, wait_until
from windows.at_the_window import own_marks, study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.app.review.unsaved import NOT_SAVED
from eegview.model.annotation import Annotation
from eegview.model.film.video import SyncMap
from eegview.store.backends import sqlite
from eegview.store.library import open_library
from eegview.ui.workstation import Workstation

Start = Callable[[], Workstation]


@pytest.fixture(params=["sqlite", "postgresql"])
def library_url(request: pytest.FixtureRequest, own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "sqlite":
        monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 1)
        (own_folders / "library").mkdir()
        return f"sqlite:///{own_folders / 'library' / 'library.sqlite'}"
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.fixture
def away(library_url: str) -> Iterator[AwayLibrary]:
    away = AwayLibrary(library_url)
    yield away
    away.bring_back()


def opened(start: Start, path: Path) -> Workstation:
    return open_and_wait(start(), path)


def mark(station: Workstation, *onsets_s: float) -> None:
    for onset_s in onsets_s:
        study_of(station).set_cursor(onset_s)
        station.actions["event.mark.spasm"].trigger()


def waiting_on_page(station: Workstation) -> list[float]:
    study = study_of(station)
    return [m.onset_s for m in study.review.within(study.recording.span) if m.layer == NOT_SAVED]


def stored(place: str, station_fingerprint: str) -> tuple[Annotation, ...]:
    with closing(open_library(place)) as library:
        assert library.verify(station_fingerprint) == []
        return library.annotations(station_fingerprint)


def onsets(marks: tuple[Annotation, ...] | list[Annotation], layer: str) -> list[float]:
    return [mark.onset_s for mark in marks if mark.layer == layer]


def question(station: Workstation) -> QMessageBox:
    box = station.studies.leaving.question
    assert box is not None
    return box


def push(station: Workstation, name: str) -> None:
    button = question(station).findChild(QPushButton, f"leaving.{name}")
    assert button is not None
    button.click()


def test_away_when_the_study_is_opened(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    away.take_whole()
    station = opened(start_station, small_edf)
    fingerprint, author = study_of(station).recording.fingerprint, study_of(station).review.author
    wait_until(lambda: study_of(station).review.problem is not None)
    mark(station, 3.0, 7.0)
    wait_until(lambda: waiting_on_page(station) == [3.0, 7.0])
    assert station.window.saved.text() == ("2 changes wait on this computer: library unavailable")
    assert station.window.saved.property("role") == "warning"
    station.window.close()
    assert station.window.isVisible()
    assert question(station).text() == "2 changes are not saved yet: the study library is unavailable."
    assert "kept on this computer" in question(station).informativeText()
    push(station, "stay")
    assert station.studies.leaving.question is None
    station.actions["study.quit"].trigger()
    push(station, "leave")
    assert not station.window.isVisible()

    away.bring_back()
    again = opened(start_station, small_edf)
    wait_until(lambda: onsets(own_marks(again), author) == [3.0, 7.0])
    assert onsets(stored(away.place, fingerprint), author) == [3.0, 7.0]
    assert again.toast.label.text() == f"Saved now: 2 changes by {author} that had waited on this computer."
    mark(again, 9.0)
    wait_until(lambda: onsets(own_marks(again), author) == [3.0, 7.0, 9.0])
    wait_until(lambda: again.window.saved.text().startswith("✓ saved "))
    again.window.close()
    assert not again.window.isVisible()  # nothing waits, nothing is asked


def test_what_waited_is_said_to_be_saved(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    station = opened(start_station, small_edf)
    wait_until(lambda: study_of(station).review.is_open)
    mark(station, 3.0)
    wait_until(lambda: station.window.saved.text().startswith("✓ saved "))
    wait_until_idle(station)
    away.take()
    mark(station, 5.0)
    wait_until(lambda: waiting_on_page(station) == [5.0])
    assert "✓" not in station.window.saved.text()
    mark(station, 6.0)
    wait_until(lambda: waiting_on_page(station) == [5.0, 6.0])
    away.bring_back()
    wait_until(lambda: station.window.saved.text().startswith("✓ 2 changes that waited saved "))
    mark(station, 7.0)
    assert station.window.saved.text() == "saving …"
    wait_until(lambda: station.window.saved.text().startswith("✓ saved "))


def test_undo_while_away_is_what_it_meant(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    """The same person acts in another window meanwhile: that is not what is undone."""
    station = opened(start_station, small_edf)
    review = study_of(station).review
    mark(station, 3.0)
    wait_until(lambda: len(own_marks(station)) == 1)
    other = opened(start_station, small_edf)
    wait_until(lambda: len(own_marks(other)) == 1)
    away.take()
    station.actions["edit.undo"].trigger()
    wait_until(lambda: review.n_waiting == 1)
    station.studies._catch_up_timer.stop()
    away.bring_back()
    mark(other, 9.0)
    wait_until(lambda: 9.0 in onsets(own_marks(other), review.author))
    station.studies._catch_up_timer.start()
    wait_until(lambda: onsets(own_marks(station), review.author) == [9.0])
    assert review.n_waiting == 0


def test_a_wrong_mark_is_undone_while_away(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    away.take_whole()
    station = opened(start_station, small_edf)
    fingerprint, author = study_of(station).recording.fingerprint, study_of(station).review.author
    wait_until(lambda: study_of(station).review.problem is not None)
    mark(station, 3.0, 7.0)
    wait_until(lambda: waiting_on_page(station) == [3.0, 7.0])
    assert station.actions["edit.undo"].text() == "Undo add spasm at 00:00:07"
    station.actions["edit.undo"].trigger()
    wait_until(lambda: waiting_on_page(station) == [3.0])
    station.actions["edit.undo"].trigger()
    wait_until(lambda: waiting_on_page(station) == [])
    assert station.actions["edit.redo"].text() == "Redo add spasm at 00:00:03"
    station.actions["edit.redo"].trigger()
    wait_until(lambda: waiting_on_page(station) == [3.0])
    away.bring_back()
    wait_until(lambda: onsets(own_marks(station), author) == [3.0])
    wait_until(lambda: study_of(station).review.n_waiting == 0)
    with closing(open_library(away.place)) as library:
        assert [edit.action.value for edit in library.edits(fingerprint)] == ["add", "add", "undo", "undo", "redo"]


def test_others_and_other_recordings_are_not_forgotten(
    start_station: Start, small_edf: Path, away: AwayLibrary, tmp_path: Path
) -> None:
    station = opened(start_station, small_edf)
    fingerprint, first = study_of(station).recording.fingerprint, study_of(station).review.author
    wait_until(lambda: study_of(station).review.is_open)
    wait_until_idle(station)
    away.take()
    mark(station, 3.0)
    wait_until(lambda: waiting_on_page(station) == [3.0])
    station.reviewer.use(Reviewer("bob", "resident"))
    mark(station, 5.0, 6.0)
    wait_until(lambda: study_of(station).review.n_waiting == 2)
    station.studies.leave()
    push(station, "leave")
    assert station.studies.study is None
    station.studies.left_acts.try_now()
    only_here = f"On this computer only: 2 changes by bob and 1 change by {first}"
    wait_until(lambda: station.window.left.text() == only_here)
    assert station.window.left.isVisible()
    away.bring_back()
    station.studies.left_acts.try_now()
    wait_until(lambda: not station.window.left.isVisible())
    assert "2 changes by bob" in station.toast.label.text()
    marks = stored(away.place, fingerprint)
    assert (onsets(marks, "bob"), onsets(marks, first)) == ([5.0, 6.0], [3.0])


def test_no_room_on_this_disk_either(
    start_station: Start, small_edf: Path, away: AwayLibrary, own_folders: Path
) -> None:
    (own_folders / "data" / "eegview").mkdir(parents=True, exist_ok=True)
    (own_folders / "data" / "eegview" / "not saved").write_text("a file in the folder's place")
    away.take_whole()
    station = opened(start_station, small_edf)
    wait_until(lambda: study_of(station).review.problem is not None)
    mark(station, 3.0)
    wait_until(lambda: waiting_on_page(station) == [3.0])
    assert station.window.saved.text() == ("⚠ 1 change NOT saved: do not quit eegview")
    station.window.close()
    assert "NOT be kept" in question(station).informativeText()
    default = question(station).defaultButton()
    assert default is not None
    assert default.objectName() == "leaving.stay"
    push(station, "stay")
    away.bring_back()
    wait_until(lambda: waiting_on_page(station) == [] and len(own_marks(station)) == 1)


def test_the_time_of_a_video_waits_on_the_disk(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    away.take_whole()
    station = opened(start_station, small_edf)
    wait_until(lambda: study_of(station).review.problem is not None)
    study_of(station).review.acts.set_video_time("v" * 64, SyncMap(10.0, 0.0, "by hand"))
    wait_until(lambda: study_of(station).review.n_waiting == 1)
    assert study_of(station).review.is_safe
    station.studies.leaving.may(study_of(station).review, station.studies.close)
    push(station, "leave")
    away.bring_back()
    again = opened(start_station, small_edf)
    wait_until(lambda: [m.attribute("offset_s") for m in study_of(again).review.records.sync_marks] == ["10.0"])


def test_the_question_goes_once_all_is_saved(start_station: Start, small_edf: Path, away: AwayLibrary) -> None:
    away.take_whole()
    station = opened(start_station, small_edf)
    wait_until(lambda: study_of(station).review.problem is not None)
    mark(station, 3.0)
    wait_until(lambda: waiting_on_page(station) == [3.0])
    station.window.close()
    assert station.studies.leaving.question is not None
    away.bring_back()
    wait_until(lambda: not station.window.isVisible())


# The window, the library unavailable, two reviewers; says so once both wait on the disk.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from windows.at_the_window import study_of
from eegview.app.library.opening import Reviewer
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation
from waiting import wait_until
from windows.window_fixtures import open_and_wait

url, edf, settings = sys.argv[1:]
app = QApplication([])
station = Workstation(app, Settings(Path(settings)), url)
station.show()
open_and_wait(station, Path(edf))
study = study_of(station)
wait_until(lambda: study.review.problem is not None)
for name, onset_s in (("ann", 3.0), ("bob", 5.0)):
    station.reviewer.use(Reviewer(name, "resident"))
    wait_until(lambda: study.review.problem is not None)
    study.set_cursor(onset_s)
    station.actions["event.mark.spasm"].trigger()
    wait_until(lambda: study.review.n_waiting == 1)
    print(station.window.saved.text(), flush=True)
wait_until(lambda: False)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_after_a_change_of_reviewer_while_away(
    start_station: Start, small_edf: Path, away: AwayLibrary, own_folders: Path
) -> None:
    away.take_whole()
    paths = os.pathsep.join((str(PROJECT), str(PROJECT / "tests" / "helpers")))
    child = subprocess.Popen(
        [sys.executable, "-c", WINDOW, away.place, str(small_edf), str(own_folders / "other.ini")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )
    with child:
        told = wait_for_lines(child, 2)
        child.kill()
    assert told == ["1 change waits on this computer: library unavailable\n"] * 2
    away.bring_back()
    station = opened(start_station, small_edf)
    wait_until(lambda: [(m.layer, m.onset_s) for m in own_marks(station)] == [("ann", 3.0), ("bob", 5.0)])
    assert "1 change by ann and 1 change by bob" in station.toast.label.text()


def test_a_damaged_file_is_set_aside_and_told_in_the_window(
    start_station: Start, small_edf: Path, away: AwayLibrary, own_folders: Path
) -> None:
    away.take_whole()
    station = opened(start_station, small_edf)
    author = study_of(station).review.author
    wait_until(lambda: study_of(station).review.problem is not None)
    mark(station, 3.0, 7.0)
    wait_until(lambda: waiting_on_page(station) == [3.0, 7.0])
    station.studies.leave()
    push(station, "leave")
    wait_until_idle(station)
    station.window.close()
    folder = own_folders / "data" / "eegview" / "not saved"
    (path,) = folder.glob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-200] + b"\xff\xfe")
    away.bring_back()
    again = opened(start_station, small_edf)
    wait_until(lambda: onsets(own_marks(again), author) == [3.0])
    (box,) = [box for box in again.window.findChildren(QMessageBox, "error") if "unsaved changes" in box.text()]
    assert str(path) in box.text()
    assert f"{path}.set-aside-1" in box.text()
    assert (folder / f"{path.name}.set-aside-1").exists()
