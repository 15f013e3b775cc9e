"""What one reader's records say of one scored epoch, as far as readers are compared on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eegview.model.annotation import Annotation
from eegview.model.scoring.electrodes import plain_names
from eegview.model.scoring.evidence import (
    ABSENT,
    FOCI,
    HIGH_AMPLITUDE,
    HIGH_TERM,
    NO_SPIKE,
    OTHER_FOCI,
    SPIKE,
    SheetKey,
)
from eegview.model.scoring.records import SheetRecord, answer_of, bin_of, key_of, page_of, sheet_of
from eegview.model.scoring.terms import AMPLITUDE_TERM, SCORING_TERMS

FOUND_HIGH, NOT_HIGH = "high", "not high"


@dataclass(slots=True)
class ReadSheet:
    """The records of one reader on one epoch.

    bins : by number, those with a spike before those without
    pages : by number
    answers : by question
    waves : measured below the limit of their rows
    high_marks : clinical marks of rows that are high; they are compared as events
    sheets : the sheet's own record, usually one
    """

    key: SheetKey
    layer: str
    bins: dict[int, list[Annotation]] = field(default_factory=dict[int, list[Annotation]])
    pages: dict[int, Annotation] = field(default_factory=dict[int, Annotation])
    answers: dict[str, Annotation] = field(default_factory=dict[str, Annotation])
    waves: list[Annotation] = field(default_factory=list[Annotation])
    high_marks: list[Annotation] = field(default_factory=list[Annotation])
    sheets: list[SheetRecord] = field(default_factory=list[SheetRecord])

    def put(self, record: Annotation) -> None:
        """Hold a record of this epoch; what cannot be read is passed over, as it counts for nothing."""
        if (found := bin_of(record)) is not None:
            self.bins.setdefault(found[0], []).append(record)
        elif (page := page_of(record)) is not None:
            self.pages[page] = record
        elif (answer := answer_of(record)) is not None:
            self.answers[answer[0]] = record
        elif (sheet := sheet_of(record)) is not None:
            self.sheets.append(sheet)
        elif record.term_id == AMPLITUDE_TERM:
            self.waves.append(record)
        elif record.term_id == HIGH_TERM:
            self.high_marks.append(record)

    @property
    def sheet(self) -> SheetRecord | None:
        """Return the sheet's own record, the one committed last of several."""
        return max(self.sheets, key=lambda one: (one.committed_utc, one.record.annotation_id), default=None)

    @property
    def records(self) -> tuple[Annotation, ...]:
        """Return all records but clinical marks."""
        bins = (record for held in self.bins.values() for record in held)
        sheets = (one.record for one in self.sheets)
        return (*bins, *self.pages.values(), *self.answers.values(), *self.waves, *sheets)

    def bin(self, number: int, n_bins_of_page: int) -> tuple[str, tuple[str, ...]] | None:
        """Return state and foci of a bin; none where its page was read and nothing is said, None where it was not."""
        held = self.bins.get(number)
        if held:
            spikes = [record for record in held if record.attribute("state") == SPIKE]
            foci = plain_names(tuple(name for record in spikes for name in record.channels))
            return (SPIKE, foci) if spikes else (NO_SPIKE, ())
        is_read = n_bins_of_page > 0 and number // n_bins_of_page in self.pages
        return (NO_SPIKE, ()) if is_read else None

    def answer(self, question: str) -> str:
        """Return the answer to a question as it is compared, "" for none."""
        record = self.answers.get(question)
        held = answer_of(record) if record is not None else None
        if question == HIGH_AMPLITUDE:
            if self.high_marks:
                return FOUND_HIGH
            return NOT_HIGH if self.waves or (held is not None and held[1] == ABSENT) else ""
        if question == OTHER_FOCI and record is not None:
            return ", ".join(sorted(plain_names(record.channels))) or "none"
        return held[1] if held is not None else ""

    @property
    def page_records(self) -> tuple[Annotation, ...]:
        """Return the records of the pages read, and of the answer that all foci are named."""
        named = self.answers.get(FOCI)
        return (*(self.pages[page] for page in sorted(self.pages)), *((named,) if named is not None else ()))

    def answer_records(self, question: str) -> tuple[Annotation, ...]:
        """Return the records of an answer, the measured waves among them."""
        record = self.answers.get(question)
        waves = self.waves if question == HIGH_AMPLITUDE else []
        return (*((record,) if record is not None else ()), *waves)


def read_sheets(records: Iterable[Annotation], layer: str) -> dict[SheetKey, ReadSheet]:
    """Return what a reader says of each scored epoch; a row that is high alone makes no sheet."""
    found: dict[SheetKey, ReadSheet] = {}
    for record in sorted(records, key=lambda one: one.annotation_id):
        if record.layer != layer or record.term_id not in SCORING_TERMS | {HIGH_TERM}:
            continue
        key = key_of(record)
        if key is not None:
            found.setdefault(key, ReadSheet(key, layer)).put(record)
    return {key: sheet for key, sheet in found.items() if sheet.records}
