"""Copies of odd videos without their texts hold the same frames at the same times."""

from pathlib import Path

import pytest
from films.odd_videos import CLOSED, H265, MPEG, all_numbers, joined, write

from eegview.readers.video.copying import copy_pictures
from eegview.readers.video.video import open_video


@pytest.mark.parametrize(
    ("name", "codec", "form", "options"),
    [
        ("a.h264", "libx264", "h264", CLOSED),
        ("a.h265", "libx265", "hevc", H265),
        ("a.m2v", "mpeg2video", "mpeg2video", MPEG),
        ("a.avi", "libx264", None, CLOSED),
    ],
)
def test_a_copy_shows_the_same_frames(
    tmp_path: Path, name: str, codec: str, form: str | None, options: dict[str, str]
) -> None:
    source = write(tmp_path / name, codec=codec, form=form, options=options)
    target = tmp_path / f"copy{name}"
    assert copy_pictures(source, target, with_sound=False) == pytest.approx(0.0)
    copy = open_video(target)
    assert all_numbers(copy) == list(range(60))
    assert copy.duration_s == pytest.approx(60 / 25, abs=1e-3)
    copy.close()
    assert b"x264 - core" not in target.read_bytes() or form is None
    assert b"x265" not in target.read_bytes()


def test_each_part_is_copied_by_itself(tmp_path: Path) -> None:
    path = joined(tmp_path / "a.ts", *(write(tmp_path / f"{k}.ts", 40, 100 * k, form="mpegts") for k in range(2)))
    video = open_video(path)
    for number, part in enumerate(video.parts):
        target = tmp_path / f"{number}.mkv"
        moved_s = copy_pictures(path, target, with_sound=True, part=part)
        copy = open_video(target)
        assert all_numbers(copy) == list(range(100 * number, 100 * number + 40))
        assert copy.first_s - moved_s == pytest.approx(part.start_s, abs=0.002)
        copy.close()
    video.close()
