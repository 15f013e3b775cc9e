"""A reader's evidence on one epoch as a JSON file: what `eegview score --import` reads and `--export` writes.

All keys may be left out:
read_pages : pages that were read to their end, from 1, or "all"
bins : [{page, bin, foci, state}]; page and bin from 1; state spike (default), none, or clear (say nothing any more)
gmfs, pva, nonepileptiform, spike_focus : present, absent or unsure
examples : [{pattern, onset_s, duration_s, channels}]; pattern gmfs or pva, which is present then
amplitudes : [{row, amplitude_uv, onset_s, duration_s}]
high_amplitude : absent = no row is high
other_foci : electrodes of foci elsewhere in the study; [] = there are none
foci : named = all foci of the epoch are named
confidence : 1 a guess to 5 sure
provenance : what wrote the file, see `eegview.model.provenance`; passed over
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eegview.app.scoring.evidence_names import foci_in, row_in, scale_rows
from eegview.app.scoring.json_values import (
    check_keys,
    names,
    number_above_zero,
    objects,
    one_of,
    read_object,
    whole_number,
)
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.scoring.electrodes import plain_name
from eegview.model.scoring.evidence import (
    CONFIDENCE,
    EXAMPLE_TERMS,
    FOCI,
    GMFS,
    HIGH_AMPLITUDE,
    NO_SPIKE,
    NONEPILEPTIFORM,
    PRESENT,
    PVA,
    QUESTIONS,
    SPIKE,
    SPIKE_FOCUS,
    SheetKey,
)
from eegview.model.scoring.records import answer_of, bin_of, page_of
from eegview.model.span import Span

_ANSWERS = (GMFS, PVA, HIGH_AMPLITUDE, NONEPILEPTIFORM, SPIKE_FOCUS, FOCI)
KEYS = ("read_pages", "bins", "examples", "amplitudes", *_ANSWERS, "other_foci", CONFIDENCE)
PROVENANCE = "provenance"  # what wrote the file; says nothing of the epoch
CLEAR, ALL = "clear", "all"
_ADVICE = f"Give an object with any of the keys {', '.join(KEYS)}."
_MOST_S = 1e9


def read_evidence(path: Path) -> dict[str, Any]:
    """Return what a file of evidence holds; its values are checked by `evidence_changes`.

    Raises
    ------
    UsageError : the file cannot be read, or is no such file
    """
    held = read_object(path, _ADVICE)
    check_keys(held, (), (*KEYS, PROVENANCE), "in the evidence")
    held.pop(PROVENANCE, None)
    return held


def evidence_changes(acts: SheetActs, key: SheetKey, held: dict[str, Any], is_replaced: bool = False) -> list[Change]:
    """Return the changes of one act that brings a reader's sheet to hold what a file says.

    is_replaced : take away what the sheet holds and the file does not say; else that stays

    Raises
    ------
    UsageError : a value makes no sense, or the sheet is committed
    """
    check_keys(held, (), KEYS, "in the evidence")
    _check_together(held)
    acts.check_epoch(key)
    sheet = acts.book.sheet(key, acts.author)
    bins, cleared = _bins(held, sheet)
    batches = [
        acts.mark_bins(key, bins),
        acts.unmark_bins(key, cleared),
        acts.set_read(key, _pages(held, sheet)),
        *_examples(acts, key, held, sheet),
        *_amplitudes(acts, key, held, sheet),
    ]
    batches += [
        acts.answer(key, question, one_of(held[question], f"“{question}”", QUESTIONS[question]))
        for question in _ANSWERS
        if question in held
    ]
    if "other_foci" in held:
        batches.append(acts.set_other_foci(key, foci_in(held["other_foci"], "“other_foci”")))
    if CONFIDENCE in held:
        batches.append(acts.answer(key, CONFIDENCE, str(whole_number(held[CONFIDENCE], "“confidence”", 1, 5))))
    changes = _once(change for batch in batches for change in batch)
    if is_replaced:
        changes += _others_away(sheet, changes, held, bins)
    return changes


def evidence_of(sheet: ScoreSheet) -> dict[str, Any]:
    """Return what a sheet holds, as a file of evidence."""
    found: dict[str, Any] = {
        "read_pages": sorted(page + 1 for page in sheet.read_pages),
        "bins": [
            {"page": number // sheet.n_bins + 1, "bin": number % sheet.n_bins + 1}
            | ({"foci": list(one.foci)} if one.is_spike else {"state": NO_SPIKE})
            for number, one in sorted(sheet.bins.items())
        ],
        "examples": [
            _timed({"pattern": pattern}, mark) | {"channels": list(mark.channels)}
            for pattern, flag in ((GMFS, sheet.gmfs), (PVA, sheet.pva))
            for mark in flag.examples
        ],
        "amplitudes": [
            _timed({"row": one.row, "amplitude_uv": one.value_uv}, one.record)
            for one in sheet.amplitudes
            if one.is_counted
        ],
    }
    answers = (sheet.gmfs.answer, sheet.pva.answer, sheet.high_amplitude, sheet.nonepileptiform, sheet.spike_focus)
    found |= {question: answer for question, answer in zip(_ANSWERS, answers, strict=False) if answer}
    found |= {FOCI: QUESTIONS[FOCI][0]} if sheet.are_foci_named else {}
    found |= {"other_foci": list(sheet.other_foci)} if sheet.are_other_foci_answered else {}
    return found | ({CONFIDENCE: sheet.confidence} if sheet.confidence is not None else {})


def _timed(held: dict[str, Any], mark: Annotation) -> dict[str, Any]:
    return held | {"onset_s": mark.onset_s, "duration_s": mark.duration_s}


def _pages(held: dict[str, Any], sheet: ScoreSheet) -> list[int]:
    given = held.get("read_pages", [])
    if given == ALL:
        return list(range(sheet.n_pages))
    if not isinstance(given, list):
        raise UsageError("“read_pages” is neither a list of pages nor “all”.", f"Pages are 1 to {sheet.n_pages}.")
    return [whole_number(page, "A page of “read_pages”", 1, sheet.n_pages) - 1 for page in given]


def _bins(held: dict[str, Any], sheet: ScoreSheet) -> tuple[dict[int, tuple[str, ...] | None], list[int]]:
    """Return the bins to mark, and the numbers of those to clear."""
    marked: dict[int, tuple[str, ...] | None] = {}
    cleared: list[int] = []
    for one in objects(held.get("bins", []), "“bins”"):
        check_keys(one, ("page", "bin"), ("page", "bin", "foci", "state"), "in a bin")
        page = whole_number(one["page"], "The page of a bin", 1, sheet.n_pages)
        number = (page - 1) * sheet.n_bins + whole_number(one["bin"], "The number of a bin", 1, sheet.n_bins) - 1
        state = one_of(one.get("state", SPIKE), "The state of a bin", (SPIKE, NO_SPIKE, CLEAR))
        foci = foci_in(one.get("foci", []), "“foci”")
        if number in marked or number in cleared:
            raise UsageError(f"Bin {one['bin']} of page {page} is given twice.", "Give each bin once.")
        if foci and state != SPIKE:
            raise UsageError(f"Bin {one['bin']} of page {page} has foci but no spike.", "Leave one of them out.")
        if state == CLEAR:
            cleared.append(number)
        else:
            marked[number] = foci if state == SPIKE else None
    return marked, cleared


def _span(one: dict[str, Any], what: str) -> Span:
    onset_s, duration_s = one["onset_s"], one["duration_s"]
    is_time = isinstance(onset_s, int | float) and not isinstance(onset_s, bool) and 0 <= onset_s < _MOST_S
    if not is_time:
        raise UsageError(f"The onset of {what} is not a time in seconds.", "Give seconds from recording start.")
    return Span(float(onset_s), onset_s + number_above_zero(duration_s, f"The duration of {what}", 300.0))


def _examples(acts: SheetActs, key: SheetKey, held: dict[str, Any], sheet: ScoreSheet) -> list[list[Change]]:
    found: list[list[Change]] = []
    there = {(mark.term_id, *_place(mark.span), mark.channels) for mark in sheet.records}
    for one in objects(held.get("examples", []), "“examples”"):
        needed = ("pattern", "onset_s", "duration_s")
        check_keys(one, needed, (*needed, "channels"), "in an example")
        pattern = one_of(one["pattern"], "The pattern of an example", tuple(EXAMPLE_TERMS))
        span, channels = _span(one, "an example"), names(one.get("channels", []), "“channels”")
        if (EXAMPLE_TERMS[pattern], *_place(span), channels) not in there:
            found.append(acts.add_example(key, EXAMPLE_TERMS[pattern], span, channels))
    return found


def _amplitudes(acts: SheetActs, key: SheetKey, held: dict[str, Any], sheet: ScoreSheet) -> list[list[Change]]:
    found: list[list[Change]] = []
    there = {(plain_name(one.row), one.value_uv, *_place(one.span)) for one in sheet.amplitudes}
    rows = scale_rows(sheet.parameters)
    for one in objects(held.get("amplitudes", []), "“amplitudes”"):
        keys = ("row", "amplitude_uv", "onset_s", "duration_s")
        check_keys(one, keys, keys, "in an amplitude")
        row = row_in(one["row"], rows)
        value_uv = number_above_zero(one["amplitude_uv"], f"The amplitude of {row}", 1e6)
        span = _span(one, "an amplitude")
        if (plain_name(row), round(value_uv, 1), *_place(span)) not in there:
            found.append(acts.measure(key, row, value_uv, span))
    return found


def _place(span: Span) -> tuple[float, float]:
    return round(span.start_s, 3), round(span.stop_s, 3)


def _once(changes: Iterable[Change]) -> list[Change]:
    """Return changes of which each record has one: the last; the sheet's own is begun by each act of an empty sheet."""
    return list({change.annotation_id: change for change in changes}.values())


def _others_away(
    sheet: ScoreSheet, changes: list[Change], held: dict[str, Any], bins: dict[int, tuple[str, ...] | None]
) -> list[Change]:
    """Return changes that delete what a sheet holds and a file does not say."""
    pages = set(_pages(held, sheet))
    examples, amplitudes = held.get("examples", []), held.get("amplitudes", [])
    places = {(EXAMPLE_TERMS[one["pattern"]], *_place(_span(one, "an example"))) for one in examples}
    waves = {(plain_name(one["row"]), *_place(_span(one, "an amplitude"))) for one in amplitudes}
    asked = {*held, *(one["pattern"] for one in examples), *({SPIKE_FOCUS} if "other_foci" in held else ())}

    def is_said(mark: Annotation) -> bool:
        if (found := bin_of(mark)) is not None:
            return found[0] in bins
        if (page := page_of(mark)) is not None:
            return page in pages
        if (answer := answer_of(mark)) is not None:
            return answer[0] in asked
        if mark.term_id in EXAMPLE_TERMS.values():
            return (mark.term_id, *_place(mark.span)) in places
        return (plain_name(mark.channels[0]) if mark.channels else "", *_place(mark.span)) in waves

    changed = {change.annotation_id for change in changes}
    return [Change(mark, None) for mark in sheet.records if mark.annotation_id not in changed and not is_said(mark)]


def _check_together(held: dict[str, Any]) -> None:
    """Check that answers do not contradict what is given for them."""
    for one in objects(held.get("examples", []), "“examples”"):
        pattern = one.get("pattern")
        if isinstance(pattern, str) and held.get(pattern, PRESENT) != PRESENT:
            raise UsageError(f"“{pattern}” is not present, but an example of it is given.", "Leave one of them out.")
    if "other_foci" in held and SPIKE_FOCUS in held and (held[SPIKE_FOCUS] == PRESENT) != bool(held["other_foci"]):
        raise UsageError("“spike_focus” and “other_foci” contradict each other.", "Leave one of them out.")
