"""Write clips as phones store them: `from films.phone_clips import write_phone_clip, APPLE, SAMSUNG`."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from films.barcoded import barcode

KEPT_TAGS = {"movflags": "use_metadata_tags"}  # else the library leaves out tags that it does not know
APPLE = {"com.apple.quicktime.make": "Apple", "com.apple.quicktime.model": "iPhone 15"}
ANDROID = {"com.android.version": "14"}


def write_phone_clip(
    path: Path,
    n_frames: int = 60,
    rate_hz: Fraction = Fraction(30),
    tags: dict[str, str] | None = None,
    rotation: int = 0,
    times_ms: list[int] | None = None,
    sound_s: float = 0.0,
    beep_s: float = 0.5,
    first: int = 0,
    codec: str = "libx264",
) -> Path:
    """Write frames whose strips number them from `first` on, at a rate or at `times_ms`.

    sound_s : how long a sound is stored, which has a 1 kHz beep of 50 ms beginning at `beep_s`; 0 = no sound
    """
    with av.open(str(path), "w", options=KEPT_TAGS if path.suffix in (".mp4", ".mov") else {}) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate_hz, options={"preset": "ultrafast", "g": "15"})
        assert isinstance(stream, av.VideoStream)
        upright = barcode(0)
        shape = np.rot90(upright, -rotation // 90).shape
        stream.height, stream.width, stream.pix_fmt = shape[0], shape[1], "yuv420p"
        if rotation:
            stream.set_display_rotation(rotation)
        if times_ms is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        sound = container.add_stream("aac", rate=16_000) if sound_s else None
        for k in range(n_frames if times_ms is None else len(times_ms)):
            stored = np.ascontiguousarray(np.rot90(barcode(first + k), -rotation // 90))
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            if times_ms is not None:
                frame.pts, frame.time_base = times_ms[k], Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if sound is not None:
            assert isinstance(sound, av.AudioStream)
            samples = _beep(sound_s, beep_s)
            for at in range(0, len(samples), 1024):
                block = av.AudioFrame.from_ndarray(samples[None, at : at + 1024], format="fltp", layout="mono")
                block.sample_rate, block.pts, block.time_base = 16_000, at, Fraction(1, 16_000)
                container.mux(sound.encode(block))
            container.mux(sound.encode())
    return path


def _beep(sound_s: float, beep_s: float) -> np.ndarray:
    time_s = np.arange(round(sound_s * 16_000)) / 16_000
    is_heard = (time_s >= beep_s) & (time_s < beep_s + 0.05)
    return (0.5 * np.sin(2 * np.pi * 1000 * time_s) * is_heard).astype(np.float32)


def trimmed(source: Path, target: Path, by_s: float) -> Path:
    """Copy a clip whose first seconds are hidden by its edit list."""
    with av.open(str(source)) as read, av.open(str(target), "w", options={"avoid_negative_ts": "0"}) as written:
        streams = {stream.index: written.add_stream_from_template(stream) for stream in read.streams}
        for packet in read.demux():
            if packet.size and packet.pts is not None and packet.dts is not None:
                ticks = round(Fraction(by_s) / packet.time_base)
                packet.pts -= ticks
                packet.dts -= ticks
                packet.stream = streams[packet.stream.index]
                written.mux(packet)
    return target
