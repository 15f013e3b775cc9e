"""Hashes over a run, its detections and its trends, the same on every database and for a run read from a bundle.

Detections are hashed as lines of JSON by number, trends as joined: a series that is stored in other blocks, but whose
values are the same, has the same hash. What is no number is the same NaN everywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.suggestion.run_record import RunDigest
from eegview.store import schema
from eegview.store.runs import DETECTION_COLUMNS, SAMPLES, detection_row, run_row

RUN_FIELDS = tuple(column.name for column in schema.detector_run.c if column.name != "beat_s")
_AT_ONCE = 5000
_SAME_START = 1e-9  # relative to the time: what sums of steps may be off by
_LONGEST_GAP = 1 << 24  # steps; a longer one is not filled, but hashed as it is


def digest_of(connection: Connection, run_id: str, row: Mapping[str, Any]) -> RunDigest:
    """Return the hashes of a stored run, reading each of its rows once.

    row : of table `detector_run`, as it is or is to be
    """
    detections, n_detections = _stored_detections(connection, run_id)
    trends, n_trends = _stored_trends(connection, run_id)
    return RunDigest(run_hash(row), detections, trends, n_detections, n_trends)


def digest_of_results(run: DetectorRun, detections: Sequence[Detection], trends: Sequence[Trend]) -> RunDigest:
    """Return the hashes that a run with these results has once it is stored."""
    found = _Detections()
    found.add(map(detection_row, sorted(detections, key=lambda detection: detection.number)))
    series = _Trends()
    for trend in sorted(trends, key=lambda trend: trend.name):
        samples = np.ascontiguousarray(trend.values, SAMPLES).tobytes()
        series.add(trend.name, float(trend.start_s), float(trend.step_s), trend.unit, samples)
    return RunDigest(run_hash(run_row(run)), found.hexdigest(), series.hexdigest(), found.n_rows, series.n_series)


def run_hash(row: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 over the columns of a run, but not its sign of life."""
    return hashlib.sha256(_text([row[name] for name in RUN_FIELDS]).encode()).hexdigest()


def _stored_detections(connection: Connection, run_id: str) -> tuple[str, int]:
    table = schema.detection
    wanted = select(*DETECTION_COLUMNS).where(table.c.run_id == run_id).order_by(table.c.number)
    found = _Detections()
    for rows in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}).partitions():
        found.add(rows)
    return found.hexdigest(), found.n_rows


def _stored_trends(connection: Connection, run_id: str) -> tuple[str, int]:
    table = schema.trend
    wanted = select(table.c.name, table.c.start_s, table.c.step_s, table.c.unit, table.c.samples)
    wanted = wanted.where(table.c.run_id == run_id).order_by(table.c.name, table.c.start_s)
    series = _Trends()
    for row in connection.execute(wanted, execution_options={"yield_per": 100}):
        series.add(*row)
    return series.hexdigest(), series.n_series


class _Detections:
    """The hash over detections as they come, by number."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.n_rows = 0

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of `DETECTION_COLUMNS`."""
        rows = [tuple(row) for row in rows]
        if rows:
            self._hash.update(f"{_text(rows)[1:-1]},".encode())  # the same however many come at once
            self.n_rows += len(rows)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


class _Trends:
    """The hash over trends as their blocks come, by name and start."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._head: tuple[Any, ...] | None = None  # name, start, step, unit of the trend that is being read
        self._n_values = 0
        self.n_series = 0

    def add(self, name: str, start_s: Any, step_s: Any, unit: Any, samples: Any) -> None:
        """Add a block of a trend."""
        if self._head is None or self._head[0] != name:
            self._end()
            self._head = (name, start_s, step_s, unit)
            self._hash.update(_text(self._head).encode())
            self.n_series += 1
        else:
            self._join(start_s, step_s, unit)
        try:
            self._values(np.frombuffer(samples, SAMPLES))
        except (ValueError, TypeError):  # bytes of another number, or something else than bytes: changed from outside
            self._odd(repr(samples))

    def _join(self, start_s: Any, step_s: Any, unit: Any) -> None:
        """Add what lies between the block before and this one: nothing, or values that are missing."""
        assert self._head is not None
        _name, first_s, first_step_s, first_unit = self._head
        if (step_s, unit) != (first_step_s, first_unit) or not all(
            isinstance(value, float) and np.isfinite(value) for value in (start_s, first_s, step_s)
        ):
            self._odd(start_s, step_s, unit)
            return
        gap = round((start_s - first_s) / step_s) - self._n_values if step_s > 0 else -1
        expected_s = first_s + (self._n_values + gap) * step_s
        if not 0 <= gap <= _LONGEST_GAP or abs(start_s - expected_s) > _SAME_START * max(1.0, abs(expected_s)):
            self._odd(start_s, step_s, unit)
        elif gap:
            self._values(np.full(gap, np.nan, SAMPLES))

    def _values(self, values: np.ndarray) -> None:
        is_number = np.isfinite(values)
        if not is_number.all():
            values = np.where(is_number, values, np.float32(np.nan)).astype(SAMPLES)
        self._hash.update(values.tobytes())
        self._n_values += len(values)

    def _odd(self, *what: Any) -> None:
        self._hash.update(_text(["odd", *what]).encode())

    def _end(self) -> None:
        if self._head is not None:
            self._hash.update(_text(["end", self._n_values]).encode())
        self._n_values = 0

    def hexdigest(self) -> str:
        self._end()
        self._head = None
        return self._hash.hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=repr)  # repr: a blob where a text should be
