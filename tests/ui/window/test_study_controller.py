"""Studies are opened and closed; what comes too late is put away, and what is remembered is on the disk."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from at_the_window import study_of
from memory_source import MemorySource, noise_source
from waiting import wait_for_event, wait_until

from eegview.model.recording import FileEvents, Progress, no_progress
from eegview.ui.workstation import Workstation

OPEN_SOURCE = "eegview.ui.window.study_controller.open_source"


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

    def open_source(paths: Sequence[str], _progress: Progress) -> WatchedSource:
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
    monkeypatch.setattr(OPEN_SOURCE, lambda _paths, _progress: source)
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
