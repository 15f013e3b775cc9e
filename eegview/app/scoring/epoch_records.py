"""The records of one reader's epoch, by what they are about, and what they say together."""

from __future__ import annotations

from dataclasses import dataclass, field

from eegview.model.annotation import Annotation
from eegview.model.issue import Issue
from eegview.model.scoring.electrodes import plain_names
from eegview.model.scoring.evidence import (
    ABSENT,
    EXAMPLE_TERMS,
    HIGH_TERM,
    PVA,
    SPIKE,
    AmplitudeEvidence,
    BinEvidence,
    FlagEvidence,
    SheetKey,
)
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.scoring.records import SheetRecord, amplitude_of, answer_of, bin_of, page_of, sheet_of
from eegview.model.scoring.terms import AMPLITUDE_TERM
from eegview.model.span import Span


@dataclass(slots=True)
class EpochRecords:
    """Records by what they are about and their id; usually one of each, more where an import brought them.

    bins : by number; each with its state and source
    pages : by number
    answers : by question; each with its value
    sheets : the sheet's own
    """

    bins: dict[int, dict[str, tuple[Annotation, str, str]]] = field(default_factory=dict)
    pages: dict[int, dict[str, Annotation]] = field(default_factory=dict)
    answers: dict[str, dict[str, tuple[Annotation, str]]] = field(default_factory=dict)
    sheets: dict[str, SheetRecord] = field(default_factory=dict)
    _made: dict[int, BinEvidence] = field(default_factory=dict)  # of bins that did not change since

    @property
    def is_empty(self) -> bool:
        return not (any(self.bins.values()) or any(self.pages.values()) or any(self.answers.values()) or self.sheets)

    def put(self, mark: Annotation) -> bool:
        """Hold a record; False where it cannot be read."""
        name = mark.annotation_id
        if (found := bin_of(mark)) is not None:
            self.bins.setdefault(found[0], {})[name] = (mark, found[1], found[2])
            self._made.pop(found[0], None)
        elif (page := page_of(mark)) is not None:
            self.pages.setdefault(page, {})[name] = mark
        elif (answer := answer_of(mark)) is not None:
            self.answers.setdefault(answer[0], {})[name] = (mark, answer[1])
        elif (sheet := sheet_of(mark)) is not None:
            self.sheets[name] = sheet
            self._made.clear()  # it may hold other lengths
        else:
            return False
        return True

    def remove(self, mark: Annotation) -> None:
        """Hold a record no more."""
        name = mark.annotation_id
        if self.sheets.pop(name, None) is not None:
            self._made.clear()
        if (found := bin_of(mark)) is not None:
            self.bins.get(found[0], {}).pop(name, None)
            self._made.pop(found[0], None)
        if (page := page_of(mark)) is not None:
            self.pages.get(page, {}).pop(name, None)
        if (answer := answer_of(mark)) is not None:
            self.answers.get(answer[0], {}).pop(name, None)

    @property
    def sheet_record(self) -> SheetRecord | None:
        """Return the sheet's record; where an import brought a second one, that which is committed."""
        sheets = sorted(self.sheets.values(), key=lambda sheet: (sheet.committed_utc, sheet.record.annotation_id))
        return sheets[-1] if sheets else None

    def evidence(self) -> tuple[Annotation, ...]:
        """Return all records but the sheet's own."""
        bins = (record for held in self.bins.values() for record, _state, _source in held.values())
        pages = (record for held in self.pages.values() for record in held.values())
        answers = (record for held in self.answers.values() for record, _value in held.values())
        return (*bins, *pages, *answers)

    def bin(self, number: int, key: SheetKey, bin_s: float) -> BinEvidence | None:
        """Return what is said of a bin; of two records a spike outweighs none, and foci are taken together."""
        held = self.bins[number]
        if held and number not in self._made:
            self._made[number] = _made_bin(number, key, held, bin_s)
        return self._made[number] if held else None


def _made_bin(number: int, key: SheetKey, held: dict[str, tuple[Annotation, str, str]], bin_s: float) -> BinEvidence:
    records = [held[name] for name in sorted(held)]
    spikes = [one for one in records if one[1] == SPIKE]
    start_s = key.start_s + number * bin_s
    return BinEvidence(
        number,
        Span(start_s, start_s + bin_s),
        plain_names(tuple(name for record, _state, _source in spikes for name in record.channels)),
        (spikes or records)[0][1],
        (spikes or records)[0][2],
        tuple(record for record, _state, _source in records),
    )


def is_inside(mark: Annotation, span: Span) -> bool:
    """Whether a mark lies in a span or overlaps it."""
    return span.contains(mark.onset_s) or mark.span.overlaps(span)


def flag_of(question: str, texts: dict[str, str], inside: list[Annotation]) -> FlagEvidence:
    """Return the answer on a pattern with its examples among the marks of an epoch."""
    examples = tuple(mark for mark in inside if mark.term_id == EXAMPLE_TERMS[question])
    return FlagEvidence(texts.get(question, ""), examples)


def contradiction(question: str, flag: FlagEvidence) -> Issue | None:
    """Return a sentence where a pattern is said to be absent and marks of it lie in the epoch, None otherwise."""
    n_marks = len(flag.examples)
    if flag.answer != ABSENT or not n_marks:
        return None
    name = EXAMPLE_TERMS[question].replace("_", " ")
    marks = "1 mark of them lies" if n_marks == 1 else f"{n_marks} marks of them lie"
    marks = marks.replace("of them", "of it") if question == PVA else marks
    return Issue("score_contradiction", f"{name.capitalize()}: answered absent, but {marks} in the epoch.")


def amplitudes_of(
    inside: list[Annotation], parameters: ScaleParameters, issues: list[Issue]
) -> tuple[AmplitudeEvidence, ...]:
    """Return the measured waves among the marks of an epoch; a sentence on what does not count goes to `issues`."""
    found: list[AmplitudeEvidence] = []
    n_unmeasured = 0
    for mark in inside:
        if mark.term_id not in (AMPLITUDE_TERM, HIGH_TERM):
            continue
        measured = amplitude_of(mark)
        if measured is None:
            n_unmeasured += 1
            continue
        row, value_uv, filters = measured
        is_counted = filters == parameters.filters_text
        if not is_counted:
            message = f"A wave of {row} was measured with other filters ({filters or 'not said'}) and is not counted."
            issues.append(Issue("score_filters", message))
        limit_uv, is_posterior = parameters.limit_of(row), parameters.is_posterior(row)
        found.append(AmplitudeEvidence(row, value_uv, mark.span, is_posterior, limit_uv, filters, is_counted, mark))
    if n_unmeasured:
        marks = "mark of high amplitude has" if n_unmeasured == 1 else "marks of high amplitude have"
        issues.append(Issue("score_unmeasured", f"{n_unmeasured} {marks} no measured value and is not counted."))
    return tuple(found)
