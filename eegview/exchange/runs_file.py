"""Runs of detectors as lines of JSON: a header, then each run followed by its detections and trends.

This module must not know the library.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend

FORMAT = "eegview-runs"
FORMAT_VERSION = 1

_LARGEST = 3.4028235e38  # just what a float32 can hold

_PLAIN = (
    "run_id",
    "fingerprint",
    "detector_id",
    "title",
    "version",
    "content_hash",
    "started_utc",
    "author",
    "message",
)


@dataclass(frozen=True, slots=True)
class RunResults:
    """A run of a detector with its results: detections by number, and whole trends."""

    run: DetectorRun
    detections: tuple[Detection, ...] = ()
    trends: tuple[Trend, ...] = ()


def run_lines(results: Iterable[RunResults]) -> Iterator[str]:
    """Yield the lines of a file of runs, each with its line feed."""
    yield _line({"format": FORMAT, "format_version": FORMAT_VERSION})
    for one in results:
        yield _line({"run": _run_row(one.run)})
        for detection in one.detections:
            yield _line({"detection": _detection_row(detection)})
        for trend in one.trends:
            yield _line({"trend": _trend_row(trend)})


def runs_in(lines: Iterable[str]) -> tuple[RunResults, ...]:
    """Return the runs in lines that `run_lines` made.

    Raises
    ------
    UnreadableFile : the lines are of another form, or of a newer version
    """
    found: list[tuple[DetectorRun, list[Detection], list[Trend]]] = []
    try:
        rows = (json.loads(line) for line in lines if line.strip())
        head = next(rows, {})
        if head["format"] != FORMAT or head["format_version"] > FORMAT_VERSION:
            raise _unreadable()
        for row in rows:
            ((kind, content),) = row.items()
            if kind == "run":
                found.append((_run(content), [], []))
            elif kind == "detection":
                found[-1][1].append(_detection(content))
            else:
                found[-1][2].append(_trend(content))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        raise _unreadable() from None
    return tuple(RunResults(run, tuple(detections), tuple(trends)) for run, detections, trends in found)


def _run_row(run: DetectorRun) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(run, name) for name in _PLAIN}
    return row | {
        "parameters": run.parameters,
        "start_s": run.span.start_s,
        "stop_s": run.span.stop_s,
        "end": run.end.value,
        "outside": run.outside,
        "reached_s": run.reached_s,
        "notes": run.notes,
        "always_listed": run.always_listed,
        "program_version": run.program_version,
        "code_hash": run.code_hash,
    }


def _run(row: dict[str, Any]) -> DetectorRun:
    return DetectorRun(
        **{name: _text(row[name]) for name in _PLAIN},
        parameters=_pairs(row["parameters"]),
        span=Span(_finite(row["start_s"]), _finite(row["stop_s"])),
        end=RunEnd(row["end"]),
        outside=tuple(map(_text, row["outside"])),
        reached_s=_finite(row["reached_s"]),
        notes=tuple(map(_text, row["notes"])),
        always_listed=tuple(map(_text, row.get("always_listed", ()))),  # files of before have none
        program_version=_text(row.get("program_version", "")),  # not written by older versions
        code_hash=_text(row.get("code_hash", "")),
    )


def _detection_row(one: Detection) -> dict[str, Any]:
    return {
        "number": one.number,
        "onset_s": one.onset_s,
        "duration_s": one.duration_s,
        "term": one.term_id,
        "score": one.score,
        "channels": one.channels,
        "terms": [[t.name, _or_null(t.value), t.unit, _or_null(t.points)] for t in one.terms],
        "attributes": one.attributes,
    }


def _detection(row: dict[str, Any]) -> Detection:
    duration_s = _finite(row["duration_s"])
    if duration_s < 0 or type(row["number"]) is not int:
        raise ValueError
    return Detection(
        row["number"],
        _finite(row["onset_s"]),
        duration_s,
        _text(row["term"]),
        _finite(row["score"]),
        tuple(map(_text, row["channels"])),
        tuple(ScoreTerm(_text(n), _or_nan(v), _text(u), _or_nan(p)) for n, v, u, p in row["terms"]),
        _pairs(row["attributes"]),
    )


def _trend_row(trend: Trend) -> dict[str, Any]:
    values = [_or_null(float(f"{value:.9g}")) for value in trend.values.tolist()]  # nine digits hold a float32
    return {
        "name": trend.name,
        "unit": trend.unit,
        "start_s": trend.start_s,
        "step_s": trend.step_s,
        "values": values,
    }


def _trend(row: dict[str, Any]) -> Trend:
    values = np.array([_or_nan(value) for value in row["values"]], np.float32)
    values.flags.writeable = False
    step_s = _finite(row["step_s"])
    if not step_s > 0:
        raise ValueError
    return Trend(_text(row["name"]), _text(row["unit"]), _finite(row["start_s"]), step_s, values)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _or_nan(value: Any) -> float:
    return math.nan if value is None else _finite(value)


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < _LARGEST:
        raise ValueError
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in rows)


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        "The runs of detectors in the bundle cannot be read.", "Copy the bundle again from where it was made."
    )
