"""Studies are opened and closed; what comes too late is put away, and what is remembered is on the disk."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox
from recordings.memory_source import MemorySource, noise_source
from waiting import wait_for_event, wait_until
from windows.at_the_window import study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.app.study.recent import RecentStudy
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.recording import FileEvents, Progress, no_progress
from eegview.ui.workstation import Workstation

OPEN_SOURCE = "eegview.ui.window.study.study_controller.open_source"


class WatchedSource(MemorySource):
    """A recording that knows whether it was closed."""

    def __init__(self, source: MemorySource) -> None:
        super().__init__(source.recording, source.data)
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_a_study_opened_too_late_is_closed_again(
    empty_station: Workstation, small_edf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is on a slow disk, and another one was asked for meanwhile."""
    slow, quick, may_open = WatchedSource(noise_source()), WatchedSource(noise_source()), threading.Event()

    def open_source(
        paths: Sequence[str], _progress: Progress, _encoding: str, _slowness: object, **_told: object
    ) -> WatchedSource:
        if paths[0] == "slow.edf":
            wait_for_event(may_open, "another study is asked for")
            return slow
        return quick

    monkeypatch.setattr(OPEN_SOURCE, open_source)
    empty_station.open(["slow.edf"])
    empty_station.open(["quick.edf"])
    may_open.set()
    wait_until(lambda: empty_station.studies.study is not None)
    assert study_of(empty_station).paths == ("quick.edf",)
    assert slow.is_closed
    assert not quick.is_closed


@pytest.fixture
def not_an_eeg(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, the recording will follow.\n", encoding="utf-8")
    return path


def shown_errors(station: Workstation) -> list[str]:
    return [box.text() for box in station.window.findChildren(QMessageBox) if box.isVisible()]


def drop(station: Workstation, paths: Sequence[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, button = QPointF(200, 200), Qt.MouseButton.LeftButton
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, button, Qt.KeyboardModifier.NoModifier)
    station.window.dropEvent(event)


def open_by(station: Workstation, way: str, paths: Sequence[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Open files as a hand does."""
    names = [str(path) for path in paths]
    if way == "dropped":
        drop(station, paths)
    elif way == "recent":
        station.opening.recent.chosen.emit(RecentStudy((names[0],)))
    else:
        monkeypatch.setattr("eegview.ui.study.opening.ask_to_open", lambda *args: args[-1](names))
        station.actions["study.open"].trigger()


@pytest.mark.parametrize("way", ["dialog", "dropped", "recent"])
@pytest.mark.parametrize("what", ["not an EEG", "gone", "several"])
def test_a_file_that_cannot_be_opened_leaves_the_study_open(
    station: Workstation, not_an_eeg: Path, small_edf: Path, way: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message, once; the page, its place and the title stay."""
    study = study_of(station)
    study.session.change(start_s=21.0)
    wait_until(lambda: (page := station.window.page.shown_page) is not None and page.span.start_s == 21.0)
    title = station.window.windowTitle()
    paths = {
        "not an EEG": [not_an_eeg],
        "gone": [not_an_eeg.with_name("gone.edf")],
        "several": [not_an_eeg, small_edf],
    }[what]
    failures: list[EegViewError] = []
    station.studies.failed.connect(failures.append)
    open_by(station, way, paths, monkeypatch)
    wait_until(lambda: failures)
    wait_until_idle(station)
    assert len(failures) == 1
    assert shown_errors(station) == [failures[0].sentence]
    assert station.studies.study is study
    assert study.scope.is_open
    assert station.window.windowTitle() == title
    page = station.window.page.shown_page
    assert page is not None
    assert page.span.start_s == 21.0
    study.session.change(start_s=33.0)  # and it can be read on
    wait_until(lambda: (page := station.window.page.shown_page) is not None and page.span.start_s == 33.0)


def test_with_nothing_open_the_message_comes_once_and_the_page_stays_empty(
    empty_station: Workstation, not_an_eeg: Path
) -> None:
    empty_station.open([str(not_an_eeg)])
    wait_until(lambda: shown_errors(empty_station))
    wait_until_idle(empty_station)
    (said,) = shown_errors(empty_station)
    assert said not in empty_station.window.page.empty_text
    assert empty_station.window.windowTitle() == "eegview"


def test_a_video_named_for_a_file_that_cannot_be_opened_goes_to_no_other(
    empty_station: Workstation, not_an_eeg: Path, small_edf: Path
) -> None:
    empty_station.video.named = [str(not_an_eeg.with_name("night.mp4"))]
    empty_station.open([str(not_an_eeg)])
    wait_until(lambda: shown_errors(empty_station))
    open_and_wait(empty_station, small_edf)
    wait_until_idle(empty_station)
    assert empty_station.video.named == []
    assert not empty_station.video.has_video
    assert len(shown_errors(empty_station)) == 1  # none about a video that is not there


class Vanishing(MemorySource):
    """A recording whose file goes away once it was opened."""

    def reopen(self) -> MemorySource:
        raise UnreadableFile("The file cannot be read.", "Check that it is there.")


def test_a_file_that_vanishes_while_it_is_opened_leaves_the_study_open(
    station: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, source = study_of(station), noise_source()
    monkeypatch.setattr(OPEN_SOURCE, lambda *_told, **_named: Vanishing(source.recording, source.data))
    station.open(["stick.edf"])
    wait_until(lambda: shown_errors(station))
    assert station.studies.study is study
    assert station.window.page.shown_page is not None


def test_an_opening_that_is_cancelled_leaves_the_study_open(
    station: Workstation, monkeypatch: pytest.MonkeyPatch
) -> None:
    study, late, may_open = study_of(station), WatchedSource(noise_source()), threading.Event()

    def open_source(
        _paths: Sequence[str], _progress: Progress, _encoding: str, _slowness: object, **_told: object
    ) -> WatchedSource:
        wait_for_event(may_open, "the opening is cancelled")
        return late  # a reader that does not ask whether it is to stop

    monkeypatch.setattr(OPEN_SOURCE, open_source)
    station.open(["night.edf"])
    station.opening.progress.button.click()
    may_open.set()
    wait_until(lambda: late.is_closed)
    wait_until_idle(station)
    assert station.studies.study is study
    assert shown_errors(station) == []
    assert not station.opening.progress.isVisible()
    assert station.window.page.shown_page is not None


def test_a_study_is_closed_once_the_next_is_there(station: Workstation, monkeypatch: pytest.MonkeyPatch) -> None:
    before, may_open, closed = study_of(station), threading.Event(), []
    station.studies.study_closed.connect(lambda: closed.append(station.studies.study))

    def open_source(
        _paths: Sequence[str], _progress: Progress, _encoding: str, _slowness: object, **_told: object
    ) -> MemorySource:
        wait_for_event(may_open, "the old study was looked at")
        return noise_source()

    monkeypatch.setattr(OPEN_SOURCE, open_source)
    station.open(["next.edf"])
    assert station.studies.study is before
    assert before.scope.is_open
    may_open.set()
    wait_until(lambda: station.studies.study is not before)
    assert study_of(station).paths == ("next.edf",)
    assert len(closed) == 1
    assert "next.edf" in station.window.windowTitle()


class EndlessNotes(MemorySource):
    """A recording whose notes are read until somebody stops it."""

    def __init__(self) -> None:
        source = noise_source()
        super().__init__(source.recording, source.data)
        self.has_begun, self.has_ended, self.is_given_up = threading.Event(), threading.Event(), False

    def scan_events(self, progress: Progress = no_progress) -> FileEvents:
        self.has_begun.set()
        try:
            while not self.is_given_up:
                progress(0.5)
        finally:
            self.has_ended.set()
        return FileEvents(())

    def reopen(self) -> "EndlessNotes":
        return self


@pytest.fixture
def endless_notes(empty_station: Workstation, monkeypatch: pytest.MonkeyPatch) -> Iterator[EndlessNotes]:
    """Have such a recording opened in the window; its notes come to an end before the window is closed."""
    source = EndlessNotes()
    monkeypatch.setattr(OPEN_SOURCE, lambda *_told, **_named: source)
    yield source
    source.is_given_up = True


def test_reading_the_notes_of_a_closed_study_is_stopped(
    endless_notes: EndlessNotes, empty_station: Workstation
) -> None:
    empty_station.open(["night.edf"])
    wait_until(endless_notes.has_begun.is_set, "the notes are being read")
    empty_station.studies.close()
    wait_for_event(endless_notes.has_ended, "the reading of notes is stopped")


def test_what_is_remembered_is_on_the_disk_when_the_window_is_closed(station: Workstation, own_folders: Path) -> None:
    """The place of the page is put down while the window closes, and no event comes after that."""
    study_of(station).session.change(start_s=17.5)
    station.window.close()
    assert "start_s=17.5" in (own_folders / "settings.ini").read_text(encoding="utf-8")
