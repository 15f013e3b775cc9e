"""Videos of a study are found again: at their place, from the recording's folder, by their content, or told missing."""

from dataclasses import replace
from pathlib import Path

import pytest

from eegview.app.study.local_places import FILE_NAME, local_places, note_local_place
from eegview.app.study.videos import find_study_videos, place_of
from eegview.model.study.video import KnownVideo, VideoPlace
from eegview.readers.fingerprint import fingerprint_of_video


@pytest.fixture
def recording(tmp_path: Path) -> str:
    folder = tmp_path / "studies" / "one"
    folder.mkdir(parents=True)
    return str(folder / "night.edf")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Return a file that stands for a video, in a folder of its own."""
    folder = tmp_path / "films"
    folder.mkdir()
    path = folder / "cam.mp4"
    path.write_bytes(b"frames" * 100)
    return path


def known(path: Path) -> dict[str, KnownVideo]:
    name = fingerprint_of_video(path)
    return {name: KnownVideo(name, path.stat().st_size, "video 1")}


def test_it_is_found_where_it_was(recording: str, film: Path) -> None:
    (name,) = videos = known(film)
    place = place_of(recording, name, str(film))
    assert place == VideoPlace(name, str(film), "../../films/cam.mp4")
    found = find_study_videos(recording, (), videos, [place])
    assert (dict(found.paths), found.missing) == ({name: str(film)}, ())


def test_it_is_found_from_the_recordings_folder_where_the_absolute_path_is_anothers(recording: str, film: Path) -> None:
    (name,) = videos = known(film)
    place = VideoPlace(name, r"Z:\eeg\films\cam.mp4", "../../films/cam.mp4")
    assert find_study_videos(recording, (), videos, [place]).paths[name] == str(film)


@pytest.mark.parametrize("to", ["recording's folder", "folder of another known video"])
def test_a_file_that_was_moved_and_renamed_is_known_by_its_content(
    recording: str, film: Path, tmp_path: Path, to: str
) -> None:
    (name,) = videos = known(film)
    place = place_of(recording, name, str(film))
    folder = Path(recording).parent if to.startswith("recording") else tmp_path / "elsewhere"
    folder.mkdir(exist_ok=True)
    other = folder / "other.mp4"
    other.write_bytes(b"other" * 99)
    videos |= known(other)
    (folder / "decoy.mp4").write_bytes(b"Frames" * 100)  # of the same size
    moved = film.rename(folder / "renamed.mkv")
    found = find_study_videos(
        recording, (), videos, [place, place_of(recording, fingerprint_of_video(other), str(other))]
    )
    assert found.paths[name] == str(moved)
    assert found.missing == ()


def test_what_is_not_found_is_told_by_the_name_it_had(recording: str, film: Path) -> None:
    (name,) = videos = known(film)
    place = place_of(recording, name, str(film))
    film.unlink()
    (missing,) = find_study_videos(recording, (), videos, [place]).missing
    assert missing.text == "cam.mp4 was here when this study was last opened, but is not found."
    (missing,) = find_study_videos(recording, (), videos, []).missing
    assert missing.text.startswith("video 1 was here")


def test_another_file_in_its_place_is_not_taken_for_it(recording: str, film: Path) -> None:
    (name,) = videos = known(film)
    place = place_of(recording, name, str(film))
    film.write_bytes(b"another film")
    (missing,) = find_study_videos(recording, (), videos, [place]).missing
    assert missing.text == "cam.mp4 is not the same file as when this study was last opened."


def test_a_removed_video_stays_away_also_beside_the_recording(recording: str, film: Path) -> None:
    (name,) = videos = known(film)
    assert find_study_videos(recording, [str(film)], videos, []).paths == {name: str(film)}
    videos[name] = replace(videos[name], is_removed=True)
    found = find_study_videos(recording, [str(film)], videos, [place_of(recording, name, str(film))])
    assert (dict(found.paths), found.missing) == ({}, ())


def test_places_on_this_machine(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert local_places(folder) == ()
    for path in ("/a.mp4", "/b.mp4", "/a.mp4"):
        note_local_place(folder, "v", path)
    note_local_place(folder, "w", "/c.mp4")
    assert local_places(folder) == (VideoPlace("v", "/a.mp4"), VideoPlace("v", "/b.mp4"), VideoPlace("w", "/c.mp4"))
    for text in ("", "[", "[1]", '{"v": 1}', '{"v": [1, null]}', "[" * 100_000):
        (folder / FILE_NAME).write_text(text)
        assert local_places(folder) == ()
