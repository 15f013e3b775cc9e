"""Write videos whose times, codecs and containers are odd, and read back which frames are shown."""

import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from films.barcoded import HEIGHT_PX, WIDTH_PX, barcode, read_barcode

from eegview.readers.video.video import VideoSource

CLOSED = {"preset": "veryfast", "x264-params": "keyint=12:bframes=2:b-adapt=0:scenecut=0:log=-1"}
OPEN = {"preset": "veryfast", "x264-params": CLOSED["x264-params"] + ":open-gop=1"}
H265 = {"preset": "ultrafast", "x265-params": "keyint=12:bframes=3:open-gop=1:log-level=none"}
MPEG = {"g": "12", "bf": "2", "qscale": "2"}


def write(
    path: Path,
    n_frames: int = 60,
    first: int = 0,
    first_s: float = 0.0,
    codec: str = "libx264",
    form: str | None = None,
    rate: Fraction = Fraction(25),
    options: dict[str, str] | None = None,
    scale: int = 1,
    times_s: list[float] | None = None,
    mux: dict[str, str] | None = None,
) -> Path:
    """Write frames `first` … at a rate from a time on, or at `times_s`; `scale` makes the picture larger."""
    tick_s = 1 / rate if times_s is None and first_s == 0 else Fraction(1, 90000)
    with av.open(str(path), "w", format=form, options=mux or {}) as container:
        stream = container.add_stream(codec, rate=rate, options=options or CLOSED)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX * scale, HEIGHT_PX * scale, "yuv420p"
        stream.time_base = stream.codec_context.time_base = tick_s
        for k in range(n_frames):
            frame = av.VideoFrame.from_ndarray(np.kron(barcode(first + k), np.ones((scale, scale, 1), np.uint8)))
            frame.time_base = tick_s
            time_s = first_s + k / float(rate) if times_s is None else times_s[k]
            frame.pts = round(time_s / float(tick_s))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def joined(path: Path, *parts: Path) -> Path:
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def number_of(rgb: np.ndarray) -> int:
    scale = rgb.shape[0] // HEIGHT_PX
    return read_barcode(rgb[::scale, ::scale])


def all_numbers(video: VideoSource) -> list[int | None]:
    """The number of every frame, asked for at its own time: all in order, and once more at random."""
    index = video.facts.times.index

    def number(position: int) -> int | None:
        frame = video.frame_at(index.pts_s(position))
        if frame is None:
            return None
        is_it = frame.pts_s == pytest.approx(index.pts_s(position), abs=1e-6)  # else it cannot be decoded
        return number_of(frame.rgb) if is_it else None

    in_order = [number(position) for position in range(index.n_frames)]
    mixed = random.Random(1).sample(range(index.n_frames), index.n_frames)
    again = {position: number(position) for position in mixed}
    assert [again[position] for position in range(index.n_frames)] == in_order
    return in_order
