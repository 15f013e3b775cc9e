"""The videos of a study: found by name, opened with their identity, refused one by one."""

import shutil
from pathlib import Path

import pytest
from films.barcoded import write_video
from recordings.memory_source import make_channels, make_recording

from eegview.app.video import study_videos
from eegview.app.video.study_videos import find_videos, open_study_videos
from eegview.model.errors import UnreadableFile

RECORDING = make_recording(make_channels(["Cz"]))


def test_videos_are_found_by_the_name_of_the_recording(tmp_path: Path) -> None:
    for name in ("night.edf", "night_2.mp4", "night_10.mp4", "day.mp4"):
        (tmp_path / name).touch()
    found = find_videos(str(tmp_path / "night.edf"))
    assert [Path(path).name for path in found] == ["night_2.mp4", "night_10.mp4"]


def test_a_broken_video_is_refused_beside_one_that_opens(tmp_path: Path) -> None:
    good, same = write_video(tmp_path / "a.mp4", n_frames=25), tmp_path / "b.mp4"
    shutil.copy(good, same)
    broken = tmp_path / "c.mp4"
    broken.write_bytes(b"no video at all")
    videos = open_study_videos([str(good), str(same), str(broken)], RECORDING)
    try:
        assert sorted(videos.opened.sources) == [str(good), str(same)]
        assert videos.fingerprints[str(good)] == videos.fingerprints[str(same)]
        assert not videos.has_sound
        assert len(videos.opened.refusals) == 1
    finally:
        videos.opened.close()


def test_a_video_that_is_taken_away_meanwhile_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "a.mp4", n_frames=25)
    closed: list[bool] = []
    opened = study_videos.open_footage([str(path)], RECORDING)

    def opened_then_gone(_paths: object, _recording: object) -> object:
        path.unlink()
        return opened

    monkeypatch.setattr(study_videos, "open_footage", opened_then_gone)
    monkeypatch.setattr(type(opened), "close", lambda self: closed.append(True))
    with pytest.raises(UnreadableFile):
        open_study_videos([str(path)], RECORDING)
    monkeypatch.undo()
    opened.close()
    assert closed == [True]
