"""Recordings are found by their endings, each once, and parts of one are not taken for another."""

from pathlib import Path

import pytest

from eegview.model.errors import UnreadableFile
from eegview.readers.recording_files import find_recordings


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def names(found: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]


def test_folders_are_searched_to_any_depth_in_order(tmp_path: Path):
    touch(tmp_path, "b.EDF", "a.bdf", "deep/er/c.vhdr", "deep/d.rec", "notes.txt", "film.mp4", "events.tsv")
    assert names(find_recordings([tmp_path]), tmp_path) == ["a.bdf", "b.EDF", "deep/d.rec", "deep/er/c.vhdr"]


def test_what_is_named_is_taken_whatever_it_is_called_and_only_once(tmp_path: Path):
    touch(tmp_path, "one.edf", "two.dat")
    found = find_recordings([tmp_path / "two.dat", tmp_path, tmp_path / "one.edf", tmp_path / "." / "one.edf"])
    assert names(found, tmp_path) == ["two.dat", "one.edf"]


def test_parts_hidden_files_and_other_programs_files_are_passed_over(tmp_path: Path):
    touch(tmp_path, ".hidden.edf", ".cache/one.edf", "mne-annot.fif", "raw-ave.fif", "table.data", "part.eeg")
    assert find_recordings([tmp_path]) == ()


def test_the_data_file_of_a_header_is_no_recording_of_its_own(tmp_path: Path):
    (tmp_path / "one.vhdr").write_text("Brain Vision Data Exchange Header File Version 1.0\nDataFile=one.eeg\n")
    touch(tmp_path, "one.eeg")
    (tmp_path / "two.eeg").write_bytes(b"EEG-1100A V01.00")
    assert names(find_recordings([tmp_path]), tmp_path) == ["one.vhdr", "two.eeg"]


def test_a_folder_that_is_a_recording_is_one(tmp_path: Path):
    touch(tmp_path, "night.mff/signal1.bin", "night.mff/info.xml", "night.mff/inner.edf")
    assert names(find_recordings([tmp_path]), tmp_path) == ["night.mff"]
    assert names(find_recordings([tmp_path / "night.mff"]), tmp_path) == ["night.mff"]


def test_a_place_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="gone"):
        find_recordings([tmp_path / "gone"])


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="links to folders need rights elsewhere")
def test_a_link_that_goes_in_circles_is_not_followed(tmp_path: Path):
    touch(tmp_path, "in/one.edf")
    (tmp_path / "in" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert names(find_recordings([tmp_path]), tmp_path) == ["in/one.edf"]
