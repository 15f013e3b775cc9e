"""The videos that a Micromed file names are found beside it and stand at the times it gives."""

from pathlib import Path

import pytest
from recordings.micromed_files import plain_trc, write_trc

from eegview.model.film.clip_metadata import ClipMetadata
from eegview.readers.companion_files import companion_videos, first_guess
from eegview.readers.micromed.recording import open_micromed
from eegview.readers.micromed.videos import video_starts_s


class Clip:
    first_s, last_s, created_at, metadata = 0.5, 60.5, None, ClipMetadata()


@pytest.fixture
def recording_path(tmp_path: Path) -> Path:
    for name in ("VID_7.AVI", "vid_12.avi", "VID_99.AVI", "EEG_1_camera.mp4", "VID_7.txt"):
        (tmp_path / name).write_bytes(b"x")
    return write_trc(tmp_path / "EEG_1.TRC", plain_trc(videos=[(-2000, 60000, 7), (3500, 60000, 12)]))


def test_its_own_videos_are_companions(recording_path: Path) -> None:
    names = [Path(video).name for video in companion_videos(recording_path)]
    assert sorted(names) == ["EEG_1_camera.mp4", "VID_7.AVI", "vid_12.avi"]


def test_they_stand_where_the_file_says(recording_path: Path) -> None:
    source = open_micromed(recording_path)
    for name, start_s in (("VID_7.AVI", -2.0), ("vid_12.avi", 3.5)):
        guess = first_guess(source.recording, Clip(), recording_path.with_name(name))
        assert guess.offset_s + Clip.first_s == pytest.approx(start_s)
        assert guess.source == "video list of the recording"
    assert first_guess(source.recording, Clip(), recording_path.with_name("VID_99.AVI")).source.startswith("none")
    source.close()


@pytest.mark.parametrize("content", [b"", b"* MICROMED", b"\xff" * 500])
def test_a_damaged_file_names_no_videos(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.trc").write_bytes(content)
    assert video_starts_s(tmp_path / "a.trc") == {}
    assert companion_videos(tmp_path / "a.trc") == ()
    assert video_starts_s(tmp_path / "gone.trc") == {}
