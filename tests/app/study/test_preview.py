"""A recording is described before it is opened; what cannot be opened says why."""

import threading
from pathlib import Path

import pytest
from films.phone_clips import write_phone_clip
from shared_data import DATA, needs_shared
from waiting import wait_until
from windows.window_fixtures import small_edf  # noqa: F401

from eegview.app.library.editing import Editor, study_library
from eegview.app.study import preview as previewing
from eegview.app.study.preview import Preview, PreviewReader, length_text, marks_held, preview_of
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled
from eegview.model.recording import no_progress
from eegview.readers.opening import open_recording


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return str(tmp_path / "library.sqlite")


def test_the_line_says_what_a_recording_is(small_edf: Path, tmp_path: Path, library: str) -> None:  # noqa: F811
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    (tmp_path / "night.mp4").write_bytes(b"")
    found = preview_of([str(path)], library, no_progress)
    parts = found.text.split("  ·  ")
    assert parts[:4] == ["EDF+C", "1 min", "20 channels", "200 Hz"]
    assert "1 video found" in parts
    assert "no marks yet" in parts
    assert not found.problem
    assert not Path(library).exists()  # looking makes no library


def test_marks_in_the_library_are_counted(small_edf: Path, library: str) -> None:  # noqa: F811
    source = open_recording(small_edf)
    fingerprint = source.recording.fingerprint
    source.close()
    held = study_library(library)
    editor = Editor(held, fingerprint, "ada", "technologist")
    for number, onset_s in enumerate((3.0, 9.0)):
        editor.add(Annotation(f"{number:032d}", "spasm", onset_s))
    held.close()
    assert marks_held(fingerprint, library) == 2
    assert "2 marks" in preview_of([str(small_edf)], library, no_progress).text


def test_parts_are_described_as_one_study(small_edf: Path, tmp_path: Path, library: str) -> None:  # noqa: F811
    found = preview_of([str(small_edf), str(tmp_path / "gone.edf")], library, no_progress)
    assert "gone.edf" in found.problem
    assert found.text == ""


def test_what_is_no_recording_says_so_before_it_is_opened(tmp_path: Path, library: str) -> None:
    path = tmp_path / "letter.edf"
    path.write_text("Dear colleague")
    found = preview_of([str(path)], library, no_progress)
    assert "letter.edf is not an EDF or BDF file." in found.problem


def test_clips_without_eeg_are_described_with_their_clock(tmp_path: Path, library: str) -> None:
    tags = {"com.apple.quicktime.creationdate": "2026-03-01T07:15:00+0100"}
    first = write_phone_clip(tmp_path / "IMG_1.mov", 60, tags=tags)
    write_phone_clip(tmp_path / "IMG_2.mov", 30, first=100)
    one = preview_of([str(first)], library, no_progress).text
    assert one.startswith("1 clip  ·  2 s of film  ·  2026-03-01 07:15 (local time in the file)  ·  ")
    assert one.endswith("a study of its own, or added to the open one")
    assert preview_of([str(tmp_path)], library, no_progress).text.startswith("2 clips  ·  3 s of film")
    gone = preview_of([str(tmp_path / "film.mp4")], library, no_progress)
    assert "film.mp4 was not found." in gone.problem


@needs_shared()
@pytest.mark.parametrize("name", ["formats/mffpy/example_1.mff", "formats/xdf/minimal.xdf"])
def test_recordings_of_vendors_are_described(name: str, library: str) -> None:
    found = preview_of([str(DATA / name)], library, no_progress)
    assert found.text or found.problem


def test_lengths_are_said_as_people_do() -> None:
    assert [length_text(s) for s in (45.4, 60, 1099.7, 36120)] == ["45 s", "1 min", "18 min", "10 h 02 min"]


class Held:
    """A reading that a disk holds up until it is let go, or is cancelled."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go_on = threading.Event()
        self.begun: list[str] = []
        self.cancelled: list[str] = []
        monkeypatch.setattr(previewing, "preview_of", self.read)

    def read(self, paths, _library, progress) -> Preview:
        self.begun.append(paths[0])
        try:
            while not self.go_on.wait(0.005):
                progress(0.5)
        except Cancelled:
            self.cancelled.append(paths[0])
            raise
        return Preview(paths[0])


def test_a_choice_that_moves_on_cancels_what_is_read_and_only_the_newest_answers(monkeypatch) -> None:
    held, said = Held(monkeypatch), []
    reader = PreviewReader(None, lambda act: act())
    for path in ("a", "b", "c"):
        reader.ask([path], lambda preview: said.append(preview.text))
    wait_until(lambda: held.cancelled[:2] == ["a", "b"] or set(held.cancelled) == {"a", "b"})
    held.go_on.set()
    wait_until(lambda: said == ["c"])
    reader.cancel()


def test_nothing_answers_once_nothing_is_wanted(monkeypatch) -> None:
    held, said = Held(monkeypatch), []
    reader = PreviewReader(None, lambda act: act())
    reader.ask(["a"], said.append)
    wait_until(lambda: held.begun == ["a"])
    reader.cancel()
    wait_until(lambda: held.cancelled == ["a"])
    assert said == []
