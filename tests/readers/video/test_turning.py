"""Pictures are shown upright, however a phone was held, and not mirrored."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films.barcoded import barcode, read_barcode
from there import there

from eegview.readers.video.luma import luma_planes
from eegview.readers.video.turning import Turn, matrix_turn
from eegview.readers.video.video import open_video


def write_turned(path: Path, rotation: int, is_mirrored: bool, n_frames: int = 20) -> Path:
    """Write frames that are upright once turned as their display matrix says: turned, then mirrored."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        shape = np.rot90(barcode(0), rotation // 90).shape
        stream.height, stream.width, stream.pix_fmt = shape[0], shape[1], "yuv420p"
        stream.set_display_rotation(rotation, is_mirrored)
        for number in range(n_frames):
            shown = barcode(number)[:, ::-1] if is_mirrored else barcode(number)
            stored = np.rot90(shown, -rotation // 90)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(stored), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_every_picture_is_shown_upright(tmp_path, rotation, is_mirrored):
    video = open_video(write_turned(tmp_path / "a.mp4", rotation, is_mirrored))
    try:
        # Turned and then mirrored is the same as mirrored and then turned the other way.
        assert video.facts.turn == Turn(-rotation % 360 if is_mirrored else rotation, is_mirrored)
        assert (video.width_px, video.height_px) == (320, 64)
        for number in (0, 7, 19, 3):
            frame = video.frame_at((number + 0.5) / 25)
            assert read_barcode(there(frame).rgb) == number
        _time_s, luma = next(iter(luma_planes(video, 5 / 25)))
        assert read_barcode(np.repeat(luma[..., None], 3, axis=2)) == 5
    finally:
        video.close()


def test_a_matrix_that_makes_no_sense_turns_nothing():
    assert matrix_turn(b"") == Turn()
    assert matrix_turn(struct.pack("=9i", *[0] * 9)) == Turn()
