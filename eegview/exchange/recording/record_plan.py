"""The length of the data records of an EDF file that holds channels of several rates, and gaps.

All signals of a record begin at one instant and have a whole number of samples in it, and the duration of a record is
a text of eight characters: the plan looks for the length that fits all of that best.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from eegview.exchange.recording_part import RecordingPart, samples_in_common
from eegview.model.errors import UsageError

_LONGEST_S = 60.0  # unless slow channels need longer records
_FEW_RECORDS = 2000  # so few may be as short as they like
_MANY_RECORDS = 100_000  # more are slow to open
_LEAST_BYTES = 100  # of samples, beside which the 30 bytes or so of a record's time are not much
_USUAL_BYTES = 61_440  # what the format recommends at most
_MOST_BYTES = 16 * 1024 * 1024
_MOST_CANDIDATES = 100_000
_MOST_DRIFT = 0.1  # samples over the whole part
_MOST_SLIP = 0.1  # samples of a slower channel over the whole part, where no record fits all rates exactly


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """The data records of a file.

    n_samples : of each channel in a record
    duration_text : as the header has it
    record_s : exact duration, by which the records follow each other
    n_records : of each segment
    starts_s : of each segment, seconds from the part's start
    n_held : samples of the fastest channel, of all segments together, that fill last records
    moved_s : the most by which a segment begins later than it did, where the gap before it has no room
    """

    n_samples: tuple[int, ...]
    duration_text: str
    record_s: float
    n_records: tuple[int, ...]
    starts_s: tuple[float, ...]
    n_held: int
    moved_s: float = 0.0

    @property
    def has_gaps(self) -> bool:
        """Whether any segment begins elsewhere than where the one before ends."""
        ends = [start + n * self.record_s for start, n in zip(self.starts_s, self.n_records, strict=True)]
        return any(abs(b - a) > 1e-6 for a, b in zip(ends, self.starts_s[1:], strict=False))

    def record_starts_s(self) -> list[float]:
        """Return when each record begins, seconds from the part's start."""
        return [
            start_s + number * self.record_s
            for start_s, n_records in zip(self.starts_s, self.n_records, strict=True)
            for number in range(n_records)
        ]


def planned(part: RecordingPart, sample_bytes: int) -> RecordPlan:
    """Return the records in which a part is written.

    Raises
    ------
    UsageError : no record fits the rates of all channels
    """
    rates_hz = part.rates_hz
    fastest_hz = max(rates_hz)
    together = samples_in_common(fastest_hz, rates_hz)
    sizes = _candidates(fastest_hz, together)
    n_fastest = [max(_equivalent(segment.n_samples, rates_hz, fastest_hz)) for segment in part.segments]
    starts_s = [segment.start_s - part.start_s for segment in part.segments]
    size = _best(sizes, rates_hz, n_fastest, starts_s, sample_bytes * len(rates_hz))
    n_samples = tuple(max(1, round(size * rate / fastest_hz)) for rate in rates_hz)
    if sample_bytes * sum(n_samples) > _MOST_BYTES:
        raise UsageError(
            "The rates of these channels meet so rarely that no data record fits them.",
            "Leave out the slowest channels.",
        )
    n_records = tuple(
        max(-(-n // m) for n, m in zip(segment.n_samples, n_samples, strict=True)) for segment in part.segments
    )
    slip = max(
        abs(m / (size * rate / fastest_hz) - 1) * sum(n_records) * m
        for m, rate in zip(n_samples, rates_hz, strict=True)
    )
    if slip > 0.5:
        raise UsageError(
            "The rates of these channels fit no common data record: they would drift apart.",
            "Export the channels of each rate alone, or one of them as BrainVision.",
        )
    record_s = size / fastest_hz
    placed, moved_s = _placed(starts_s, n_records, record_s)
    n_held = sum(max(count * size - n, 0) for count, n in zip(n_records, n_fastest, strict=True))
    return RecordPlan(n_samples, duration_text(record_s), record_s, n_records, placed, n_held, moved_s)


@lru_cache(maxsize=1 << 15)  # case sets write hundreds of short files of the same rates
def duration_text(record_s: float) -> str:
    """Return a duration as the header's eight characters, as exact as they can be."""
    decimals = 7 - len(str(int(record_s)))
    text = f"{record_s:.{max(decimals, 0)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0 or abs(float(text) / record_s - 1) > 1e-4:  # a very short one has more digits so
        short = f"{record_s:.2E}".replace("E-0", "E-")
        text = min(text, short, key=lambda one: abs(float(one) - record_s))
    return text


def _equivalent(n_samples: Sequence[int], rates_hz: Sequence[float], fastest_hz: float) -> list[int]:
    """Return how many samples of the fastest channel the samples of each channel begin in."""
    return [
        n if rate == fastest_hz else math.floor((n - 1) * fastest_hz / rate + 1e-6) + 1 if n else 0
        for n, rate in zip(n_samples, rates_hz, strict=True)
    ]


def _candidates(fastest_hz: float, together: int | None) -> np.ndarray:
    """Return the lengths of a record to choose from, in samples of the fastest channel."""
    longest = min(max(int(_LONGEST_S * fastest_hz), 1), _MOST_CANDIDATES)
    sizes = np.arange(1, longest + 1, dtype=np.int64)
    if together is None:
        return sizes
    return np.unique(np.concatenate([sizes, np.arange(together, max(longest, together) + 1, together)]))


def _best(
    sizes: np.ndarray, rates_hz: Sequence[float], n_fastest: Sequence[int], starts_s: Sequence[float], row_bytes: int
) -> int:
    """Return the length of a record that costs least; the first costs below count before all later ones."""
    fastest_hz = max(rates_hz)
    totals = np.array(n_fastest, np.int64)
    n_records = -(-totals[:, None] // sizes[None, :])  # (segments, sizes)
    total_records = n_records.sum(axis=0)
    held = n_records * sizes - totals[:, None]
    overlaps = np.zeros(len(sizes), np.int64)
    for number, (a, b) in enumerate(itertools.pairwise(starts_s)):
        overlaps += a + n_records[number] * sizes / fastest_hz > b + 1e-6
    slip = np.zeros(len(sizes))
    for rate in set(rates_hz):
        wanted = sizes * (rate / fastest_hz)
        slip = np.maximum(slip, np.abs(np.maximum(np.rint(wanted), 1) - wanted) * total_records)
    durations = sizes / fastest_hz
    drift = np.array([abs(float(duration_text(d)) - d) for d in durations.tolist()]) * total_records * fastest_hz
    bytes_a_record = row_bytes * sizes * (sum(rates_hz) / len(rates_hz) / fastest_hz)
    costs = (  # the last is the most important
        np.abs(np.log2(durations)),
        bytes_a_record > _USUAL_BYTES,
        drift > 1e-6,
        bytes_a_record > _MOST_BYTES / 4,
        held.sum(axis=0),
        slip > 1e-6,
        held.sum(axis=0) > fastest_hz,
        ((bytes_a_record < _LEAST_BYTES) & (total_records > _FEW_RECORDS)) | (total_records > _MANY_RECORDS),
        drift > _MOST_DRIFT,
        overlaps,
        np.where(slip > _MOST_SLIP, slip, 0.0),
    )
    return int(sizes[np.lexsort(costs)[0]])


def _placed(starts_s: Sequence[float], n_records: Sequence[int], record_s: float) -> tuple[tuple[float, ...], float]:
    """Return when the segments begin, each not before the one before it ends, and the most that one is late."""
    placed: list[float] = []
    reached_s = moved_s = 0.0
    for start_s, count in zip(starts_s, n_records, strict=True):
        at_s = max(start_s, reached_s) if placed else start_s
        moved_s = max(moved_s, at_s - start_s)
        placed.append(at_s)
        reached_s = at_s + count * record_s
    return tuple(placed), moved_s if moved_s > 1e-6 else 0.0
