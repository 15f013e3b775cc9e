"""A night of EEG that takes no time to write: `from recordings.long_edf import write_long_edf`."""

import os
from pathlib import Path

import numpy as np
from recordings.edf_files import File, Signal, write_file
from recordings.memory_source import SCALP_10_20


def write_long_edf(path: Path, hours: int = 24, n_channels: int = 32, rate_hz: int = 256, filled_s: int = 300) -> Path:
    """Write an EDF of `hours`; its first `filled_s` are noise, the rest are zeros that the disk need not hold.

    24 h of 32 channels at 256 Hz are 1.4 GB to a reader, and some MB on a disk with sparse files.
    """
    names = [*SCALP_10_20, "ECG", *(f"X{n}" for n in range(n_channels))][:n_channels]
    rng = np.random.default_rng(3)
    signals = [
        Signal(f"EEG {name}-Ref", (300 * rng.standard_normal((filled_s, rate_hz))).astype(np.int16)) for name in names
    ]
    n_records = hours * 3600
    write_file(path, File(signals, n_records=str(n_records)))
    header_bytes = 256 * (1 + n_channels)
    os.truncate(path, header_bytes + n_records * n_channels * rate_hz * 2)
    return path
