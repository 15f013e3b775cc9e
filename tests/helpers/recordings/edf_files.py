"""Write small EDF and BDF files byte by byte, right or wrong, for tests of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Signal:
    """One signal: header words, and digits of shape (n_records, n_samples)."""

    label: str
    digits: np.ndarray
    unit: str = "uV"
    physical: tuple[str, str] = ("-3276.8", "3276.7")
    digital: tuple[str, str] = ("-32768", "32767")
    n_samples: str = ""  # what the header says, if not the truth


@dataclass(frozen=True)
class File:
    """A file to be written.

    onsets_s : text of each record's own time; None = no annotation signal
    marks : record number → bytes of further annotation lists in it
    """

    signals: Sequence[Signal]
    onsets_s: Sequence[str] | None = None
    marks: dict[int, bytes] = field(default_factory=dict)
    reserved: str = "EDF+C"
    record_s: str = "1"
    n_records: str = ""
    n_signals: str = ""
    header_bytes: str = ""
    date: str = "02.03.21"
    time: str = "10.20.30"
    recording: str = "Startdate 02-MAR-2021 X X X"
    patient: bytes = b"X X X X"
    annotation_bytes: int = 60
    bdf: bool = False

    def with_(self, **changes: Any) -> "File":
        return replace(self, **changes)


def write_file(path: Path, file: File) -> Path:
    path.write_bytes(file_bytes(file))
    return path


def file_bytes(file: File) -> bytes:
    width = 3 if file.bdf else 2
    n_records = len(file.signals[0].digits) if file.signals else len(file.onsets_s or ())
    signals = list(file.signals)
    records = [[_packed(s.digits[r], width) for s in signals] for r in range(n_records)]
    if file.onsets_s is not None:
        label = "BDF Annotations" if file.bdf else "EDF Annotations"
        n_bytes = -(-file.annotation_bytes // width) * width
        signals.append(Signal(label, np.empty((n_records, n_bytes // width)), "", ("-1", "1")))
        for r, record in enumerate(records):
            text = f"+{file.onsets_s[r]}".replace("+-", "-").encode() + b"\x14\x14\x00" if file.onsets_s[r] else b""
            record.append((text + file.marks.get(r, b"")).ljust(n_bytes, b"\x00"))
    return _header(file, signals, n_records) + b"".join(b"".join(record) for record in records)


def mark_bytes(onset: str, text: str, duration: str = "") -> bytes:
    """Return one annotation list."""
    middle = b"\x15" + duration.encode() if duration else b""
    return b"+" + onset.encode() + middle + b"\x14" + text.encode() + b"\x14\x00"


def plain(n_channels: int = 3, n_records: int = 8, n_samples: int = 50, seed: int = 0, **changes: Any) -> File:
    """Return an EDF+C file of noise: Fp1, Fp2, F3 … with 1 s records and their times."""
    rng = np.random.default_rng(seed)
    names = ("Fp1", "Fp2", "F3", "F4", "C3", "C4", "P3", "P4")[:n_channels]
    signals = [Signal(f"EEG {n}", rng.integers(-3000, 3000, (n_records, n_samples))) for n in names]
    return File(signals, [str(r) for r in range(n_records)]).with_(**changes)


def values_of(signal: Signal) -> np.ndarray:
    """Return the samples of a signal in its own unit, as the specification has it: (n_samples,) float64."""
    low, high = (float(x) for x in signal.physical)
    digital_low, digital_high = (float(x) for x in signal.digital)
    return (signal.digits.ravel() - digital_low) * ((high - low) / (digital_high - digital_low)) + low


def _packed(digits: np.ndarray, width: int) -> bytes:
    if width == 2:
        return digits.astype("<i2").tobytes()
    return digits.astype("<i4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def _header(file: File, signals: list[Signal], n_records: int) -> bytes:
    def words(text: str | bytes, width: int) -> bytes:
        return (text if isinstance(text, bytes) else text.encode("utf-8"))[:width].ljust(width)

    count = len(signals)
    main = [
        (b"\xffBIOSEMI" if file.bdf else b"0", 8),
        (file.patient, 80),
        (file.recording, 80),
        (file.date, 8),
        (file.time, 8),
        (file.header_bytes or str(256 * (count + 1)), 8),
        (file.reserved, 44),
        (file.n_records or str(n_records), 8),
        (file.record_s, 8),
        (file.n_signals or str(count), 4),
    ]
    columns = [
        ([s.label for s in signals], 16),
        ([""] * count, 80),
        ([s.unit for s in signals], 8),
        ([s.physical[0] for s in signals], 8),
        ([s.physical[1] for s in signals], 8),
        ([s.digital[0] for s in signals], 8),
        ([s.digital[1] for s in signals], 8),
        (["HP:0.1Hz"] * count, 80),
        ([s.n_samples or str(s.digits.shape[1]) for s in signals], 8),
        ([""] * count, 32),
    ]
    head = b"".join(words(text, width) for text, width in main)
    return head + b"".join(words(text, width) for texts, width in columns for text in texts)
