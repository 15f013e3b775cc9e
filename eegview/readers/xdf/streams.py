"""Read one stream of an XDF file: samples, rate, stored segments, labels.

Must not know pyxdf beyond the dictionaries it returns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from eegview.model.issue import Issue
from eegview.model.span import Span
from eegview.readers.stored_segment import StoredSegment

# A device that claims 500 Hz runs at 499.9; a stream this far off lost samples instead.
_RATE_TOLERANCE = 0.02
_HIGHEST_HZ = 1e6
_LATEST_S = 1e11  # of any clock: three thousand years


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A regularly sampled stream.

    rate_hz : as its time stamps say, where that is near the nominal rate, else nominal
    values : (n_samples, n_channels) as stored
    stored_segments : unbroken runs of samples; `start_s` on the file's common clock
    labels, units, types : one per channel, "" where the stream does not say
    """

    name: str
    rate_hz: float
    values: np.ndarray
    stored_segments: tuple[StoredSegment, ...]
    labels: tuple[str, ...]
    units: tuple[str, ...]
    types: tuple[str, ...]

    def spans(self) -> list[Span]:
        return [stored.span(self.rate_hz) for stored in self.stored_segments]


def regular_stream(raw: Any) -> tuple[Stream | None, list[Issue]]:
    """Return a stream of numbers with a rate, None for any other, and what is odd about it."""
    info = raw["info"]
    name = _text(info, "name") or "unnamed"
    values = raw["time_series"]
    nominal_hz = _number(_text(info, "nominal_srate"))
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "iuf":
        return None, []
    if len(values) == 0:
        return None, [Issue("stream_empty", f"The stream “{name}” is empty.")]
    if not 0 < nominal_hz <= _HIGHEST_HZ:
        return None, [Issue("stream_irregular", f"The stream “{name}” has no sampling rate; it is not shown.")]
    times_s = np.asarray(raw["time_stamps"], np.float64)
    if len(times_s) != len(values) or not np.all(np.abs(times_s) <= _LATEST_S):  # nor NaN
        return None, [Issue("stream_times", f"The stream “{name}” has invalid times; it is not shown.")]
    runs = [(int(a), int(b) + 1) for a, b in info.get("segments") or [(0, len(values) - 1)]]
    issues = []
    rate_hz = _rate_hz(times_s, runs, nominal_hz)
    if abs(rate_hz / nominal_hz - 1) > _RATE_TOLERANCE:
        issues.append(
            Issue(
                "stream_rate", f"The stream “{name}” claims {nominal_hz:g} Hz but holds {rate_hz:.2f} samples a second."
            )
        )
    stored_segments, n_overlapping = _stored_segments(times_s, runs, rate_hz)
    if n_overlapping:
        issues.append(
            Issue(
                "times_backwards", f"In the stream “{name}” {n_overlapping} parts begin before the one in front ends."
            )
        )
    labels, units, types = _described(info, values.shape[1], name)
    return Stream(name, rate_hz, values, stored_segments, labels, units, types), issues


def text_marks(raw_streams: list[Any]) -> list[tuple[float, str]]:
    """Return time (s, common clock) and text of all marks in streams of text."""
    marks = []
    for raw in raw_streams:
        if isinstance(raw["time_series"], np.ndarray):
            continue
        for at_s, row in zip(raw["time_stamps"], raw["time_series"], strict=False):
            text = " ".join(str(word).strip() for word in row if str(word).strip())
            if text and abs(at_s) <= _LATEST_S:
                marks.append((float(at_s), text))
    return marks


def _rate_hz(times_s: np.ndarray, runs: list[tuple[int, int]], nominal_hz: float) -> float:
    """Return samples per second inside the unbroken runs."""
    n_steps = sum(b - a - 1 for a, b in runs)
    lasting_s = sum(float(times_s[b - 1] - times_s[a]) for a, b in runs)
    if not n_steps or lasting_s <= n_steps / _HIGHEST_HZ:
        return nominal_hz
    rate_hz = n_steps / lasting_s
    # Nearer than half a sample over the whole recording, the nominal rate says the same in fewer digits.
    return nominal_hz if abs(rate_hz / nominal_hz - 1) * n_steps < 0.5 else rate_hz


def _stored_segments(
    times_s: np.ndarray, runs: list[tuple[int, int]], rate_hz: float
) -> tuple[tuple[StoredSegment, ...], int]:
    """Return the runs in order of time; one that would begin inside the run before follows on it instead."""
    stored_segments: list[StoredSegment] = []
    n_overlapping = 0
    for a, b in sorted(runs, key=lambda run: times_s[run[0]]):
        start_s = float(times_s[a])
        if stored_segments:
            reached_s = stored_segments[-1].span(rate_hz).stop_s
            if start_s < reached_s - 1.5 / rate_hz:
                n_overlapping += 1
            start_s = max(start_s, reached_s)
        stored_segments.append(StoredSegment(a, b - a, start_s))
    return tuple(stored_segments), n_overlapping


def _described(info: Any, n_channels: int, name: str) -> tuple[tuple[str, ...], ...]:
    """Return labels, units and types from the stream's description, by position where it has none."""
    rows = _channel_rows(info)
    rows = rows if len(rows) == n_channels else [{}] * n_channels
    stream_type = _text(info, "type")
    labels = [_text(row, "label") or f"{name} {k + 1}" for k, row in enumerate(rows)]
    units = [_text(row, "unit") for row in rows]
    types = [_text(row, "type") or stream_type for row in rows]
    return tuple(labels), tuple(units), tuple(types)


def _channel_rows(info: Any) -> list[Any]:
    described = (info.get("desc") or [None])[0]
    channels = (described.get("channels") or [None])[0] if isinstance(described, dict) else None
    return list(channels.get("channel") or []) if isinstance(channels, dict) else []


def _number(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _text(row: Any, key: str) -> str:
    """Return the first text under a key of pyxdf's lists of one."""
    found = row.get(key) if isinstance(row, dict) else None
    first = found[0] if isinstance(found, list) and found else found
    return str(first).strip() if first else ""
