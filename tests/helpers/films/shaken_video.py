"""Write small videos of a camera that shakes before a still room, in which a box may move: `write_shaken_video`."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH_PX, HEIGHT_PX, MARGIN_PX = 320, 240, 60


def shake_px(times_s: np.ndarray) -> np.ndarray:
    """Return (n, 2) whole pixels to the right and down by which the room is shifted: a sway and a faster tremor."""
    right = 14 * np.sin(2 * np.pi * 0.7 * times_s) + 5 * np.sin(2 * np.pi * 3.1 * times_s)
    down = 10 * np.sin(2 * np.pi * 0.9 * times_s + 1) + 4 * np.sin(2 * np.pi * 2.3 * times_s)
    return np.rint(np.stack((right, down), axis=1)).astype(int)


def write_shaken_video(
    path: Path,
    ticks_ms: Sequence[int],
    moves_s: tuple[float, float] = (0.0, 0.0),
    rotation: int = 0,
    blank_s: tuple[float, float] = (0.0, 0.0),
    shake: float = 1.0,
) -> Path:
    """Write one picture at each of these times (ms of the stream).

    moves_s : while a box goes 100 px a second to the right
    blank_s : while the lens is covered
    shake : share of the usual shaking; 0 = the camera stands
    """
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(0)
    room = gaussian_filter(rng.normal(0, 1, (HEIGHT_PX + 2 * MARGIN_PX, WIDTH_PX + 2 * MARGIN_PX)), 4)
    room = 110 + 35 * room / room.std()
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "12"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            stream.set_display_rotation(rotation)
        times_s = np.array(ticks_ms) / 1000
        for time_s, tick, (right, down) in zip(
            times_s, ticks_ms, (shake_px(times_s) * shake).astype(int).tolist(), strict=True
        ):
            luma = room.copy()
            left = 160 + int(100 * np.clip(time_s - moves_s[0], 0, moves_s[1] - moves_s[0]))
            luma[150:210, left : left + 60] = 225
            cut = luma[MARGIN_PX - down :, MARGIN_PX - right :][:HEIGHT_PX, :WIDTH_PX]
            picture = np.full((HEIGHT_PX * 3 // 2, WIDTH_PX), 128, np.uint8)
            is_blank = blank_s[0] <= time_s < blank_s[1]
            picture[:HEIGHT_PX] = 16 if is_blank else (cut + rng.normal(0, 1, cut.shape)).clip(16, 235)
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = int(tick), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
