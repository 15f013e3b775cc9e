"""Write small videos in which a bright box moves now and then: `from films.moving_video import write_moving_video`."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

FPS = 25


def write_moving_video(
    path: Path,
    n_frames: int = 150,
    moves: tuple[tuple[int, int], ...] = ((50, 75),),
    shape: tuple[int, int] = (240, 320),
    left_out: tuple[int, int] = (0, 0),
    first_ticks: int = 0,
    options: dict[str, str] | None = None,
    rotation: int = 0,
    box_top: int = 100,
) -> Path:
    """Write `n_frames` at 25 a second, in grey, with a little grain.

    moves : half-open ranges of frames before which the box goes 4 px on to the right
    left_out : half-open range of frames that are not written, as by a camera that lost them
    first_ticks : PTS of the first frame, in frames
    """
    height, width = shape
    rng = np.random.default_rng(0)
    ground = rng.uniform(50, 150, (height // 20, width // 20)).repeat(20, 0).repeat(20, 1)
    left = width // 8
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=FPS, options={"preset": "ultrafast", "crf": "12", "g": "25", **(options or {})}
        )
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, FPS)
        if rotation:
            stream.set_display_rotation(rotation)
        for number in range(n_frames):
            left += 4 * any(first <= number < stop for first, stop in moves)
            if left_out[0] <= number < left_out[1]:
                continue
            luma = ground + rng.normal(0, 1, ground.shape)
            luma[box_top : box_top + 40, left : left + 40] = 220
            picture = np.full((height * 3 // 2, width), 128, np.uint8)
            picture[:height] = luma.clip(16, 235)
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = first_ticks + number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
