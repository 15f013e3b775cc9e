"""What a decision on a scored epoch changes among the final layer's records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from eegview.app.comparing.difference import Difference, Matter
from eegview.app.comparing.scored_sheet import ReadSheet, read_sheets
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import BY_HAND, NO_SPIKE, SPIKE, SheetKey
from eegview.model.scoring.records import (
    answer_of,
    answer_record,
    bin_of,
    bin_record,
    key_of,
    page_of,
    page_record,
    record_id,
    sheet_of,
    sheet_record,
)
from eegview.model.scoring.terms import AMPLITUDE_TERM, ANSWER_TERM, BIN_TERM, PAGE_TERM, SHEET_TERM
from eegview.model.study.adjudication import Verdict

_Bin = tuple[str, tuple[str, ...]] | None


class FinalRecords:
    """Makes final records of readers' records on scored epochs.

    Parameters
    ----------
    fingerprint : of the recording; ids of records follow from it
    records : all records of the study
    layers : A and B
    """

    def __init__(self, fingerprint: str, records: Iterable[Annotation], layers: tuple[str, str]) -> None:
        self._fingerprint, self._layers = fingerprint, layers
        self._by_id = {record.annotation_id: record for record in records}
        self._read: dict[str, dict[SheetKey, ReadSheet]] = {}

    def changes(
        self, difference: Difference, verdict: Verdict, picks: Mapping[str, str]
    ) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """Return what is to be changed, and the ids of the records that the final layer then holds by it.

        Raises
        ------
        UsageError : nothing to merge
        """
        scale_id, _at, start_text = difference.sheet.rpartition("@")
        key = SheetKey(scale_id, float(start_text))
        wanted, unwanted = self._wanted(difference, key, verdict, picks)
        changes = [self._put(record) for record in wanted]
        has_sheet = any(record.term_id == SHEET_TERM for record in wanted)
        if wanted and not has_sheet and (sheet := self._sheet(key)) is not None:
            changes.append(self._put(sheet))
        changes += [Change(held, None) for name in unwanted if (held := self._by_id.get(name)) is not None]
        done = tuple(change for change in changes if change.before != change.after)
        return done, tuple(record.annotation_id for record in wanted)

    def _put(self, record: Annotation) -> Change:
        return Change(self._by_id.get(record.annotation_id), record)

    def _id(self, key: SheetKey, term_id: str, about: str) -> str:
        return record_id(self._fingerprint, FINAL_LAYER, key, term_id, about)

    def _wanted(
        self, difference: Difference, key: SheetKey, verdict: Verdict, picks: Mapping[str, str]
    ) -> tuple[list[Annotation], list[str]]:
        """Return the records that are to stand, and the ids of those that are not."""
        if difference.matter is Matter.BINS:
            return self._bins(difference, key, verdict, picks), []
        side = _side(difference, verdict)
        kept: dict[str, Annotation] = {}
        for copied in filter(None, map(self.copy, side)):
            kept.setdefault(copied.annotation_id, copied)
        every = (*difference.marks_a, *difference.marks_b)
        others = [copied.annotation_id for record in every if (copied := self.copy(record)) is not None]
        return [*kept.values()], [name for name in dict.fromkeys(others) if name not in kept]

    def copy(self, record: Annotation) -> Annotation | None:
        """Return the final record of a reader's record; None for one that cannot be read."""
        key = key_of(record)
        if key is None:
            return None
        if (found := bin_of(record)) is not None:
            number, state, source = found
            name = self._id(key, BIN_TERM, str(number))
            return bin_record(name, key, number, record.duration_s, record.channels, state, source, FINAL_LAYER)
        if (page := page_of(record)) is not None:
            return page_record(self._id(key, PAGE_TERM, str(page)), key, page, record.duration_s, FINAL_LAYER)
        if (answer := answer_of(record)) is not None:
            question, value = answer
            name = self._id(key, ANSWER_TERM, question)
            return answer_record(name, key, record.duration_s, question, value, FINAL_LAYER, record.channels)
        if (sheet := sheet_of(record)) is not None and sheet.parameters is not None:
            return sheet_record(self._id(key, SHEET_TERM, ""), key, sheet.parameters, FINAL_LAYER)
        if record.term_id == AMPLITUDE_TERM:
            name = self._id(key, AMPLITUDE_TERM, record.annotation_id)
            return replace(record, annotation_id=name, layer=FINAL_LAYER)
        return None

    def _bins(
        self, difference: Difference, key: SheetKey, verdict: Verdict, picks: Mapping[str, str]
    ) -> list[Annotation]:
        """Return a final record for each bin of a run, also where there is no spike: it was decided."""
        first = round((difference.span.start_s - key.start_s) / difference.epoch_s)
        said_a, said_b = (_said(marks) for marks in (difference.marks_a, difference.marks_b))
        found: list[Annotation] = []
        for number in range(first, first + difference.n_epochs):
            chosen = _chosen_bin(said_a.get(number), said_b.get(number), verdict, picks)
            if chosen is None:
                continue
            state, foci = chosen
            name = self._id(key, BIN_TERM, str(number))
            found.append(bin_record(name, key, number, difference.epoch_s, foci, state, BY_HAND, FINAL_LAYER))
        return found

    def _sheet(self, key: SheetKey) -> Annotation | None:
        """Return the record of the final sheet where there is none yet, with a reader's values of the scale."""
        name = self._id(key, SHEET_TERM, "")
        if name in self._by_id:
            return None
        known = [one for layer in self._layers if (one := self._sheet_of(key, layer)) is not None]
        return self.copy(known[0]) if known else None

    def _sheet_of(self, key: SheetKey, layer: str) -> Annotation | None:
        if layer not in self._read:
            self._read[layer] = read_sheets(self._by_id.values(), layer)
        held = self._read[layer].get(key)
        sheet = held.sheet if held is not None else None
        return sheet.record if sheet is not None and sheet.parameters is not None else None


def _side(difference: Difference, verdict: Verdict) -> tuple[Annotation, ...]:
    """Return the readers' records that a verdict asks for."""
    both = (*difference.marks_a, *difference.marks_b)
    if difference.matter is Matter.PAGES and verdict is not Verdict.NEITHER:
        return both
    if verdict is Verdict.MERGE:
        raise UsageError("An answer cannot be merged.", "Take the answer of one reader.")
    return {Verdict.TAKE_A: difference.marks_a, Verdict.TAKE_B: difference.marks_b, Verdict.AGREED: both}.get(
        verdict, ()
    )


def _said(marks: Iterable[Annotation]) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Return state and foci of bins by number; a spike outweighs none, as it does in a sheet."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for record in marks:
        if (held := bin_of(record)) is not None and (held[0] not in found or held[1] == SPIKE):
            before = found.get(held[0], (NO_SPIKE, ()))[1]
            found[held[0]] = held[1], tuple(dict.fromkeys((*before, *record.channels)))
    return found


def _chosen_bin(a: _Bin, b: _Bin, verdict: Verdict, picks: Mapping[str, str]) -> _Bin:
    """Return state and foci of a bin as decided, None for nothing to be written."""
    none: _Bin = (NO_SPIKE, ())
    if verdict is Verdict.TAKE_A:
        return a or none
    if verdict is Verdict.TAKE_B:
        return b or none
    if verdict is Verdict.NEITHER:
        return none
    if verdict is Verdict.AGREED and a is None and b is None:
        return None  # the page was read: nothing was written, and nothing is
    given = {"a": a or none, "b": b or none}
    states = {side: one[0] for side, one in given.items()}
    state = states[picks["state"]] if "state" in picks else SPIKE if SPIKE in states.values() else NO_SPIKE
    both = tuple(dict.fromkeys((*given["a"][1], *given["b"][1])))
    return state, given[picks["foci"]][1] if "foci" in picks else both
