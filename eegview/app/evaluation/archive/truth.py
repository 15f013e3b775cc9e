"""Read what is true of a recording: its events, the infant's states, and which stretches were read at all."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.evaluation.compared_term import counted_as
from eegview.app.evaluation.event_file import is_uncertain, labelled_spans, says_absent
from eegview.app.evaluation.marks_table import with_columns
from eegview.app.evaluation.states import ASLEEP, AWAKE, StateSpan, state_spans
from eegview.app.evaluation.trials import Circumstance
from eegview.app.evaluation.truth_file import TruthFile, TruthKind
from eegview.app.exchange.import_plan import ColumnChoice
from eegview.app.exchange.importing import on_recordings_clock, read_marks
from eegview.clinical.event_matching import Onset
from eegview.clinical.span_scores.spans import LabelledSpan
from eegview.clinical.stages import AROUSAL_TERM, SLEEP_TERM
from eegview.model.annotation import CERTAINTY, FILE_LAYER, FINAL_LAYER, Annotation, certainty_of
from eegview.model.errors import EegViewError
from eegview.model.recording import Recording
from eegview.model.span import Span, gaps_between
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Term, Vocabulary

if TYPE_CHECKING:
    from eegview.exchange.imported import ImportedMarks

READ, NOT_READ = "reviewed", "not_reviewed"  # words of rows that say what was read; of no vocabulary
_OTHER_WORDS = {READ: (), NOT_READ: ("not reviewed", "not-reviewed", "unreviewed")}
PROBABLE = "probable"
_LAYERS = ("layer", "reviewer", "reader", "annotator")  # columns that say whose mark a row is
_NOTE = "note"
_STATES = {"awake": AWAKE, "nrem": ASLEEP, "rem": ASLEEP}  # answers of a mark; others leave it open
_NOT_A_TRAIT = frozenset({CERTAINTY, "state", "cluster", "confidence"})
_OF_ANYBODY = frozenset({SLEEP_TERM, _NOTE, READ, NOT_READ})  # whose marks make nobody a second reader
_NO_CIRCUMSTANCE = frozenset({SLEEP_TERM, AROUSAL_TERM, _NOTE, "cluster_start", "cluster_end", "push_button"})
_MOST_OUTSIDE = 0.5  # of the marks; where more lie outside the recording their clock is another


class NoTruth(EegViewError):
    """What is true of a recording cannot be said; the sentence names neither files nor people."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Truth:
    """The true events of a recording, and what goes with them.

    events : of the term that is counted, by onset; those that count neither way are marked uncertain
    probable : numbers of the events that are uncertain only in that their reader called them probable
    traits : of each event, by the labels of its answers
    states : where the truth says that the infant was awake or asleep
    read : the stretches that were read, () = all of it
    circumstances : stretches of other marks
    notes : sentences on what was left out, which name nobody
    said : sentences for the local key only; they may quote the file
    spans : the events that last, with their class
    """

    events: tuple[Onset, ...] = ()
    probable: frozenset[int] = frozenset()
    traits: tuple[frozenset[str], ...] = ()
    states: tuple[StateSpan, ...] = ()
    read: tuple[Span, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    notes: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    spans: tuple[LabelledSpan, ...] = ()


def truth_in(file: TruthFile, recording: Recording, vocabulary: Vocabulary, term_id: str, layer: str) -> Truth:
    """Return what a file says is true of a recording.

    layer : whose marks are the reference, "" = the Final layer, else the only one

    Raises
    ------
    NoTruth : several readers' marks and none Final, none of this layer, or times that are not of this recording
    UnreadableFile : it holds no marks
    """
    with _marks_of(file) as path:
        found = read_marks(path, _extended(vocabulary), choice=ColumnChoice(is_text_needed=False))
    found = on_recordings_clock(found, recording.started_at, recording.duration_s)
    return _truth(found, recording, vocabulary, term_id, layer)


def truth_in_notes(
    notes: Iterable[Annotation], recording: Recording, vocabulary: Vocabulary, term_id: str
) -> Truth | None:
    """Return what a recording's own notes say, by the texts that the vocabulary knows; None without the term."""
    from eegview.exchange.edf.marks import marks_from_notes

    found = marks_from_notes(notes, _extended(vocabulary))
    if not any(mark.term_id in counted_as(term_id) for mark in found.annotations):
        return None
    return _truth(found, recording, vocabulary, term_id, "")


def _extended(vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with words for what was read, and with the columns that name a reader."""
    note = vocabulary.term(_NOTE)
    known = with_columns(vocabulary, _LAYERS)
    if note is None:
        return known
    extra = tuple(
        replace(note, term_id=word, label=word, key="", synonyms=(word, *_OTHER_WORDS[word])) for word in _OTHER_WORDS
    )
    return with_columns(replace(vocabulary, terms=(*vocabulary.terms, *extra)), _LAYERS)


@contextmanager
def _marks_of(file: TruthFile) -> Iterator[Path]:
    """Yield the file of marks: the file itself, or that in a bundle."""
    if file.kind is not TruthKind.BUNDLE:
        yield file.path
        return
    from eegview.app.exchange.bundling import MARKS_FILE
    from eegview.exchange import bundle_limits as limits

    if file.path.is_dir():
        yield limits.plain_file(file.path, MARKS_FILE)
        return
    with tempfile.TemporaryDirectory(prefix="eegview-") as made:
        path = Path(made) / "marks.json"
        with limits.sound_archive(file.path) as archive, archive.open(MARKS_FILE) as member:
            path.write_bytes(member.read(limits.LARGEST_TEXT_BYTES + 1))
        yield path


def _truth(found: "ImportedMarks", recording: Recording, vocabulary: Vocabulary, term_id: str, layer: str) -> Truth:
    marks = [_with_layer(mark) for mark in found.annotations if is_clinical(mark)]
    staging = [mark for mark in marks if mark.term_id == SLEEP_TERM]
    marks = _of_reference(marks, layer, term_id)
    chosen, notes = _events(marks, term_id)
    chosen = _within(chosen, recording, notes)
    read = _read_spans(marks, recording)
    own_staging = [mark for mark in marks if mark.term_id == SLEEP_TERM]
    if found.unknown:
        notes.append(f"{len(found.unknown)} of its marks in words that the vocabulary does not know: left out.")
    term = vocabulary.term(term_id)
    return Truth(
        events=tuple(_onset(mark) for mark in chosen),
        probable=frozenset(k for k, mark in enumerate(chosen) if _is_probable(mark)),
        traits=tuple(_traits(mark, term) for mark in chosen),
        states=state_spans(own_staging or staging),
        read=read,
        circumstances=_circumstances(marks, vocabulary, term_id),
        notes=tuple(notes),
        said=found.report,
        spans=labelled_spans(chosen, _counts_neither_way),
    )


def _with_layer(mark: Annotation) -> Annotation:
    """Return a mark of a table with the layer that one of its columns names."""
    answers = dict(mark.attributes)
    named = next((answers[name] for name in _LAYERS if answers.get(name)), "")
    return replace(mark, layer=mark.layer or named)


def _of_reference(marks: Sequence[Annotation], layer: str, term_id: str) -> list[Annotation]:
    """Return the marks of the layer that is the reference.

    Raises
    ------
    NoTruth : none is, or nobody says which
    """
    of_anybody = _OF_ANYBODY - {_NOTE} if _names_no_kinds(marks) else _OF_ANYBODY
    layers = {mark.layer for mark in marks if mark.term_id not in of_anybody - {term_id}} - {FILE_LAYER}
    if layer:
        wanted = next((one for one in sorted(layers) if one.casefold() == layer.casefold()), None)
        if wanted is None:
            raise NoTruth("Its truth holds no marks of the layer that was asked for.", "Give another with --layer.")
    elif FINAL_LAYER in {one.casefold() for one in layers}:
        wanted = next(one for one in layers if one.casefold() == FINAL_LAYER)
    elif len(layers) > 1:
        raise NoTruth(
            f"Its truth holds marks of {len(layers)} readers and no Final layer.", "Say with --layer whose count."
        )
    else:
        wanted = next(iter(layers), "")
    return [mark for mark in marks if mark.layer == wanted or (_is_coverage(mark) and not mark.layer)]


def _events(marks: Sequence[Annotation], term_id: str) -> tuple[list[Annotation], list[str]]:
    """Return the marks that are counted, and sentences on them; in a table that names no kinds every row counts."""
    rows = [mark for mark in marks if not _is_coverage(mark)]
    if _names_no_kinds(marks):
        return rows, [f"No column of its truth says what the rows are; all {len(rows)} count."]
    chosen = [mark for mark in rows if mark.term_id in counted_as(term_id)]
    there = [mark for mark in chosen if not says_absent(mark)]
    n = len(chosen) - len(there)
    return there, [f"{n} of its marks say “absent”: no events."] if n else []


def _names_no_kinds(marks: Iterable[Annotation]) -> bool:
    """Whether a table has no column that says what its rows are."""
    rows = [mark for mark in marks if not _is_coverage(mark)]
    return bool(rows) and all(mark.term_id == _NOTE and not mark.text for mark in rows)


def _within(marks: list[Annotation], recording: Recording, notes: list[str]) -> list[Annotation]:
    """Return the marks that begin where there are samples, by onset; what is left out is said.

    Raises
    ------
    NoTruth : most of them lie outside the recording
    """
    marks = sorted(marks, key=lambda mark: (mark.onset_s, mark.duration_s))
    outside = sum(not recording.span.contains(mark.onset_s) for mark in marks)
    if outside > _MOST_OUTSIDE * len(marks):
        raise NoTruth(
            f"{outside} of the {len(marks)} events of its truth lie outside the recording.",
            "Check whether the times count from its start.",
        )
    kept = [mark for mark in marks if any(segment.contains(mark.onset_s) for segment in recording.segments)]
    if outside:
        notes.append(f"{_events_text(outside)} of its truth outside the recording: left out.")
    if in_gaps := len(marks) - len(kept) - outside:
        notes.append(f"{_events_text(in_gaps)} of its truth in a gap of the recording: left out.")
    return kept


def _events_text(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


def _is_coverage(mark: Annotation) -> bool:
    return mark.term_id in (READ, NOT_READ)


def _read_spans(marks: Sequence[Annotation], recording: Recording) -> tuple[Span, ...]:
    """Return the stretches that were read as the truth says; () where it says nothing of it."""
    read = [mark.span for mark in marks if mark.term_id == READ]
    unread = [mark.span for mark in marks if mark.term_id == NOT_READ]
    if not read and not unread:
        return ()
    whole = recording.span
    unread += gaps_between(read, whole) if read else ()
    return gaps_between(unread, whole) or (Span(whole.start_s, whole.start_s),)


def _onset(mark: Annotation) -> Onset:
    state = _STATES.get(mark.attribute("state") or "", "")
    return Onset(mark.onset_s, mark.duration_s, None, _counts_neither_way(mark), state)


def _counts_neither_way(mark: Annotation) -> bool:
    return is_uncertain(mark) or _is_probable(mark)


def _is_probable(mark: Annotation) -> bool:
    return certainty_of(mark).casefold() == PROBABLE


def _traits(mark: Annotation, term: Term | None) -> frozenset[str]:
    """Return the answers of a mark as labels of the vocabulary; what is answered in other words stays out."""
    names: set[str] = set()
    for attribute in term.attributes if term else ():
        labels = dict(attribute.choices)
        value = mark.attribute(attribute.name)
        if attribute.name not in _NOT_A_TRAIT and not attribute.several and value in labels:
            names.add(f"{attribute.label}: {labels[value]}")
    return frozenset(names)


def _circumstances(marks: Iterable[Annotation], vocabulary: Vocabulary, term_id: str) -> tuple[Circumstance, ...]:
    found: list[Circumstance] = []
    for mark in marks:
        term = vocabulary.term(mark.term_id)
        if term is not None and mark.term_id not in (*counted_as(term_id), *_NO_CIRCUMSTANCE):
            found.append(Circumstance(mark.span, term.label))
    return tuple(found)
