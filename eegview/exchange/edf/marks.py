"""Marks as an EDF+ file without signals, for programs that read EDF+ annotations."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from eegview.exchange.channel_names import FileNames
from eegview.exchange.edf.tals import FORBIDDEN
from eegview.exchange.imported import ImportedMarks, unknown_report
from eegview.exchange.matching import TermMatcher, edf_text_of
from eegview.exchange.writing import write_whole
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text, new_annotation_id
from eegview.model.channel import Channel
from eegview.model.errors import UsageError
from eegview.model.provenance import Provenance
from eegview.model.text.channels_in_text import MARK, split_all, texts_with_channels, with_channels_together
from eegview.model.time.clock import recorder_time
from eegview.model.vocabulary import Vocabulary

_NO_DATE = recorder_time(1985, 1, 1)  # what EDF writes for an unknown date
_LAST_YEAR = 2084  # the year has two digits in EDF


def write_edf_annotations(
    path: Path,
    marks: Sequence[Annotation],
    vocabulary: Vocabulary,
    started_at: datetime | None,
    channels: Sequence[Channel] = (),
    provenance: Provenance | None = None,
) -> list[str]:
    """Write an EDF+C file of annotations only; onsets count from the recording's start.

    EDF+ carries onset, duration (to the microsecond, for readers with short number fields) and one text: that of
    the term, with the note after a colon, and `@@` and the channel where it has some. No patient is named.

    channels : of the recording, whose labels are written
    provenance : what made it; the header has room for program and version, where it names the equipment

    Returns
    -------
    list of sentences on what was lost

    Raises
    ------
    UsageError : there are no marks
    CannotWrite : the file cannot be written; an older one is untouched
    """
    import edfio

    if not marks:
        raise UsageError("There are no marks, and an EDF+ file cannot be empty.", "Use .tsv, .csv or .json.")
    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.annotation_id))
    names = FileNames(channels)
    has_date = started_at is not None and _NO_DATE.year <= started_at.year <= _LAST_YEAR
    start = started_at.replace(tzinfo=None) if started_at and has_date else _NO_DATE
    edf = edfio.Edf(
        [],
        recording=edfio.Recording(startdate=start.date(), equipment_code=_equipment(provenance)),
        starttime=start.time(),
        annotations=[
            edfio.EdfAnnotation(round(mark.onset_s, 6), round(mark.duration_s, 6) or None, text)
            for mark in marks
            for text in edf_texts(mark, vocabulary, names)
        ],
    )
    write_whole(path, edf.to_bytes())
    lost = lost_by_edf(marks, vocabulary, has_channels=True)
    if not has_date:
        lost.append("The recording has no start date, so the file says 01.01.85.")
    return lost


def _equipment(provenance: Provenance | None) -> str:
    return f"{provenance.program.name}_{provenance.program.version}" if provenance is not None else "X"


def edf_mark_text(mark: Annotation, vocabulary: Vocabulary) -> str:
    """Return the one text that EDF+ can carry for a mark: that of its term, with the note after a colon."""
    term = vocabulary.term(mark.term_id)
    if mark.layer == FILE_LAYER:
        text = mark.text
    else:
        text = edf_text_of(term, mark.attributes) if term else mark.term_id
        text = f"{text}: {mark.text}" if mark.text else text
    return FORBIDDEN.sub(" ", text)


def edf_texts(mark: Annotation, vocabulary: Vocabulary, names: FileNames) -> list[str]:
    """Return the texts by which EDF+ carries a mark: one, or one for each of its channels."""
    labels = [FORBIDDEN.sub(" ", label) for label in names.of(mark)]
    return texts_with_channels(edf_mark_text(mark, vocabulary), labels)


def lost_by_edf(
    marks: Sequence[Annotation], vocabulary: Vocabulary, has_channels: bool = False, name: str = "EDF+"
) -> list[str]:
    """Return sentences on the parts of marks that EDF+ annotations cannot carry.

    has_channels : their channels are written
    name : of another format with one text for each mark
    """
    lost = []
    n_answers = sum(_has_unwritten_answers(mark, vocabulary) for mark in marks)
    for count, what in (
        (n_answers, "the answers given"),
        (0 if has_channels else sum(bool(mark.channels) for mark in marks), "the channels"),
    ):
        if count:
            lost.append(f"{name} cannot carry everything: {marks_text(count)} lost {what}.")
    if marks:
        lost.append(f"{name} carries no identity or layer of a mark; export TSV, CSV or JSON to keep them.")
    if any(FORBIDDEN.search(mark.text) for mark in marks):
        lost.append("Line breaks and control characters in notes became blanks.")
    return lost


def _has_unwritten_answers(mark: Annotation, vocabulary: Vocabulary) -> bool:
    term = vocabulary.term(mark.term_id)
    return any(not term or f"{{{name}}}" not in term.edf_text for name, _ in mark.attributes)


def marks_from_notes(
    notes: Iterable[Annotation], vocabulary: Vocabulary, started_at: datetime | None = None
) -> ImportedMarks:
    """Return the annotations found in an EDF+ file as marks, their texts matched to the vocabulary.

    Parameters
    ----------
    notes : annotations from a reader of recordings, layer `file`
    started_at : start of that file; the date that EDF writes for "unknown" counts as none
    """
    matcher = TermMatcher(vocabulary)
    marks: list[Annotation] = []
    unknown: dict[str, str] = {}
    for note in with_channels_together(map(_with_channels, notes)):
        match = matcher.match(note.text)
        mark_id = new_annotation_id()
        if not match.is_known:
            unknown[mark_id] = note.text
        answers, channels = match.attributes, note.channels
        marks.append(Annotation(mark_id, match.term_id, note.onset_s, note.duration_s, channels, answers, match.text))
    has_date = started_at is not None and started_at.date() != _NO_DATE.date()
    return ImportedMarks(tuple(marks), unknown_report(unknown), started_at if has_date else None, unknown=unknown)


def _with_channels(note: Annotation) -> Annotation:
    """Return a note with the channels that its text names: a file of annotations alone has no channels of its own."""
    if MARK not in note.text:
        return note
    text, channels = split_all(note.text)
    return replace(note, text=text, channels=tuple(dict.fromkeys((*note.channels, *channels))))
