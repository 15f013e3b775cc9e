"""Luma of every frame, in order, at the times the frames are shown."""

from contextlib import closing
from pathlib import Path

import av
import numpy as np
import pytest
from films.moving_video import write_moving_video
from shared_data import DATA, needs_shared

from eegview.readers.video.luma import luma_planes
from eegview.readers.video.video import open_video

REAL = DATA / "video"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_moving_video(tmp_path_factory.mktemp("video") / "box.mkv", 60, options={"bf": "2"}, first_ticks=50)


def test_times_and_pictures_are_those_that_are_shown(box: Path) -> None:
    with closing(open_video(box)) as video, closing(open_video(box)) as other:
        planes = [(pts_s, plane.copy()) for pts_s, plane in luma_planes(video)]
        assert len(planes) == 60
        for pts_s, plane in planes[::7]:
            frame = other.frame_at(pts_s)
            assert frame is not None
            assert frame.pts_s == pts_s
            # grey pictures: RGB is luma, stretched from 16-235 to 0-255
            stretched = (plane.astype(np.float64) - 16) * 255 / 219
            assert np.abs(stretched - frame.rgb[..., 1]).mean() < 2


@pytest.mark.parametrize("from_s", [2.0, 2.06, 3.3, 4.36])
def test_it_can_begin_anywhere(box: Path, from_s: float) -> None:
    with closing(open_video(box)) as video, closing(open_video(box)) as other:
        whole = [(pts_s, plane.copy()) for pts_s, plane in luma_planes(video)]
        frame = other.frame_at(from_s)
        assert frame is not None
        rest = list(luma_planes(other, from_s))
        expected = [pts_s for pts_s, _plane in whole if pts_s >= frame.pts_s]
        assert [pts_s for pts_s, _plane in rest] == expected
    with closing(open_video(box)) as video:
        pts_s, plane = next(iter(luma_planes(video, from_s)))
        np.testing.assert_array_equal(plane, dict(whole)[pts_s])
        assert list(luma_planes(video, 100.0)) == []


def test_colours_without_a_plane_of_luma_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "rgb.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "bgr0"
        for level in (0, 128, 255):
            picture = np.full((48, 64, 3), level, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    with closing(open_video(path)) as video:
        means = [plane.mean() for _pts_s, plane in luma_planes(video)]
    assert means == pytest.approx([0, 128, 255], abs=2)


@needs_shared(REAL)
@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv", ".webm"])
def test_real_videos_of_many_kinds(suffix: str) -> None:
    paths = [p for p in sorted(REAL.rglob(f"*{suffix}")) if p.stat().st_size < 3_000_000]
    assert paths
    for path in paths:
        with closing(open_video(path)) as video:
            for number, (pts_s, plane) in enumerate(luma_planes(video)):
                assert plane.shape == (video.height_px, video.width_px), path.name
                assert plane.dtype == np.uint8
                assert number or pts_s == video.first_s
                if number == 10:
                    break
