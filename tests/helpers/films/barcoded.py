"""Write small videos whose frames say which one they are, and read that back."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

WIDTH_PX, HEIGHT_PX, N_BITS, BIT_PX = 320, 64, 16, 20
B_FRAMES = {"x264-params": "keyint=25:bframes=2:b-adapt=0:scenecut=0"}


def write_video(
    path: Path,
    codec: str = "libx264",
    n_frames: int = 120,
    ticks: list[int] | None = None,
    options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
    rotation: int = 0,
    grain: int = 0,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Write frames 0 … n-1 at 25 per second, or at `ticks` milliseconds; noise up to `grain` makes them large."""
    noise = np.random.default_rng(1)
    with av.open(str(path), "w", options=container_options or {}) as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream(codec, rate=25, options=options or {})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = WIDTH_PX, HEIGHT_PX
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        if ticks is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(n_frames if ticks is None else len(ticks)):
            rgb = barcode(number)
            if grain:
                rgb = np.abs(rgb.astype(np.int16) - noise.integers(0, grain, rgb.shape)).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            if ticks is not None:
                frame.pts, frame.time_base = ticks[number], Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def barcode(number: int) -> np.ndarray:
    """Return (64, 320, 3) uint8: sixteen blocks, most significant bit left, white = 1."""
    bits = [number >> (N_BITS - 1 - bit) & 1 for bit in range(N_BITS)]
    row = np.repeat(np.array(bits, np.uint8) * 255, BIT_PX)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (HEIGHT_PX, WIDTH_PX, 3)))


def read_barcode(rgb: np.ndarray) -> int:
    gray = rgb.mean(axis=2)
    number = 0
    for bit in range(N_BITS):
        block = gray[8 : HEIGHT_PX - 8, BIT_PX * bit + 5 : BIT_PX * bit + 15]
        number = number << 1 | int(block.mean() > 127)
    return number
