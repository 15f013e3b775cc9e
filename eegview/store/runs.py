"""Runs of detectors with their detections and trends, as rows of the library and back.

Each function works inside the caller's transaction. This module must not know who shows what.
"""

import json
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import Connection, Double, RowMapping, Select, delete, insert, literal_column, select, update

from eegview.model.errors import LibraryRefused
from eegview.model.gc_pause import gc_paused
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend
from eegview.store import schema

BEAT_LOST_AFTER_S = 120.0  # a run without a sign of life for so long has ended with its program
BROKEN_OFF = "The program was closed while the detector ran; what it found until then is kept."

SAMPLES = np.dtype("<f4")
DETECTION_COLUMNS = tuple(column for column in schema.detection.c if column.name != "run_id")
_NAMES = f"run_id, {', '.join(column.name for column in DETECTION_COLUMNS)}"
_INSERT_ROWS = f"INSERT INTO detection ({_NAMES}) VALUES ({', '.join('?' * (len(DETECTION_COLUMNS) + 1))})"
_INSERT_JSON = (
    f"INSERT INTO detection ({_NAMES}) SELECT %s, (d->>0)::bigint, (d->>1)::float8, (d->>2)::float8, d->>3,"
    " (d->>4)::float8, d->>5, d->>6, d->>7 FROM json_array_elements(%s::json) AS d"
)


class RunGone(LibraryRefused):
    """The run is not in the library, or was deleted."""

    def __init__(self) -> None:
        super().__init__("This run of a detector is no longer in the study library.", "Run the detector again.")


def insert_run(connection: Connection, run: DetectorRun, now_s: str) -> None:
    """Insert a run; `now_s` is the database's expression of the current time."""
    connection.execute(insert(schema.detector_run).values(**run_row(run), beat_s=literal_column(now_s)))


def run_row(run: DetectorRun) -> dict[str, Any]:
    """Return the row of table `detector_run` for a run, without its sign of life."""
    return {
        "run_id": run.run_id,
        "fingerprint": run.fingerprint,
        "detector_id": run.detector_id,
        "title": run.title,
        "version": run.version,
        "content_hash": run.content_hash,
        "parameters": json.dumps(run.parameters),
        "start_s": float(run.span.start_s) + 0.0,
        "stop_s": float(run.span.stop_s) + 0.0,
        "started_utc": run.started_utc,
        "author": run.author,
        "ended": run.end.value,
        "message": run.message,
        "outside": json.dumps(run.outside),
        "reached_s": float(run.reached_s) + 0.0,
        "notes": json.dumps(run.notes),
        "always_listed": json.dumps(run.always_listed),
        "program_version": run.program_version,
        "code_hash": run.code_hash,
    }


def beat(connection: Connection, run_id: str, now_s: str, **columns: Any) -> None:
    """Update a run's sign of life and the given columns.

    Raises
    ------
    RunGone : the run was deleted
    """
    table = schema.detector_run
    changed = connection.execute(
        update(table).where(table.c.run_id == run_id).values(beat_s=literal_column(now_s), **columns)
    )
    if changed.rowcount == 0:
        raise RunGone


def insert_detections(connection: Connection, run_id: str, detections: Iterable[Detection]) -> None:
    """Insert detections of a run in the quickest way each database has: row by row a server takes ten times as long.

    Raises
    ------
    ValueError : an onset or a score is no number
    """
    rows = [detection_row(detection) for detection in detections]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_INSERT_JSON, (run_id, json.dumps(rows)))
    else:
        connection.exec_driver_sql(_INSERT_ROWS, [(run_id, *row) for row in rows])


def insert_trend(connection: Connection, run_id: str, block: Trend) -> None:
    """Insert one block of a run's trend."""
    row = {
        "run_id": run_id,
        "name": block.name,
        "start_s": float(block.start_s) + 0.0,
        "step_s": float(block.step_s),
        "unit": block.unit,
        "samples": np.ascontiguousarray(block.values, SAMPLES).tobytes(),
    }
    connection.execute(insert(schema.trend), row)


def select_runs(connection: Connection, now_s: str, fingerprint: str) -> tuple[DetectorRun, ...]:
    """Return the runs over a recording, oldest first; a run whose program died is returned as cancelled.

    Raises
    ------
    LibraryRefused : a row was changed from outside
    """
    table = schema.detector_run
    silent_s = literal_column(now_s, Double[float]()) - table.c.beat_s
    wanted = select(table, silent_s.label("silent_s")).where(table.c.fingerprint == fingerprint)
    rows = connection.execute(wanted.order_by(table.c.started_utc, table.c.run_id)).mappings().all()
    return tuple(map(run_from_row, rows))


def select_row(connection: Connection, run_id: str) -> RowMapping | None:
    """Return the row of a run with `silent_s` 0, None where the run is not there."""
    wanted = select(schema.detector_run, literal_column("0.0", Double[float]()).label("silent_s"))
    return connection.execute(wanted.where(schema.detector_run.c.run_id == run_id)).mappings().one_or_none()


def silent_run_ids(connection: Connection, now_s: str, fingerprint: str) -> tuple[str, ...]:
    """Return the runs over a recording that count as running but whose program died."""
    table = schema.detector_run
    silent_s = literal_column(now_s, Double[float]()) - table.c.beat_s
    wanted = select(table.c.run_id).where(
        table.c.fingerprint == fingerprint,
        table.c.ended == RunEnd.RUNNING.value,
        silent_s > literal_column(str(BEAT_LOST_AFTER_S)),
    )
    return tuple(connection.execute(wanted).scalars())


def select_detections(
    connection: Connection, run_id: str, from_number: int, at_most: int | None = None
) -> tuple[Detection, ...]:
    """Return detections of a run by number, from `from_number` on and `at_most` so many.

    Raises
    ------
    LibraryRefused : a row was changed from outside
    """
    table = schema.detection
    wanted: Select[Any] = select(*DETECTION_COLUMNS).where(table.c.run_id == run_id, table.c.number >= from_number)
    with gc_paused():
        rows = connection.execute(wanted.order_by(table.c.number).limit(at_most)).all()
        return _detections(rows)


def select_trends(connection: Connection, run_id: str) -> tuple[Trend, ...]:
    """Return the trends of a run by name, the blocks of each joined.

    Raises
    ------
    LibraryRefused : a row was changed from outside
    """
    table = schema.trend
    wanted = select(table).where(table.c.run_id == run_id).order_by(table.c.name, table.c.start_s)
    rows = connection.execute(wanted).mappings().all()
    return tuple(_joined(list(blocks)) for _name, blocks in groupby(rows, key=lambda row: row["name"]))


def delete_run(connection: Connection, run_id: str) -> None:
    """Delete a run with its detections and trends."""
    for table in (schema.detection, schema.trend, schema.detector_run):
        connection.execute(delete(table).where(table.c.run_id == run_id))


def detection_row(detection: Detection) -> tuple[Any, ...]:
    """Return the values of `DETECTION_COLUMNS` for a detection.

    Raises
    ------
    ValueError : an onset or a score is no number
    """
    times = (detection.onset_s, detection.duration_s, detection.score)
    if not all(map(math.isfinite, times)) or detection.duration_s < 0:
        raise ValueError("a detection needs a finite onset and score, and a duration of at least 0")
    terms = [(term.name, float(term.value), term.unit, float(term.points)) for term in detection.terms]
    return (
        detection.number,
        float(detection.onset_s) + 0.0,
        float(detection.duration_s) + 0.0,
        detection.term_id,
        float(detection.score) + 0.0,
        json.dumps(detection.channels) if detection.channels else "[]",
        json.dumps(terms) if terms else "[]",
        json.dumps(detection.attributes) if detection.attributes else "[]",
    )


def _detections(rows: Sequence[Sequence[Any]]) -> tuple[Detection, ...]:
    try:
        all_terms = json.loads(f"[{','.join(row[6] for row in rows)}]")  # at once: twice as fast as one by one
        return tuple(
            Detection(
                n, onset_s, duration_s, term_id, score, _channels(rows), tuple(map(_term, terms)), _answers(given)
            )
            for (n, onset_s, duration_s, term_id, score, rows, _, given), terms in zip(rows, all_terms, strict=True)
        )
    except (ValueError, TypeError, RecursionError) as error:  # the JSON in a row is not JSON, or of another form
        raise _unreadable() from error


def _term(row: Sequence[Any]) -> ScoreTerm:
    return ScoreTerm(*row)


@lru_cache(maxsize=1024)
def _channels(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=1024)
def _answers(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def run_from_row(row: RowMapping) -> DetectorRun:
    """Return the run of a row of table `detector_run` with `silent_s`, the time since its last sign of life (s).

    Raises
    ------
    LibraryRefused : the row was changed from outside
    """
    try:
        end, message = RunEnd(row["ended"]), row["message"]
        if end is RunEnd.RUNNING and row["silent_s"] > BEAT_LOST_AFTER_S:
            end, message = RunEnd.CANCELLED, BROKEN_OFF
        return DetectorRun(
            row["run_id"],
            row["fingerprint"],
            row["detector_id"],
            row["title"],
            row["version"],
            row["content_hash"],
            tuple((name, value) for name, value in json.loads(row["parameters"])),
            Span(row["start_s"], row["stop_s"]),
            row["started_utc"],
            row["author"],
            end,
            message,
            tuple(json.loads(row["outside"])),
            row["reached_s"],
            tuple(json.loads(row["notes"])),
            tuple(json.loads(row["always_listed"])),
            row["program_version"],
            row["code_hash"],
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise _unreadable() from error


def _joined(blocks: list[RowMapping]) -> Trend:
    """Return the blocks of one trend joined; the values of a missing block are NaN."""
    first, last = blocks[0], blocks[-1]
    start_s, step_s = first["start_s"], first["step_s"]
    if any(len(block["samples"]) % SAMPLES.itemsize for block in blocks) or not step_s > 0:
        raise _unreadable()
    offsets = [round((block["start_s"] - start_s) / step_s) for block in blocks]
    values = np.full(offsets[-1] + len(last["samples"]) // SAMPLES.itemsize, np.nan, np.float32)
    for offset, block in zip(offsets, blocks, strict=True):
        samples = np.frombuffer(block["samples"], SAMPLES)
        values[offset : offset + len(samples)] = samples[: len(values) - offset]
    values.flags.writeable = False
    return Trend(first["name"], first["unit"], start_s, step_s, values)


def _unreadable() -> LibraryRefused:
    return LibraryRefused(
        "The results of a detector in the study library were changed from outside or are damaged.",
        "Delete this run and run the detector again; marks are not touched by this.",
    )
