"""Settled studies of clips: a film of a phone that says where and with what it was made, marked and signed."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from made_studies.settled_studies import mark, settle

from eegview.model.annotation import Annotation

READERS = ("Dr. Anna Able", "Dr. Bert Best", "Dr. Cleo Clear")
TOLD = {
    "com.apple.quicktime.location.ISO6709": "+48.1000+011.5000/",
    "com.apple.quicktime.make": "Apple",
    "com.apple.quicktime.model": "iPhone 12",
    "com.apple.quicktime.creationdate": "2026-03-01T07:15:00+0100",
    "comment": "Erika Mustermann at home",
}
FPS, WIDTH_PX, HEIGHT_PX, RATE_HZ = 25, 160, 96, 16000
LENGTH_S = 100.0


def write_told_clip(
    path: Path, seconds: float = LENGTH_S, seed: int = 0, rotation: int = 0, told: dict[str, str] | None = None
) -> Path:
    """Write a clip with sound in which a box moves.

    told : of the container, None = a place, a device, a date and a name
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    room = rng.uniform(60, 140, (HEIGHT_PX // 8, WIDTH_PX // 8)).repeat(8, 0).repeat(8, 1)
    with av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(TOLD if told is None else told)
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "g": "25"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        heard = container.add_stream("aac", rate=RATE_HZ)
        assert isinstance(heard, av.AudioStream)
        heard.layout = "mono"
        for number in range(round(seconds * FPS)):
            luma = room.copy()
            left = 20 + (number * 3 % 90 if number % (10 * FPS) < FPS else 0)
            luma[40:64, left : left + 24] = 220
            picture = np.full((HEIGHT_PX * 3 // 2, WIDTH_PX), 128, np.uint8)
            picture[:HEIGHT_PX] = luma
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        sound = 0.1 * np.sin(np.arange(round(seconds * RATE_HZ)) * 0.2).astype(np.float32)
        for at in range(0, len(sound), 1024):
            block = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(sound[None, at : at + 1024]), format="fltp", layout="mono"
            )
            block.sample_rate, block.pts, block.time_base = RATE_HZ, at, Fraction(1, RATE_HZ)
            container.mux(heard.encode(block))
        container.mux(heard.encode())
    return path


def film_marks(shift_s: float = 0.0) -> list[Annotation]:
    """Return what a reader marks in a clip: a cluster of three spasms, two look-alikes."""
    return [
        mark("spasm", 10.0 + shift_s, state="awake"),
        mark("spasm", 20.0 + shift_s, state="awake"),
        mark("spasm", 31.0 + shift_s, state="awake"),
        mark("mimic", 50.0 + shift_s, kind="startle"),
        mark("mimic", 64.0 + shift_s, kind="reflux"),
    ]


def settled_clip(library_url: str, path: Path, seed: int = 0) -> Path:
    """Write a clip that three readers marked and signed; the second takes the startle for a spasm. Return its path."""
    write_told_clip(path, seed=seed)
    layers = {reader: film_marks(number / 10) for number, reader in enumerate(READERS)}
    layers[READERS[1]][3] = mark("spasm", 50.1)
    settle(library_url, path, layers, film_marks())
    return path
