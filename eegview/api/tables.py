"""What a study holds as tables: one row a channel, mark, run, detection or edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from eegview.api.frames import ANY, COUNT, FLAG, FLOAT, INSTANT, MAYBE_COUNT, TEXT, Columns, data_frame
from eegview.app.library.undoing import described
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.recording import Recording
from eegview.model.suggestion.detection import Detection, DetectorRun, Trend
from eegview.model.suggestion.judgement import Judgement, judgement_of
from eegview.model.vocabulary import Term

if TYPE_CHECKING:
    from pandas import DataFrame

CHANNELS: Columns = {
    "name": TEXT,
    "label": TEXT,
    "kind": TEXT,
    "rate_hz": FLOAT,
    "unit": TEXT,
    "minimum": FLOAT,
    "maximum": FLOAT,
    "prefilter": TEXT,
}
MARKS: Columns = {
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "layer": TEXT,
    "channels": TEXT,
    "text": TEXT,
    "answers": ANY,
    "annotation_id": TEXT,
}
RUNS: Columns = {
    "run_id": TEXT,
    "detector": TEXT,
    "title": TEXT,
    "version": TEXT,
    "started_utc": INSTANT,
    "author": TEXT,
    "end": TEXT,
    "is_partial": FLAG,
    "start_s": FLOAT,
    "stop_s": FLOAT,
    "reached_s": FLOAT,
    "parameters": ANY,
    "message": TEXT,
    "outside": ANY,
    "notes": ANY,
    "content_hash": TEXT,
    "program_version": TEXT,
    "code_hash": TEXT,
}
DETECTIONS: Columns = {
    "number": COUNT,
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "score": FLOAT,
    "is_final": FLAG,
    "channels": TEXT,
    "answers": ANY,
    "reasons": ANY,
    "run_id": TEXT,
}
RUN_TRENDS: Columns = {"name": TEXT, "unit": TEXT, "time_s": FLOAT, "step_s": FLOAT, "value": FLOAT}
HISTORY: Columns = {
    "number": COUNT,
    "at_utc": INSTANT,
    "author": TEXT,
    "role": TEXT,
    "action": TEXT,
    "what": TEXT,
    "n_changes": COUNT,
    "reverses": MAYBE_COUNT,
    "reason": TEXT,
    "is_hidden": FLAG,
    "previous_hash": TEXT,
    "hash": TEXT,
}
JUDGEMENTS: Columns = {
    "onset_s": FLOAT,
    "duration_s": FLOAT,
    "term": TEXT,
    "verdict": TEXT,
    "author": TEXT,
    "score": FLOAT,
    "is_seen": FLAG,
    "detector": TEXT,
    "version": TEXT,
    "run_id": TEXT,
    "number": COUNT,
    "accepted_id": TEXT,
    "annotation_id": TEXT,
}
FINGERPRINT: Columns = {"fingerprint": TEXT}  # the first column where rows are of several recordings
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


def mark_row(mark: Annotation) -> tuple[object, ...]:
    """Return the values of a mark in the order of `MARKS`."""
    return (
        mark.onset_s,
        mark.duration_s,
        mark.term_id,
        mark.layer,
        ",".join(mark.channels),
        mark.text,
        dict(mark.attributes),
        mark.annotation_id,
    )


def answers_in(mark: Annotation, questions: Sequence[str]) -> tuple[str, ...]:
    """Return the answers to questions, "" where there is none."""
    return tuple(mark.attribute(name) or "" for name in questions)


def run_row(run: DetectorRun) -> tuple[object, ...]:
    """Return the values of a run in the order of `RUNS`."""
    return (
        run.run_id,
        run.detector_id,
        run.title,
        run.version,
        run.started_utc,
        run.author,
        run.end.value,
        run.is_partial,
        run.span.start_s,
        run.span.stop_s,
        run.reached_s,
        dict(run.parameters),
        run.message,
        run.outside,
        run.notes,
        run.content_hash,
        run.program_version,
        run.code_hash,
    )


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


def judgement_rows(stored: Iterable[Annotation]) -> list[tuple[object, ...]]:
    """Return the values of the judgements among marks and records, in the order of `JUDGEMENTS`."""
    return [_judgement_row(found) for mark in stored if (found := judgement_of(mark)) is not None]


def _judgement_row(one: Judgement) -> tuple[object, ...]:
    return (
        one.mark.onset_s,
        one.mark.duration_s,
        one.mark.attribute("term") or "",
        one.verdict.value,
        one.author,
        one.score,
        one.is_seen,
        one.detector_id,
        one.version,
        one.run_id,
        one.number,
        one.accepted_id,
        one.mark.annotation_id,
    )


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
