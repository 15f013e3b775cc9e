"""Write small MFF folders: only what has to be there, or all of it."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

RATE_HZ = 200
NAMESPACE = "http://www.egi.com/info_mff"
RECORD_TIME = "2020-03-05T10:00:00.250000+01:00"


def write_mff(
    folder: Path,
    uv: np.ndarray,
    block_sizes: Sequence[int] = (500, 500, 1000),
    epochs: Sequence[tuple[int, int, int, int]] = ((0, 5_000_000, 1, 2), (65_000_000, 70_000_000, 3, 3)),
    events: Sequence[tuple[str, str]] = (("2020-03-05T10:00:02.250000+01:00", "DIN1"),),
) -> Path:
    """Write (n_channels, n_samples) µV in blocks; an epoch is (begin µs, end µs, first block, last block)."""
    path = folder / "a.mff"
    path.mkdir()
    (path / "signal1.bin").write_bytes(signal_bytes(uv, block_sizes))
    (path / "info.xml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><fileInfo xmlns="{NAMESPACE}"><mffVersion>3</mffVersion>'
        f"<recordTime>{RECORD_TIME}</recordTime></fileInfo>"
    )
    gains = "".join(f'<ch n="{k + 1}">{1 + k / 100}</ch>' for k in range(len(uv)))
    (path / "info1.xml").write_text(
        '<dataInfo xmlns="http://www.egi.com/info_n_mff"><generalInformation><fileDataType><EEG/></fileDataType>'
        f"</generalInformation><calibrations><calibration><type>GCAL</type><channels>{gains}</channels></calibration>"
        "</calibrations></dataInfo>"
    )
    listed = "".join(
        f"<epoch><beginTime>{a}</beginTime><endTime>{b}</endTime><firstBlock>{c}</firstBlock>"
        f"<lastBlock>{d}</lastBlock></epoch>"
        for a, b, c, d in epochs
    )
    (path / "epochs.xml").write_text(f'<epochs xmlns="http://www.egi.com/epochs_mff">{listed}</epochs>')
    sensors = "".join(
        f"<sensor><name/><number>{k + 1}</number><type>{int(k == len(uv) - 1)}</type></sensor>" for k in range(len(uv))
    )
    (path / "sensorLayout.xml").write_text(
        f'<sensorLayout xmlns="http://www.egi.com/sensorLayout_mff"><sensors>{sensors}</sensors></sensorLayout>'
    )
    marks = "".join(
        f"<event><beginTime>{begin}</beginTime><duration>1000000</duration><code>{code}</code></event>"
        for begin, code in events
    )
    (path / "Events_DIN.xml").write_text(f'<eventTrack xmlns="http://www.egi.com/event_mff">{marks}</eventTrack>')
    return path


def signal_bytes(uv: np.ndarray, block_sizes: Sequence[int], rate_hz: int = RATE_HZ) -> bytes:
    """Return blocks of float32, channel after channel; a block like the one before has no header of its own."""
    n_channels, at, content, before = len(uv), 0, b"", 0
    for size in block_sizes:
        if size == before:
            content += struct.pack("<i", 0)
        else:
            head_bytes = 16 + 8 * n_channels + 4
            content += struct.pack("<4i", 1, head_bytes, 4 * size * n_channels, n_channels)
            content += struct.pack(f"<{n_channels}i", *(4 * size * k for k in range(n_channels)))
            content += struct.pack(f"<{n_channels}i", *([rate_hz << 8 | 32] * n_channels)) + struct.pack("<i", 0)
        content += uv[:, at : at + size].astype("<f4").tobytes()
        at, before = at + size, size
    return content
