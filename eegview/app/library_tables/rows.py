"""Marks, runs, judgements, scores and stages as rows, each in the order of its columns."""

from __future__ import annotations

from collections.abc import Iterable

from eegview.app.scoring.blindness import ReaderLine
from eegview.clinical.hypnogram import stage_spans
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import Annotation
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.suggestion.judgement import Judgement, judgement_of

Row = tuple[object, ...]


def mark_row(mark: Annotation) -> Row:
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


def run_row(run: DetectorRun) -> Row:
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


def judgement_rows(stored: Iterable[Annotation]) -> list[Row]:
    """Return the values of the judgements among marks and records, in the order of `JUDGEMENTS`."""
    return [_judgement_row(found) for mark in stored if (found := judgement_of(mark)) is not None]


def _judgement_row(one: Judgement) -> Row:
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


def score_row(line: ReaderLine) -> Row:
    """Return the values of a scored epoch in the order of `SCORES`; of a hidden sheet no score."""
    result = line.sheet.score if line.sheet is not None else None
    return (
        line.key.scale_id,
        line.key.start_s,
        line.key.start_s + line.length_s,
        line.reader,
        None if result is None else result.score,
        () if result is None else tuple(result.possible),
        "" if result is None else result.severity,
        line.is_hidden,
        bool(line.committed_utc),
        line.committed_utc,
        line.n_pages_read,
        line.n_pages,
        "" if line.sheet is None else line.sheet.parameters.parameters_id,
    )


def stage_rows(marks: Iterable[Annotation]) -> list[Row]:
    """Return the sleep stages that hold, layer by layer and by time, in the order of `STAGES`.

    Where marks of one layer overlap, the rule of `clinical.hypnogram` says which holds.
    """
    by_layer: dict[str, list[Annotation]] = {}
    for mark in marks:
        if mark.term_id == SLEEP_TERM:
            by_layer.setdefault(mark.layer, []).append(mark)
    return [
        (one.span.start_s, one.span.stop_s, layer, one.stage)
        for layer in sorted(by_layer)
        for one in stage_spans(by_layer[layer])
    ]
