"""What a reader does to a sheet, as changes of records: the same for the window and for the command line.

Each function returns the changes of one act, none where all is said already. A committed sheet is not changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eegview.app.scoring.blindness import shown_readers
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import (
    ABSENT,
    BY_HAND,
    EXAMPLE_TERMS,
    NO_SPIKE,
    OTHER_FOCI,
    PRESENT,
    QUESTIONS,
    SPIKE,
    SheetKey,
)
from eegview.model.scoring.records import (
    amplitude_record,
    answer_record,
    bin_record,
    committed,
    evidence_hash,
    page_record,
    record_id,
    sheet_record,
    withdrawn,
)
from eegview.model.scoring.terms import ANSWER_TERM, BIN_TERM, PAGE_TERM, SHEET_TERM
from eegview.model.span import Span

COMMITTED_ADVICE = "Withdraw the committed score first."
Bins = Mapping[int, tuple[str, ...] | None]  # by number: the foci; () = a spike without one; None = no spike


@dataclass(frozen=True, slots=True)
class SheetActs:
    """The acts of one reader on the sheets of one recording.

    author : the reader, whose layer the records go to
    """

    book: EvidenceBook
    recording: Recording
    author: str

    # evidence

    def mark_bins(self, key: SheetKey, bins: Bins, source: str = BY_HAND) -> list[Change]:
        """Mark bins as having a spike with these foci, or as having none."""
        sheet = self._open(key)
        changes: list[Change] = []
        for number, foci in bins.items():
            self._check_bin(sheet, number)
            changes += self._bin(sheet, number, foci, source)
        return self._with_sheet(sheet, changes)

    def accept_bins(self, key: SheetKey, bins: Bins, source: str) -> list[Change]:
        """Mark bins as a proposal says; those that the reader said anything of stay as they are."""
        held = self._open(key).bins
        return self.mark_bins(key, {number: foci for number, foci in bins.items() if number not in held}, source)

    def unmark_bins(self, key: SheetKey, numbers: Iterable[int]) -> list[Change]:
        """Say nothing of bins any more."""
        sheet = self._open(key)
        return [Change(record, None) for n in numbers if n in sheet.bins for record in sheet.bins[n].records]

    def set_read(self, key: SheetKey, pages: Iterable[int], is_read: bool = True) -> list[Change]:
        """Say that pages were read to their end, or not."""
        sheet = self._open(key)
        changes: list[Change] = []
        for page in dict.fromkeys(pages):
            if not 0 <= page < sheet.n_pages:
                raise UsageError(f"There is no page {page + 1}.", f"The epoch has pages 1 to {sheet.n_pages}.")
            held = self.book.page_records(key, self.author, page)
            if is_read and not held:
                identity = self._id(key, PAGE_TERM, str(page))
                changes.append(Change(None, page_record(identity, key, page, sheet.parameters.page_s, self.author)))
            elif not is_read:
                changes += [Change(record, None) for record in held]
        return self._with_sheet(sheet, changes) if is_read else changes

    def answer(self, key: SheetKey, question: str, value: str) -> list[Change]:
        """Answer a question on the epoch or the study; "" takes the answer away."""
        sheet = self._open(key)
        if question not in QUESTIONS or (value and value not in QUESTIONS[question]):
            raise UsageError(f"“{value}” is not an answer to “{question}”.", _questions_text())
        return self._with_sheet(sheet, self._answer(sheet, question, value))

    def set_other_foci(self, key: SheetKey, electrodes: Iterable[str] | None) -> list[Change]:
        """Name the foci elsewhere in the study; () = there are none, None takes the answer away.

        That there is a focus, or none, answers the question on it as well.
        """
        sheet = self._open(key)
        named = tuple(dict.fromkeys(electrodes)) if electrodes is not None else ()
        value = "" if electrodes is None else PRESENT if named else ABSENT
        changes = [*self._answer(sheet, OTHER_FOCI, value, named), *self._answer(sheet, "spike_focus", value)]
        return self._with_sheet(sheet, changes)

    def add_example(self, key: SheetKey, term_id: str, span: Span, channels: Sequence[str] = ()) -> list[Change]:
        """Mark an example of a pattern, which is present then."""
        sheet = self._open(key)
        question = next((name for name, term in EXAMPLE_TERMS.items() if term == term_id), "")
        if not question:
            raise UsageError(
                f"“{term_id}” is not a pattern of this scale.", f"Use {' or '.join(EXAMPLE_TERMS.values())}."
            )
        self._check_inside(sheet, span)
        mark = Annotation(
            new_annotation_id(), term_id, span.start_s, span.duration_s, tuple(channels), layer=self.author
        )
        return self._with_sheet(sheet, [Change(None, mark), *self._answer(sheet, question, PRESENT)])

    def measure(self, key: SheetKey, row: str, value_uv: float, span: Span) -> list[Change]:
        """Keep the peak-to-peak amplitude of a background wave, measured with the scale's filters."""
        sheet = self._open(key)
        if not 0 < value_uv <= 1e6:
            raise UsageError("The amplitude is not a number of µV above 0.", "Measure the wave again.")
        self._check_inside(sheet, span)
        value_uv = round(value_uv, 1)
        limit_uv, filters = sheet.parameters.limit_of(row), sheet.filters_text
        record = amplitude_record(new_annotation_id(), key, row, value_uv, limit_uv, span, filters, self.author)
        return self._with_sheet(sheet, [Change(None, record)])

    def withdraw(self, key: SheetKey, annotation_id: str) -> list[Change]:
        """Take a record or mark out of the evidence of a sheet."""
        sheet = self._open(key)
        held = next((r for r in sheet.records if r.annotation_id == annotation_id), None)
        return [Change(held, None)] if held is not None else []

    # committing

    def commit(self, key: SheetKey, at_utc: str) -> list[Change]:
        """Commit the score of an epoch; from then on others may see it, and the evidence stays as it is.

        Raises
        ------
        UsageError : it is committed already, pages are unread, or there is no score yet
        """
        sheet = self._open(key)
        result = sheet.score
        if not sheet.can_commit or result.score is None:
            raise UsageError("The score cannot be committed yet.", " ".join(result.missing) or "Add evidence first.")
        held = self.book.sheet_record(key, self.author)
        before = held.record if held is not None else None
        new = before or self._sheet_record(sheet)
        after = committed(new, at_utc, result.score, result.literal_percent, evidence_hash(sheet.records))
        return [Change(before, after)]

    def withdraw_commit(self, key: SheetKey, opened: Iterable[SheetKey] = ()) -> list[Change]:
        """Withdraw a committed score, so that the evidence can be changed; which scores were shown is noted."""
        held = self.book.sheet_record(key, self.author)
        if held is None or not held.committed_utc:
            return []
        seen = shown_readers(self.book, key, self.author, tuple(opened))
        return [Change(held.record, withdrawn(held.record, seen))]

    # parts

    def _open(self, key: SheetKey) -> ScoreSheet:
        """Return the author's sheet, which must not be committed."""
        self.check_epoch(key)
        sheet = self.book.sheet(key, self.author)
        if sheet.is_committed:
            raise UsageError("This score is committed, so its evidence cannot be changed.", COMMITTED_ADVICE)
        return sheet

    def check_epoch(self, key: SheetKey) -> None:
        """Check that an epoch of a known scale lies inside the recording.

        Raises
        ------
        UsageError : it does not
        """
        if not math.isfinite(key.start_s):
            raise UsageError("The start of an epoch is a time in seconds.", "Give seconds from recording start.")
        sheet = self.book.sheet(key, self.author)
        if key.scale_id != sheet.parameters.scale_id:
            raise UsageError(f"There is no scale “{key.scale_id}”.", f"Use {sheet.parameters.scale_id}.")
        length_s, duration_s = sheet.parameters.length_s, self.recording.duration_s
        if not 0 <= key.start_s <= duration_s - length_s + 1e-3:
            advice = (
                f"Start at 0 to {max(duration_s - length_s, 0):.0f} s."
                if duration_s >= length_s
                else f"The recording has only {duration_s:.0f} s."
            )
            raise UsageError(f"An epoch of {length_s:g} s from {key.start_s:g} s is not all in the recording.", advice)

    def _bin(self, sheet: ScoreSheet, number: int, foci: tuple[str, ...] | None, source: str) -> list[Change]:
        held = sheet.bins.get(number)
        state = NO_SPIKE if foci is None else SPIKE
        wanted = tuple(dict.fromkeys(foci or ()))
        if held is not None and (held.state, held.foci, held.source) == (state, wanted, source):
            return []
        before = held.records[0] if held is not None else None
        identity = before.annotation_id if before is not None else self._id(sheet.key, BIN_TERM, str(number))
        after = bin_record(identity, sheet.key, number, sheet.parameters.bin_s, wanted, state, source, self.author)
        doubles = [Change(record, None) for record in held.records[1:]] if held is not None else []
        return [*([Change(before, after)] if before != after else []), *doubles]

    def _answer(self, sheet: ScoreSheet, question: str, value: str, channels: tuple[str, ...] = ()) -> list[Change]:
        key = sheet.key
        held = self.book.answer_records(key, self.author, question)
        if not value:
            return [Change(record, None) for record in held]
        before = held[-1] if held else None
        identity = before.annotation_id if before is not None else self._id(key, ANSWER_TERM, question)
        length_s = sheet.parameters.length_s
        after = answer_record(identity, key, length_s, question, value, self.author, channels)
        doubles = [Change(record, None) for record in held[:-1]]
        return [*([Change(before, after)] if before != after else []), *doubles]

    def _with_sheet(self, sheet: ScoreSheet, changes: list[Change]) -> list[Change]:
        """Return the changes with the sheet's own record, where there is none yet."""
        if not changes or self.book.sheet_record(sheet.key, self.author) is not None:
            return changes
        return [*changes, Change(None, self._sheet_record(sheet))]

    def _sheet_record(self, sheet: ScoreSheet) -> Annotation:
        identity = self._id(sheet.key, SHEET_TERM, "")
        return replace(sheet_record(identity, sheet.key, sheet.parameters, self.author), layer=self.author)

    def _id(self, key: SheetKey, term_id: str, about: str) -> str:
        return record_id(self.recording.fingerprint, self.author, key, term_id, about)

    @staticmethod
    def _check_bin(sheet: ScoreSheet, number: int) -> None:
        n_all = sheet.n_pages * sheet.n_bins
        if not 0 <= number < n_all:
            raise UsageError(f"There is no bin {number + 1}.", f"The epoch has bins 1 to {n_all}.")

    @staticmethod
    def _check_inside(sheet: ScoreSheet, span: Span) -> None:
        if not (sheet.span.contains(span.start_s) or sheet.span.overlaps(span)):
            raise UsageError("This is not in the epoch that is scored.", "Choose a time inside it.")


def _questions_text() -> str:
    return "Answers are: " + "; ".join(f"{name}: {', '.join(values)}" for name, values in QUESTIONS.items()) + "."
