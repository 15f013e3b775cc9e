"""Trim a clip as phones do: what was cut off stays in the file, hidden by its edit list."""

from fractions import Fraction
from pathlib import Path

import av


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
