"""A file of marks as it is read for a comparison, before anybody says which term is compared."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eegview.app.exchange.import_plan import ColumnChoice
from eegview.app.exchange.importing import read_marks
from eegview.model.annotation import Annotation, marks_text
from eegview.model.vocabulary import Attribute, Vocabulary

NOTE = "note"
_REMARKS = ("", NOTE, "file_note")
_EXTRA = ("score", "certainty", "state", "stage")  # columns of tables that are read beside the vocabulary's own
_REPORTED_OTHERWISE = ("Columns ignored", "The vocabulary does not know")  # what is left out has its own sentence
_MOST_NAMED = 6
# answers that no comparison takes into account: how a movement looked, how strong it was simulated
_OF_OTHER_ANSWERS = re.compile("is not asked about|is a code of another program|is not an answer to")


@dataclass(frozen=True, slots=True)
class MarksTable:
    """The marks of one file or table.

    unknown_texts : words of rows that no term of the vocabulary means; those rows are notes
    duration_s : of the recording where the file says it
    notes : sentences on how it was read
    """

    name: str
    marks: tuple[Annotation, ...]
    unknown_texts: frozenset[str] = frozenset()
    duration_s: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def names_no_terms(self) -> bool:
        """Whether nothing says what the rows are; then all of them are what is compared."""
        return bool(self.marks) and all(mark.term_id in ("", NOTE) and not mark.text for mark in self.marks)

    @property
    def term_ids(self) -> tuple[str, ...]:
        """The terms it holds, in the order in which they are met; remarks and words of no term are none."""
        return tuple(dict.fromkeys(mark.term_id for mark in self.marks if mark.term_id not in _REMARKS))

    def kinds_text(self, marks: Sequence[Annotation] | None = None) -> str:
        """Return what its rows are: `3 × spasm, 1 × burst`; what no term means by its own words."""
        kinds = Counter(
            mark.text if mark.text in self.unknown_texts else mark.term_id
            for mark in (self.marks if marks is None else marks)
        )
        return ", ".join(f"{count} × {kind or NOTE}" for kind, count in kinds.most_common(_MOST_NAMED))

    def chosen(self, term_id: str) -> tuple[tuple[Annotation, ...], tuple[str, ...]]:
        """Return the marks of a term, and sentences on the others."""
        if self.names_no_terms:
            return self.marks, (f"No column says what the rows are; all {len(self.marks)} count.",)
        kept = tuple(mark for mark in self.marks if mark.term_id == term_id)
        others = [mark for mark in self.marks if mark.term_id != term_id]
        if not others:
            return kept, ()
        return kept, (f"Left out, being of another kind: {marks_text(len(others))} ({self.kinds_text(others)}).",)


def read_table(path: Path, vocabulary: Vocabulary, layer: str = "", encoding: str = "") -> MarksTable:
    """Read a table of marks, or a recording's own annotations.

    layer : only this reader's marks; empty = all
    encoding : of its texts; "" = found out

    Raises
    ------
    UnreadableFile : it is missing, not readable, or holds no table of marks
    """
    found = read_marks(path, with_columns(vocabulary), choice=ColumnChoice(is_text_needed=False), encoding=encoding)
    return MarksTable(
        path.name,
        tuple(mark for mark in found.annotations if not layer or mark.layer == layer),
        frozenset(text for text, _count in found.unknown_texts),
        _szcore_duration(path),
        tuple(filter(_is_worth_knowing, found.report)),
    )


def _is_worth_knowing(sentence: str) -> bool:
    """Whether a sentence on how a table was read says something about what is compared."""
    return not sentence.startswith(_REPORTED_OTHERWISE) and not _OF_OTHER_ANSWERS.search(sentence)


def with_columns(vocabulary: Vocabulary, more: Sequence[str] = ()) -> Vocabulary:
    """Return a vocabulary that reads scores, certainty and states as they stand, whatever a term's own choices are.

    more : further columns to read
    """
    extra = (*_EXTRA, *more)
    terms = []
    for term in vocabulary.terms:
        own = tuple(attribute for attribute in term.attributes if attribute.name not in extra)
        terms.append(replace(term, attributes=(*own, *(Attribute(name, name) for name in extra))))
    return replace(vocabulary, terms=tuple(terms))


def _szcore_duration(path: Path) -> float | None:
    """Return the duration of the recording that a SzCORE table gives in each row, None for other files."""
    from eegview.exchange.szcore import recording_duration_s
    from eegview.exchange.tables import decoded, table_in

    if path.suffix.lower() not in (".tsv", ".csv"):
        return None
    table = table_in(decoded(path.read_bytes())[0])
    return recording_duration_s(*table) if table else None
