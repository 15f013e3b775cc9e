"""A preview of what the marks of a file would become, for a person to check before the import."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from eegview.app.exchange.import_checks import with_channels
from eegview.app.exchange.importing import read_marks, shift_s
from eegview.exchange.foreign.columns import BY_NAME, ColumnChoice, ColumnsUnknown
from eegview.exchange.matching import CERTAINTIES, Match, TermMatcher
from eegview.exchange.row_report import rows_text
from eegview.model.annotation import Annotation, certainty_of
from eegview.model.recording import Recording
from eegview.model.sync import is_clinical
from eegview.model.text.decoding import GUESSED
from eegview.model.vocabulary import Term, Vocabulary

__all__ = [
    "BY_NAME",
    "ColumnChoice",
    "ColumnsUnknown",
    "ImportGroup",
    "ImportPlan",
    "planned_marks",
    "read_plan",
    "shift_between",
]

MAX_GROUPS = 200  # lines a person can look over; rarer texts are put together
SKIP = ""  # chosen instead of a term: these marks stay out


@dataclass(frozen=True, slots=True)
class ImportGroup:
    """Marks of a file that mean the same.

    text : the file's own text, or the label of the term it was recognised as
    term_id : what they become unless the reviewer says otherwise
    is_known : False = no term means these words
    rows : where they stand in the file, from 1; empty where a file has no rows
    n_doubted : how many of them are in doubt
    """

    text: str
    term_id: str
    is_known: bool
    marks: tuple[Annotation, ...]
    rows: tuple[int, ...] = ()
    n_doubted: int = 0

    @property
    def where(self) -> str:
        """Where the marks stand in the file: `Rows 3, 5`, "" where a file has no rows."""
        return rows_text(self.rows) if self.rows else ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The content of a file of marks, grouped by meaning.

    report : sentences about the file
    started_at : when its time begins, None where it does not say
    clock : what its onsets count from, see `exchange.imported.Clock`
    encoding : of its text as it was asked for; "" = found out
    """

    file_name: str
    groups: tuple[ImportGroup, ...]
    report: tuple[str, ...] = ()
    started_at: datetime | None = None
    clock: str = "elapsed"
    encoding: str = ""

    @property
    def asks_for_encoding(self) -> bool:
        """Whether the encoding of its text was guessed or given, so that another one may be right."""
        return bool(self.encoding) or any(sentence.startswith(GUESSED) for sentence in self.report)

    @property
    def marks(self) -> tuple[Annotation, ...]:
        return tuple(mark for group in self.groups for mark in group.marks)

    @property
    def names_layers(self) -> bool:
        """Whether the file names whose marks these are."""
        return any(mark.layer for mark in self.marks)


def read_plan(
    path: Path,
    vocabulary: Vocabulary,
    choice: ColumnChoice = BY_NAME,
    encoding: str = "",
    recording: Recording | None = None,
) -> ImportPlan:
    """Read a table of marks or a recording's notes, and group them; unknown words last, frequent ones first.

    Parameters
    ----------
    choice : what the reviewer says about the columns of a table
    encoding : of a text, "" = found out
    recording : where the marks are to go; its channels are named as it names them

    Raises
    ------
    ColumnsUnknown : it is a table with times, and which column says what the rows are has to be asked
    UnreadableFile : it is missing, not readable, or holds no marks
    """
    found = read_marks(path, vocabulary, choice=choice, encoding=encoding)
    if recording is not None:
        found = with_channels(found, recording)
    by_text: dict[tuple[str, bool], list[Annotation]] = {}
    for mark in filter(is_clinical, found.annotations):
        words = found.unknown.get(mark.annotation_id)
        key = (mark.term_id, True) if words is None else (words, False)
        by_text.setdefault(key, []).append(mark)
    groups = [_group(text, is_known, marks, vocabulary, found.rows) for (text, is_known), marks in by_text.items()]
    groups.sort(key=lambda group: (not group.is_known, -len(group.marks), group.text))
    return ImportPlan(path.name, _pooled(groups), found.report, found.started_at, found.clock, encoding)


def _group(
    text: str, is_known: bool, marks: list[Annotation], vocabulary: Vocabulary, rows: Mapping[str, int]
) -> ImportGroup:
    term = vocabulary.term(text) if is_known else None
    places = [rows[mark.annotation_id] for mark in marks if mark.annotation_id in rows]
    n_doubted = sum(_is_doubted(mark) for mark in marks)
    return ImportGroup(term.label if term else text, marks[0].term_id, is_known, tuple(marks), tuple(places), n_doubted)


def _is_doubted(mark: Annotation) -> bool:
    return certainty_of(mark) in CERTAINTIES[1:] or mark.attribute("presence") == "uncertain"


def _pooled(groups: list[ImportGroup]) -> tuple[ImportGroup, ...]:
    shown, rest = groups[:MAX_GROUPS], groups[MAX_GROUPS:]
    if rest:
        marks = tuple(mark for group in rest for mark in group.marks)
        rows = tuple(row for group in rest for row in group.rows)
        n_doubted = sum(group.n_doubted for group in rest)
        shown.append(ImportGroup(f"{len(rest)} other texts", marks[0].term_id, False, marks, rows, n_doubted))
    return tuple(shown)


def planned_marks(
    plan: ImportPlan, choices: Mapping[int, str], vocabulary: Vocabulary, shift_s: float = 0.0
) -> tuple[Annotation, ...]:
    """Return the marks as the reviewer decided.

    Parameters
    ----------
    choices : for the number of a group the id of its term, or `SKIP`; a group that is not named stays as proposed
    shift_s : added to every onset, where the file starts at another time than the recording
    """
    marks: list[Annotation] = []
    matcher = TermMatcher(vocabulary)
    for number, group in enumerate(plan.groups):
        chosen = choices.get(number, group.term_id)
        if chosen == SKIP:
            continue
        term = vocabulary.term(chosen)
        for mark in group.marks:
            moved = replace(mark, onset_s=mark.onset_s + shift_s)
            marks.append(moved if chosen == mark.term_id or term is None else _became(moved, term, matcher))
    return tuple(marks)


def _became(mark: Annotation, term: Term, matcher: TermMatcher) -> Annotation:
    """Return the mark under another term, without answers that the term does not ask for; a doubt stays."""
    asked = {attribute.name for attribute in term.attributes}
    kept = tuple((name, value) for name, value in mark.attributes if name in asked)
    doubted = matcher.with_doubt_of(Match(term.term_id, kept, mark.text), mark.text)
    duration_s = mark.duration_s or term.default_duration_s
    return replace(mark, term_id=term.term_id, attributes=doubted.attributes, duration_s=duration_s)


def shift_between(plan: ImportPlan, started_at: datetime | None, duration_s: float | None = None) -> float:
    """Return how much later (s) the file's time begins than the recording; 0 where either does not say.

    duration_s : of the recording, None = not known
    """
    return shift_s(plan.clock, plan.started_at, plan.marks, started_at, duration_s)
