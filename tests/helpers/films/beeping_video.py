"""Write small files with sound whose samples say where they are: `from films.beeping_video import write_sound`."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE_HZ = 16000


def chirps(n_samples: int, rate_hz: int = RATE_HZ, every_s: float = 0.5, beep_hz: float = 1000.0) -> np.ndarray:
    """Return (n_samples,) float32: 50 ms of sine, half of full scale, at 0.25 s, 0.75 s … (k + ½) · `every_s`."""
    time_s = np.arange(n_samples) / rate_hz
    phase_s = (time_s - every_s / 2) % every_s
    beep = 0.5 * np.sin(2 * np.pi * beep_hz * phase_s) * (phase_s < 0.05) * (time_s >= every_s / 2 - 1e-9)
    return beep.astype(np.float32)


def write_sound(
    path: Path,
    codec: str = "aac",
    seconds: float = 10.0,
    rate_hz: int = RATE_HZ,
    layout: str = "mono",
    left_out_s: tuple[float, float] = (0.0, 0.0),
    first_s: float = 0.0,
    with_video: bool = True,
    samples: np.ndarray | None = None,
) -> Path:
    """Write `chirps`, the same in each channel, and 25 black pictures a second.

    left_out_s : half-open stretch whose sound is not written, as by a camera that lost it
    first_s : PTS of the first sample and picture
    """
    if samples is None:
        samples = chirps(round(seconds * rate_hz), rate_hz)
    n_channels = av.AudioLayout(layout).nb_channels
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        film = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"}) if with_video else None
        if film is not None:
            assert isinstance(film, av.VideoStream)
            film.width, film.height, film.pix_fmt = 64, 64, "yuv420p"
            for number in range(round(seconds * 25)):
                picture = av.VideoFrame.from_ndarray(np.zeros((96, 64), np.uint8), format="yuv420p")
                picture.pts, picture.time_base = number + round(first_s * 25), Fraction(1, 25)
                container.mux(film.encode(picture))
            container.mux(film.encode())
        kind = "s16" if codec in ("pcm_s16le", "libmp3lame", "mp2") else "fltp"
        kind = "s16p" if codec == "libmp3lame" else kind
        each = 1152 if codec in ("libmp3lame", "mp2") else 1024
        for at in range(0, len(samples), each):
            if left_out_s[0] <= at / rate_hz < left_out_s[1]:
                continue
            block = np.repeat(samples[None, at : at + each], n_channels, axis=0)
            if kind.startswith("s16"):
                block = np.round(block * 32767).astype(np.int16)
            if not kind.endswith("p"):
                block = np.ascontiguousarray(block.T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(block, format=kind, layout=layout)
            frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
            frame.pts = at + round(first_s * rate_hz)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
