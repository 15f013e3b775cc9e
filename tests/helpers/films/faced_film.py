"""Write films with a drawn face that moves on a known path; a strip says which picture is which."""

import functools
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from films.barcoded import BIT_PX, HEIGHT_PX, N_BITS, barcode
from scipy.ndimage import gaussian_filter

WIDTH_PX, FILM_HEIGHT_PX = 480, 320
FACE_RADII_PX = (34, 44)
Path_ = Callable[[int], tuple[float, float] | None]


def sway(number: int) -> tuple[float, float]:
    """Return where the face is in a picture: a slow sway with quick nods."""
    return 240 + 110 * np.sin(number / 25), 170 + 30 * np.sin(number / 7)


@functools.cache  # every picture of every film has the same room and the same skin
def _texture(shape: tuple[int, int], seed: int, width: float, level: float, contrast: float) -> np.ndarray:
    noise = gaussian_filter(np.random.default_rng(seed).standard_normal(shape), width)
    drawn = level + contrast * noise / noise.std()
    drawn.flags.writeable = False
    return drawn


@functools.cache
def _face() -> np.ndarray:
    """Return the (89, 69) skin with eyes and a mouth."""
    radius_x, radius_y = FACE_RADII_PX
    face = _texture((2 * radius_y + 1, 2 * radius_x + 1), 2, 5, 185, 12).copy()
    y, x = np.mgrid[-radius_y : radius_y + 1, -radius_x : radius_x + 1]
    for eye_x in (-13, 13):
        face[(x - eye_x) ** 2 + 2.5 * (y + 10) ** 2 < 40] = 30
    face[(x / 16) ** 2 + ((y - 20) / 4) ** 2 < 1] = 70
    face.flags.writeable = False
    return face


def faced_picture(number: int, centre: tuple[float, float] | None, shift: tuple[int, int] = (0, 0)) -> np.ndarray:
    """Return (320, 480, 3) uint8 with the strip of the picture's number along its upper edge.

    shift : how far the room has moved, as a hand-held camera moves it
    """
    room = np.roll(_texture((FILM_HEIGHT_PX, WIDTH_PX), 1, 6, 110, 22), shift, (0, 1))
    picture = np.stack([room, room * 0.9, room * 0.8], axis=2)
    if centre is not None:
        radius_x, radius_y = FACE_RADII_PX
        face = _face()
        y, x = np.mgrid[-radius_y : radius_y + 1, -radius_x : radius_x + 1]
        is_face = (x / radius_x) ** 2 + (y / radius_y) ** 2 <= 1
        left, top = round(centre[0]) - radius_x, round(centre[1]) - radius_y
        rows, columns = y[is_face] + radius_y + top, x[is_face] + radius_x + left
        seen = (rows >= 0) & (rows < FILM_HEIGHT_PX) & (columns >= 0) & (columns < WIDTH_PX)
        skin = face[is_face][seen]
        picture[rows[seen], columns[seen]] = np.stack([skin, skin * 0.8, skin * 0.7], axis=1)
    picture[:HEIGHT_PX, : N_BITS * BIT_PX] = barcode(number)
    return np.clip(picture, 0, 255).astype(np.uint8)


def write_faced_film(
    path: Path,
    n_pictures: int = 100,
    where: Path_ = sway,
    ticks_ms: list[int] | None = None,
    metadata: dict[str, str] | None = None,
    sound: np.ndarray | None = None,
    rotation: int = 0,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a film of the face, 25 pictures a second or at `ticks_ms`.

    sound : (n,) at 16 kHz
    """
    with av.open(str(path), "w", options=options or {}) as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream("libx264", rate=25, options={"preset": "veryfast", "crf": "16"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, FILM_HEIGHT_PX, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        if rotation:
            stream.set_display_rotation(rotation)
        heard = container.add_stream("aac", rate=16000) if sound is not None else None
        if isinstance(heard, av.AudioStream):
            heard.layout = "mono"
        for number in range(n_pictures):
            frame = av.VideoFrame.from_ndarray(faced_picture(number, where(number)), format="rgb24")
            frame.pts = ticks_ms[number] if ticks_ms else 40 * number
            frame.time_base = Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if heard is not None and sound is not None:
            assert isinstance(heard, av.AudioStream)
            for at in range(0, len(sound), 1024):
                block = av.AudioFrame.from_ndarray(
                    np.ascontiguousarray(sound[None, at : at + 1024], np.float32), format="fltp", layout="mono"
                )
                block.sample_rate, block.pts, block.time_base = 16000, at, Fraction(1, 16000)
                container.mux(heard.encode(block))
            container.mux(heard.encode())
    return path
