"""Plain EDF files of signals that name nobody: no patient, no staff, no date.

Field layout: Kemp et al. 1992 (edfplus.info). Unknown fields are written as X, as in EDF+.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eegview.model.recording import Samples

LARGEST_DIGIT = 32767
LARGEST_UV = 9_999_999.0  # the largest that fits into eight characters with a sign; ten volts are no EEG
_LONGEST_RECORD_S = 60


@dataclass(frozen=True, slots=True)
class EdfSignals:
    """The signals of a file to be written.

    labels : label of each signal, at most 16 characters of ASCII
    rate_hz : sampling rate of all signals
    limits_uv : range of each signal's digits, in both directions; at most `LARGEST_UV`, beyond which values are clipped
    duration_s : whole data records are written; the rest of the last is zero
    """

    labels: tuple[str, ...]
    rate_hz: float
    limits_uv: tuple[float, ...]
    duration_s: float

    @property
    def record_s(self) -> float:
        """Return the shortest whole number of seconds with a whole number of samples; a second or so if there is none.

        A recorder's own rate, 199.8003 Hz say, fills no whole seconds.
        """
        ratio = Fraction(self.rate_hz).limit_denominator(_LONGEST_RECORD_S)
        if abs(float(ratio) - self.rate_hz) <= 1e-9 * self.rate_hz:
            return ratio.denominator
        return max(round(self.rate_hz), 1) / self.rate_hz

    @property
    def samples_a_record(self) -> int:
        return round(self.rate_hz * self.record_s)

    @property
    def n_records(self) -> int:
        return -int(-round(self.duration_s * self.rate_hz) // self.samples_a_record)


def write_signals(path: Path, signals: EdfSignals, parts: Iterable[tuple[int, Samples]]) -> None:
    """Write signals to an EDF file.

    Parameters
    ----------
    parts : (first sample, (n_signals, n) float32 µV), in order of time, not overlapping; what lies between, and NaN,
        becomes zero

    Raises
    ------
    OSError : the disk refused
    """
    length = signals.samples_a_record
    limits = np.minimum(signals.limits_uv, LARGEST_UV)[:, None]
    with path.open("wb") as file:
        file.write(_header(signals))
        held = np.zeros((len(signals.labels), 0), "<i2")
        at = written = 0  # samples given so far, records written

        def put(more: npt.NDArray[np.int16], is_last: bool = False) -> None:
            nonlocal held, written
            held = np.concatenate([held, more], axis=1)
            n = held.shape[1] // length if not is_last else signals.n_records - written
            if is_last:
                held = np.pad(held, ((0, 0), (0, max(n * length - held.shape[1], 0))))
            block = held[:, : n * length].reshape(len(signals.labels), n, length)
            file.write(np.ascontiguousarray(block.transpose(1, 0, 2)).tobytes())
            held, written = held[:, n * length :], written + n

        for first, samples in parts:
            while at < first:  # a gap, one block at a time
                n = min(first - at, 60 * length)
                put(np.zeros((len(signals.labels), n), "<i2"))
                at += n
            digits = np.rint(np.nan_to_num(samples.astype(np.float64)) * (LARGEST_DIGIT / limits))
            put(np.clip(digits, -LARGEST_DIGIT, LARGEST_DIGIT).astype("<i2"))
            at += samples.shape[1]
        put(np.zeros((len(signals.labels), 0), "<i2"), is_last=True)


def _header(signals: EdfSignals) -> bytes:
    n = len(signals.labels)
    main: Sequence[tuple[object, int]] = (
        ("0", 8),
        ("X X X X", 80),
        ("Startdate X X X X", 80),
        ("01.01.85", 8),  # the day EDF+ writes where the day is withheld
        ("00.00.00", 8),
        (256 * (n + 1), 8),
        ("", 44),
        (signals.n_records, 8),
        (f"{signals.record_s:.7f}"[:8].rstrip("0").rstrip("."), 8),
        (n, 4),
    )
    columns: Sequence[tuple[Iterable[object], int]] = (
        (signals.labels, 16),
        ([""] * n, 80),
        (["uV"] * n, 8),
        ([_limit_text(-limit) for limit in signals.limits_uv], 8),
        ([_limit_text(limit) for limit in signals.limits_uv], 8),
        ([-LARGEST_DIGIT] * n, 8),
        ([LARGEST_DIGIT] * n, 8),
        ([""] * n, 80),
        ([signals.samples_a_record] * n, 8),
        ([""] * n, 32),
    )
    fields = [*main, *((value, width) for values, width in columns for value in values)]
    return b"".join(str(value).encode("ascii", "replace")[:width].ljust(width) for value, width in fields)


def _limit_text(limit_uv: float) -> str:
    """Return a limit as the text of a header field: a plain number without exponent."""
    limit_uv = min(max(limit_uv, -LARGEST_UV), LARGEST_UV)
    return f"{limit_uv:.6g}"[:8] if abs(limit_uv) < 1e6 else f"{limit_uv:.0f}"
