"""What a study holds as tables: one row a channel, mark, run, detection or edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from eegview.api.columns import CHANNELS, DETECTIONS, HISTORY, MARKS, RUN_TRENDS, RUNS
from eegview.api.frames import TEXT, data_frame
from eegview.app.library.undoing import described
from eegview.app.library_tables.rows import mark_row, run_row
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.recording import Recording
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from pandas import DataFrame

HIDDEN = "hidden until the reader may see it"


def channel_table(recording: Recording) -> DataFrame:
    """Return one row a channel; the limits of what the file can hold are NaN where they are not known."""
    rows = (
        (c.name, c.label, c.kind.value, c.rate_hz, c.unit, _number(c.minimum_uv), _number(c.maximum_uv), c.prefilter)
        for c in recording.channels
    )
    return data_frame(CHANNELS, rows)


def mark_table(marks: Iterable[Annotation], term: Term | None = None) -> DataFrame:
    """Return one row a mark; of one term, with a column for each of its questions, "" where it is not answered."""
    questions = tuple(one.name for one in term.attributes) if term is not None else ()
    columns = {**MARKS, **dict.fromkeys(questions, TEXT)}
    return data_frame(columns, ((*mark_row(mark), *answers_in(mark, questions)) for mark in marks))


def answers_in(mark: Annotation, questions: Sequence[str]) -> tuple[str, ...]:
    """Return the answers to questions, "" where there is none."""
    return tuple(mark.attribute(name) or "" for name in questions)


def run_table(runs: Iterable[DetectorRun]) -> DataFrame:
    """Return one row a run, the oldest first."""
    return data_frame(RUNS, map(run_row, runs))


def detection_table(run: DetectorRun, detections: Iterable[Detection]) -> DataFrame:
    """Return one row a detection; `reasons` are what its score is made of: name, value, unit, points."""
    rows = (
        (
            one.number,
            one.onset_s,
            one.duration_s,
            one.term_id,
            one.score,
            one.is_final,
            ",".join(one.channels),
            dict(one.attributes),
            tuple((term.name, term.value, term.unit, term.points) for term in one.terms),
            run.run_id,
        )
        for one in detections
    )
    found = data_frame(DETECTIONS, rows)
    found.attrs.update(_facts(run))
    return found


def run_trend_table(run: DetectorRun, trends: Iterable[Trend]) -> DataFrame:
    """Return one row a value; a value is over `[time_s, time_s + step_s)`, NaN where it could not be measured."""
    rows = (
        (trend.name, trend.unit, trend.start_s + number * trend.step_s, trend.step_s, value)
        for trend in trends
        for number, value in enumerate(trend.values.tolist())
    )
    found = data_frame(RUN_TRENDS, rows)
    found.attrs.update(_facts(run))
    return found


def history_table(edits: Iterable[tuple[Edit, bool]]) -> DataFrame:
    """Return one row an edit, the oldest first; of one that is hidden not what was done."""
    rows = (
        (
            edit.number,
            edit.at_utc,
            edit.author,
            edit.role,
            edit.action.value,
            HIDDEN if is_hidden else described(edit.changes, str) if edit.changes else "",
            len(edit.changes),
            edit.reverses,
            edit.reason,
            is_hidden,
            edit.previous_hash,
            edit.hash,
        )
        for edit, is_hidden in edits
    )
    return data_frame(HISTORY, rows)


def _facts(run: DetectorRun) -> Mapping[str, object]:
    """Return what must be known of all rows of a run."""
    return {
        "run_id": run.run_id,
        "detector": run.detector_id,
        "version": run.version,
        "is_partial": run.is_partial,
        "reached_s": run.reached_s,
        "outside": list(run.outside),
        "notes": list(run.notes),
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
