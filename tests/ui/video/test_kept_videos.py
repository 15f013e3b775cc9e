"""Videos added by hand belong to the study: there again with their match, found when moved, told when missing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from films.barcoded import write_video
from PySide6.QtWidgets import QComboBox, QFileDialog, QMessageBox, QPushButton
from waiting import wait_until
from windows import window_fixtures
from windows.at_the_window import study_of, wait_until_idle, wait_until_saved
from windows.window_fixtures import open_and_wait

from eegview.app.library.opening import Reviewer
from eegview.app.review.mark_texts import edit_text
from eegview.model.sync import Anchor
from eegview.ui.video.videos_dialog import VideosDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.window.settings import Settings
from eegview.ui.workstation import Workstation


@pytest.fixture
def recording(small_edf: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    path = folder / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    return path


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Return a video that neither lies beside the recording nor bears its name."""
    folder = tmp_path / "Doe Jane"
    folder.mkdir()
    return write_video(folder / "cam.mp4", n_frames=50)


@pytest.fixture
def opened(start_station: Callable[[], Workstation], recording: Path) -> Workstation:
    station = open_and_wait(start_station(), recording)
    wait_until(lambda: study_of(station).review.is_open)
    return station


@pytest.fixture
def colleague(start_station, recording: Path, own_folders: Path, monkeypatch) -> Callable[[], Workstation]:
    """Return what opens the study on another machine: the same library, settings and user's folder of its own."""

    def start() -> Workstation:
        monkeypatch.setattr(window_fixtures, "Settings", lambda _path: Settings(own_folders / "bob.ini"))
        monkeypatch.setenv("XDG_DATA_HOME", str(own_folders / "bob"))
        station = start_station()
        station.studies.reviewer = Reviewer("bob", "neurologist")
        open_and_wait(station, recording)
        wait_until(lambda: study_of(station).review.is_open)
        return station

    return start


def files(station: Workstation) -> set[str]:
    return {Path(clip.path).name for clip in station.video.footage.clips}


def add(station: Workstation, *paths: Path) -> None:
    station.video.kept.add(map(str, paths))
    wait_until(lambda: {path.name for path in paths} <= files(station))
    wait_until_saved(station)
    wait_until_idle(station)


def reopen(station: Workstation, recording: Path) -> None:
    station.studies.close()
    open_and_wait(station, recording)
    wait_until(lambda: study_of(station).review.is_open)


def missing(station: Workstation) -> tuple[str, ...]:
    return station.video.panel.missing.texts


def history(station: Workstation) -> list[str]:
    found: list = []
    study_of(station).review.history(lambda edits, problems: found.append((edits, problems)))
    wait_until(lambda: bool(found))
    assert found[0][1] == []
    return [edit_text(edit, station.studies.vocabulary) for edit in found[0][0]]


def press(station: Workstation, name: str) -> None:
    button = station.video.panel.missing.findChild(QPushButton, f"video.missing.{name}")
    assert button is not None
    button.click()


def choose(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Answer the dialogs for files with these paths, one after the other."""
    left = [str(path) for path in paths]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (left.pop(0) if left else "", ""))


def test_it_is_there_again_with_its_match_at_once(opened: Workstation, recording: Path, film: Path) -> None:
    add(opened, film)
    opened.sync.add_anchor(str(film), Anchor(0.0, 5.0))
    wait_until_saved(opened)
    opened.sync.add_anchor(str(film), Anchor(1.9, 6.9))
    wait_until_saved(opened)
    reopen(opened, recording)
    wait_until(lambda: files(opened) == {"cam.mp4"})
    assert opened.video.footage.clips[0].sync.offset_s == pytest.approx(5.0, abs=1e-3)
    assert len(opened.sync.states[str(film)].anchors) == 2
    assert opened.video.slot.isVisible()
    assert missing(opened) == ()
    assert history(opened)[0] == "Added video 1"


def test_a_colleague_has_it_at_once_and_on_another_machine(
    opened: Workstation, colleague: Callable[[], Workstation], recording: Path, film: Path
) -> None:
    other = colleague()
    add(opened, film)
    wait_until(lambda: files(other) == {"cam.mp4"})
    other.window.close()
    again = colleague()
    wait_until(lambda: files(again) == {"cam.mp4"})


def test_adding_and_removing_are_acts_that_are_undone(opened: Workstation, recording: Path, film: Path) -> None:
    add(opened, film)
    wait_until(lambda: opened.actions["edit.undo"].text() == "Undo add video 1")
    opened.actions["edit.undo"].trigger()
    wait_until(lambda: files(opened) == set())
    assert not opened.video.has_video
    opened.actions["edit.redo"].trigger()
    wait_until(lambda: files(opened) == {"cam.mp4"})
    wait_until_saved(opened)
    wait_until(lambda: opened.video.shown is not None)
    opened.actions["video.remove"].trigger()
    wait_until(lambda: files(opened) == set())
    wait_until_saved(opened)
    reopen(opened, recording)
    wait_until_idle(opened)
    assert files(opened) == set()
    assert missing(opened) == ()
    opened.actions["edit.undo"].trigger()
    wait_until(lambda: files(opened) == {"cam.mp4"})


def test_a_video_beside_the_recording_can_be_removed(opened: Workstation, recording: Path, film: Path) -> None:
    beside = recording.with_suffix(".mp4")
    beside.write_bytes(film.read_bytes())
    reopen(opened, recording)
    wait_until(lambda: files(opened) == {"night.mp4"})
    assert history(opened) == []
    wait_until(lambda: opened.video.shown is not None)
    opened.actions["video.remove"].trigger()
    wait_until(lambda: files(opened) == set())
    wait_until_saved(opened)
    reopen(opened, recording)
    wait_until(lambda: not files(opened))
    wait_until_idle(opened)
    assert files(opened) == set()


def test_moved_beside_the_recording_it_is_found_by_its_content(
    opened: Workstation, recording: Path, film: Path
) -> None:
    add(opened, film)
    opened.studies.close()
    film.rename(recording.parent / "another name.mp4")
    open_and_wait(opened, recording)
    wait_until(lambda: files(opened) == {"another name.mp4"})
    assert missing(opened) == ()


def test_one_that_is_gone_is_told_and_located(
    opened: Workstation, recording: Path, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened, film)
    opened.studies.close()
    away = tmp_path / "archive"
    away.mkdir()
    moved = film.rename(away / "old cam.mp4")
    open_and_wait(opened, recording)
    wait_until(lambda: missing(opened) == ("cam.mp4 was here when this study was last opened, but is not found.",))
    assert opened.video.slot.isVisible()
    choose(monkeypatch, moved)
    press(opened, "locate")
    wait_until(lambda: files(opened) == {"old cam.mp4"})
    wait_until(lambda: missing(opened) == ())
    wait_until_idle(opened)
    reopen(opened, recording)
    wait_until(lambda: files(opened) == {"old cam.mp4"})
    assert history(opened) == ["Added video 1"]


def test_a_wrong_file_is_told_and_asked(
    opened: Workstation, recording: Path, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened, film)
    opened.studies.close()
    film.unlink()
    wrong = write_video(tmp_path / "wrong.mp4", n_frames=20)
    open_and_wait(opened, recording)
    wait_until(lambda: len(missing(opened)) == 1)
    choose(monkeypatch, wrong, wrong)
    for answer, n_missing in (("Cancel", 1), ("Use it instead", 0)):
        press(opened, "locate")
        wait_until(lambda: opened.window.findChild(QMessageBox, "video.other.question") is not None)
        box = opened.window.findChild(QMessageBox, "video.other.question")
        assert box is not None
        assert box.text() == "wrong.mp4 is not the file that cam.mp4 was: the content differs."
        (button,) = [one for one in box.buttons() if one.text() == answer]
        button.click()
        wait_until(lambda: opened.window.findChild(QMessageBox, "video.other.question") is None)
        wait_until(lambda n=n_missing: len(missing(opened)) == n)
    wait_until(lambda: files(opened) == {"wrong.mp4"})
    wait_until_saved(opened)
    assert history(opened)[-1] == "Added video 2; remove video 1"
    opened.actions["edit.undo"].trigger()
    wait_until(lambda: len(missing(opened)) == 1)


def test_it_can_be_forgotten_and_brought_back(opened: Workstation, recording: Path, film: Path) -> None:
    add(opened, film)
    opened.studies.close()
    film.unlink()
    open_and_wait(opened, recording)
    wait_until(lambda: len(missing(opened)) == 1)
    press(opened, "forget")
    wait_until(lambda: missing(opened) == ())
    opened.actions["edit.undo"].trigger()
    wait_until(lambda: len(missing(opened)) == 1)


def test_one_beside_the_recording_that_was_matched_is_looked_for_too(
    opened: Workstation, recording: Path, film: Path, tmp_path: Path
) -> None:
    beside = recording.with_suffix(".mp4")
    beside.write_bytes(film.read_bytes())
    reopen(opened, recording)
    wait_until(lambda: files(opened) == {"night.mp4"})
    wait_until(lambda: str(beside) in opened.sync.states)
    opened.sync.add_anchor(str(beside), Anchor(0.0, 5.0))
    wait_until_saved(opened)
    wait_until_idle(opened)
    opened.studies.close()
    renamed = beside.rename(recording.parent / "camera.mp4")
    open_and_wait(opened, recording)
    wait_until(lambda: files(opened) == {"camera.mp4"})
    wait_until(lambda: opened.video.footage.clips[0].sync.offset_s == pytest.approx(5.0, abs=1e-3))
    wait_until_idle(opened)
    opened.studies.close()
    renamed.rename(tmp_path / "camera.mp4")
    open_and_wait(opened, recording)
    wait_until(lambda: missing(opened) == ("camera.mp4 was here when this study was last opened, but is not found.",))
    press(opened, "forget")
    wait_until(lambda: missing(opened) == ())
    wait_until_saved(opened)
    assert history(opened)[-1] == "Removed video 1"


def test_the_camera_that_was_assigned_is_kept(opened: Workstation, recording: Path, film: Path, tmp_path: Path) -> None:
    second = write_video(tmp_path / "second.mp4", n_frames=40)
    add(opened, film, second)
    opened.actions["video.files"].trigger()
    dialog = open_dialog(opened.window, "videos")
    assert isinstance(dialog, VideosDialog)
    names = [dialog.table.item(row, 0).text() for row in range(2)]
    assert set(names) == {"cam.mp4", "second.mp4"}
    box = dialog.table.cellWidget(names.index("second.mp4"), 1)
    assert isinstance(box, QComboBox)
    box.setCurrentText("ceiling")
    box.textActivated.emit("ceiling")

    def cameras() -> dict[str, str]:
        return {Path(clip.path).name: clip.camera for clip in opened.video.footage.clips}

    wait_until(lambda: cameras() == {"cam.mp4": "camera 1", "second.mp4": "ceiling"})
    wait_until_saved(opened)
    reopen(opened, recording)
    wait_until(lambda: cameras() == {"cam.mp4": "camera 1", "second.mp4": "ceiling"})
    assert history(opened)[-1] == "Set the camera of video 2 to ceiling"


def test_one_named_on_the_command_line_belongs_to_the_study(
    start_station: Callable[[], Workstation], recording: Path, film: Path
) -> None:
    station = start_station()
    station.video.named = [str(film)]
    open_and_wait(station, recording)
    wait_until(lambda: files(station) == {"cam.mp4"})
    wait_until(lambda: history(station) == ["Added video 1"])
    reopen(station, recording)
    wait_until(lambda: files(station) == {"cam.mp4"})
    station.video.named = [str(film)]
    reopen(station, recording)
    wait_until(lambda: files(station) == {"cam.mp4"})
    wait_until_idle(station)
    assert history(station) == ["Added video 1"]


def test_one_that_bears_the_recordings_name_need_not_be_kept(
    start_station: Callable[[], Workstation], recording: Path, film: Path
) -> None:
    beside = recording.with_suffix(".mp4")
    beside.write_bytes(film.read_bytes())
    station = start_station()
    station.video.named = [str(beside)]
    open_and_wait(station, recording)
    wait_until(lambda: files(station) == {"night.mp4"})
    wait_until_idle(station)
    assert history(station) == []


def test_a_copy_of_a_video_that_is_there_is_no_second_one(opened: Workstation, film: Path, tmp_path: Path) -> None:
    add(opened, film)
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(film.read_bytes())
    opened.video.kept.add([str(copy)])
    wait_until(lambda: len(opened.video.footage.clips) == 2)
    wait_until(lambda: len(opened.video.footage.clips) == 1)
    wait_until_saved(opened)
    assert history(opened) == ["Added video 1"]


def test_what_is_no_video_does_not_belong_to_the_study(
    opened: Workstation, recording: Path, film: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no frames here")
    opened.video.kept.add([str(broken), str(film)])
    wait_until(lambda: files(opened) == {"cam.mp4"})
    wait_until_saved(opened)
    wait_until_idle(opened)
    assert history(opened) == ["Added video 1"]


def test_no_path_and_no_name_of_a_file_is_in_the_log(
    opened: Workstation, library_url: str, film: Path, own_folders: Path
) -> None:
    from eegview.model.edit import canonical_changes
    from eegview.store.library import open_library

    add(opened, film)
    library = open_library(library_url)
    fingerprint = study_of(opened).recording.fingerprint
    texts = [canonical_changes(edit.changes) for edit in library.edits(fingerprint)]
    places = library.video_places(fingerprint)
    library.close()
    assert texts
    assert not any("cam.mp4" in text or "Doe" in text for text in texts)
    assert [place.relative for place in places] == ["../Doe Jane/cam.mp4"]
