"""Marks as an EDF+ file without signals, for programs that read EDF+ annotations."""

import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.exchange.imported import ImportedMarks, unknown_report
from eegview.exchange.matching import TermMatcher, edf_text_of
from eegview.exchange.writing import write_whole
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text, new_annotation_id
from eegview.model.errors import UnreadableFile
from eegview.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from edfio import EdfAnnotation

_FORBIDDEN = re.compile("[\x00\x14\x15]")  # they separate the parts of an annotation
_NO_DATE = datetime.datetime(1985, 1, 1)  # what EDF writes for an unknown date
_LAST_YEAR = 2084  # the year has two digits in EDF


def write_edf_annotations(
    path: Path, marks: Iterable[Annotation], vocabulary: Vocabulary, started_at: datetime.datetime | None
) -> list[str]:
    """Write an EDF+C file of annotations only; onsets count from the recording's start.

    EDF+ carries onset, duration and one text: the term's own words, and the note after a colon. No patient is named.

    Returns
    -------
    list of sentences on what was lost
    """
    import edfio

    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    has_date = started_at is not None and _NO_DATE.year <= started_at.year <= _LAST_YEAR
    start = started_at.replace(tzinfo=None) if started_at and has_date else _NO_DATE
    edf = edfio.Edf(
        [],
        recording=edfio.Recording(startdate=start.date()),
        starttime=start.time(),
        annotations=[
            edfio.EdfAnnotation(mark.onset_s, mark.duration_s or None, _words(mark, vocabulary)) for mark in marks
        ],
    )
    write_whole(path, edf.to_bytes())
    return _lost(marks, vocabulary, has_date)


def _words(mark: Annotation, vocabulary: Vocabulary) -> str:
    term = vocabulary.term(mark.term_id)
    if mark.layer == FILE_LAYER:
        words = mark.text
    else:
        words = edf_text_of(term, mark.attributes) if term else mark.term_id
        words = f"{words}: {mark.text}" if mark.text else words
    return _FORBIDDEN.sub(" ", words)


def _lost(marks: list[Annotation], vocabulary: Vocabulary, has_date: bool) -> list[str]:
    lost = []
    n_answers = sum(_has_unwritten_answers(mark, vocabulary) for mark in marks)
    for count, what in (
        (n_answers, "the answers given"),
        (sum(bool(mark.channels) for mark in marks), "the channels"),
    ):
        if count:
            lost.append(f"EDF+ cannot carry everything: {marks_text(count)} lost {what}.")
    if marks:
        lost.append("EDF+ carries no identity or layer of a mark; export TSV, CSV or JSON to keep them.")
    if any(_FORBIDDEN.search(mark.text) for mark in marks):
        lost.append("Control characters in notes became spaces.")
    if not has_date:
        lost.append("The recording has no start date, so the file says 01.01.85.")
    return lost


def _has_unwritten_answers(mark: Annotation, vocabulary: Vocabulary) -> bool:
    term = vocabulary.term(mark.term_id)
    return any(not term or f"{{{name}}}" not in term.edf_text for name, _ in mark.attributes)


def read_edf_annotations(path: Path, vocabulary: Vocabulary) -> ImportedMarks:
    """Return the annotations of an EDF+ file as marks, their words matched to the vocabulary.

    Raises
    ------
    UnreadableFile : it is not EDF, or its annotations are destroyed
    """
    import edfio

    try:
        edf = edfio.read_edf(path)
        annotations = edf.annotations
    except (ValueError, IndexError, KeyError, EOFError, OSError, OverflowError) as error:
        # edfio reads late and has no error type of its own; these are what broken headers and annotations raise
        raise UnreadableFile(
            f"“{path.name}” cannot be read as EDF+.", "Export the annotations again, or use TSV or CSV."
        ) from error
    matcher = TermMatcher(vocabulary)
    marks, unknown = [], []
    for found in annotations:
        match = matcher.match(found.text)
        if not match.is_known:
            unknown.append(found.text)
        marks.append(_mark(found, match.term_id, match.attributes, match.text))
    counted, report = unknown_report(unknown)
    return ImportedMarks(tuple(marks), counted, report, _start_of(edf))


def _mark(found: "EdfAnnotation", term_id: str, attributes: tuple[tuple[str, str], ...], text: str) -> Annotation:
    return Annotation(
        new_annotation_id(), term_id, float(found.onset), float(found.duration or 0.0), (), attributes, text
    )


def _start_of(edf: object) -> datetime.datetime | None:
    """Return when the file says it starts; None for a missing or unknown date."""
    try:
        start = datetime.datetime.combine(edf.startdate, edf.starttime)  # type: ignore[attr-defined]
    except ValueError:  # an anonymised or broken date
        return None
    return None if start.date() == _NO_DATE.date() else start
