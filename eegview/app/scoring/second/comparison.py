"""Two readers' committed sheets of one epoch beside each other: where they differ, and how far they agree.

The bins are of one infant and follow each other in time, so they are no sample of patients: shares and kappa stand
without an interval, and the sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from eegview.app.scoring.proposals.proposal_states import proposals_of
from eegview.app.scoring.sheet import ScoreSheet
from eegview.clinical.agreement import PairedAnswers, paired_answers
from eegview.clinical.stages import PROPOSAL_ACCEPTED, PROPOSAL_HIDDEN, PROPOSAL_SHOWN
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import FlagEvidence, SheetKey

NO_INTERVAL = "no interval: one infant"
NO_KAPPA = "no kappa: chance alone would agree on every bin"
NOTHING = "–"
PROPOSAL_TEXTS = {PROPOSAL_HIDDEN: "there, hidden", PROPOSAL_SHOWN: "shown", PROPOSAL_ACCEPTED: "shown, some accepted"}


class BinBy(StrEnum):
    """Who saw a spike in a bin."""

    BOTH = "both"
    A_ONLY = "a"
    B_ONLY = "b"
    NEITHER = "neither"
    NOT_COMPARED = "not compared"  # one of them left it unread


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that both sheets say, with what each says of it; "–" where one says nothing.

    name : of what is compared, in words
    is_finding : False for what is of each reader, as the time of the commit
    """

    name: str
    a: str
    b: str
    is_finding: bool = True

    @property
    def differs(self) -> bool:
        return self.is_finding and self.a != self.b


@dataclass(frozen=True, slots=True)
class SheetComparison:
    """The sheets of readers A and B on one epoch.

    bins : (n_pages * n_bins,) by number
    rows : scores, counters, foci, flags, amplitudes and what else both say, in the order of the card
    warnings : sentences, where the sheets were not made in the same way
    """

    a: ScoreSheet
    b: ScoreSheet
    bins: tuple[BinBy, ...]
    rows: tuple[Difference, ...]
    warnings: tuple[str, ...]

    @property
    def key(self) -> SheetKey:
        return self.a.key

    @property
    def agreement(self) -> PairedAnswers:
        """Return the counts over the bins that both have read."""
        compared = [one for one in self.bins if one is not BinBy.NOT_COMPARED]
        return paired_answers(
            [one in (BinBy.BOTH, BinBy.A_ONLY) for one in compared],
            [one in (BinBy.BOTH, BinBy.B_ONLY) for one in compared],
        )

    @property
    def n_not_compared(self) -> int:
        return self.bins.count(BinBy.NOT_COMPARED)

    @property
    def differing(self) -> tuple[int, ...]:
        """Return the numbers of the bins in which one reader only saw a spike."""
        return tuple(n for n, one in enumerate(self.bins) if one in (BinBy.A_ONLY, BinBy.B_ONLY))

    @property
    def agreement_text(self) -> str:
        """Return the agreement of bins with its counts, and why it has no interval."""
        found = self.agreement
        if found.share_agreed is None:
            return "No bin was read by both."
        kappa = f"Cohen's kappa {found.kappa:.2f}" if found.kappa is not None else NO_KAPPA
        counts = f"spike by both {found.both}, A only {found.only_a}, B only {found.only_b}, neither {found.neither}"
        left = f"; {self.n_not_compared} not read by both" if self.n_not_compared else ""
        share = f"{found.n_agreed} of {found.n} bins alike ({100 * found.share_agreed:.0f} %)"
        return f"{share}, {kappa} ({NO_INTERVAL}). {counts[:1].upper()}{counts[1:]}{left}."


def saw_spike(sheet: ScoreSheet, number: int) -> bool | None:
    """Return whether a reader saw a spike in a bin, None where they have not read it.

    An unmarked bin on a page that was read is read, and holds no spike.
    """
    held = sheet.bins.get(number)
    if held is not None:
        return held.is_spike
    return False if number // sheet.n_bins in sheet.read_pages else None


def compare_sheets(a: ScoreSheet, b: ScoreSheet) -> SheetComparison:
    """Return the comparison of two committed sheets.

    Raises
    ------
    UsageError : they are of one reader, of different epochs or scales, or one is not committed
    """
    if a.reader == b.reader:
        raise UsageError("A reader's score is not compared with itself.", "Name two readers.")
    if a.key != b.key:
        raise UsageError(
            "The two scores are of different epochs or scales, so their bins cannot be compared.",
            "Have both score the same epoch.",
        )
    for one in (a, b):
        if not one.is_committed:
            raise UsageError(
                f"{one.reader} has not committed a score of this epoch.",
                "A comparison is shown once both have committed theirs.",
            )
    n_bins = a.n_pages * a.n_bins
    bins = tuple(_bin_by(saw_spike(a, number), saw_spike(b, number)) for number in range(n_bins))
    return SheetComparison(a, b, bins, tuple(_rows(a, b)), tuple(_warnings(a, b)))


def _bin_by(by_a: bool | None, by_b: bool | None) -> BinBy:
    if by_a is None or by_b is None:
        return BinBy.NOT_COMPARED
    if by_a and by_b:
        return BinBy.BOTH
    return BinBy.A_ONLY if by_a else BinBy.B_ONLY if by_b else BinBy.NEITHER


# what both sheets say, as rows


def highest_by_row(sheet: ScoreSheet) -> dict[str, float]:
    """Return the highest amplitude (µV peak to peak) that a reader measured in each row; others' filters left out."""
    found: dict[str, float] = {}
    for one in sheet.amplitudes:
        if one.is_counted:
            found[one.row] = max(one.value_uv, found.get(one.row, 0.0))
    return found


def _rows(a: ScoreSheet, b: ScoreSheet) -> Iterator[Difference]:
    def row(name: str, text: Callable[[ScoreSheet], str], is_finding: bool = True) -> Difference:
        return Difference(name, text(a) or NOTHING, text(b) or NOTHING, is_finding)

    yield row("Score", lambda sheet: NOTHING if sheet.score.score is None else str(sheet.score.score))
    yield row("Severity", lambda sheet: sheet.score.severity)
    yield row("Bins with a spike", lambda sheet: f"{sheet.score.bins_with_spike} of {sheet.score.n_bins_read} read")
    yield row("Pages that count", lambda sheet: f"{sheet.score.pages_met} of {sheet.n_pages}")
    yield row("Literal share", lambda sheet: f"{sheet.score.literal_percent:.1f} %")
    yield Difference("Foci", str(len(a.foci)), str(len(b.foci)))
    for focus in dict.fromkeys((*a.foci, *b.foci)):
        yield Difference(
            f"Focus {focus}", _bins_text(len(a.foci.get(focus, ()))), _bins_text(len(b.foci.get(focus, ())))
        )
    yield Difference("Grouped multifocal spikes", _flag_text(a.gmfs), _flag_text(b.gmfs))
    yield Difference("Paroxysmal voltage attenuation", _flag_text(a.pva), _flag_text(b.pva))
    high_a, high_b = highest_by_row(a), highest_by_row(b)
    for name in dict.fromkeys((*high_a, *high_b)):
        yield Difference(f"Highest in {name}", _uv_text(high_a.get(name)), _uv_text(high_b.get(name)))
    yield row("Abnormality, not epileptiform", lambda sheet: sheet.nonepileptiform)
    yield row("Foci in the rest of the study", lambda sheet: ", ".join(sheet.other_foci))
    yield row("Confidence (1–5)", lambda sheet: "" if sheet.confidence is None else str(sheet.confidence))
    yield row("Committed (UTC)", lambda sheet: sheet.committed_utc, is_finding=False)
    yield row("Detector's proposals", lambda sheet: PROPOSAL_TEXTS.get(proposals_of(sheet), ""), is_finding=False)


def _bins_text(n_bins: int) -> str:
    return "1 bin" if n_bins == 1 else f"{n_bins} bins" if n_bins else NOTHING


def _uv_text(value_uv: float | None) -> str:
    return NOTHING if value_uv is None else f"{value_uv:.0f} µV"


def _flag_text(flag: FlagEvidence) -> str:
    examples = f", {len(flag.examples)} marked" if flag.examples else ""
    return f"{flag.answer}{examples}" if flag.answer else NOTHING


def _warnings(a: ScoreSheet, b: ScoreSheet) -> Iterator[str]:
    if a.parameters_id != b.parameters_id:
        yield f"Scored by different parameter sets: {a.parameters_id} (A), {b.parameters_id} (B)."
    elif a.filters_text != b.filters_text:
        yield f"Read with different filters: {a.filters_text} (A), {b.filters_text} (B)."
    for name, sheet in (("A", a), ("B", b)):
        if sheet.is_changed:
            yield f"{name} changed evidence after committing: the derivation is of the evidence as it is now."
        if not sheet.is_blind:
            yield f"{name} changed the sheet after having seen scores of {', '.join(sheet.seen)}: not blind any more."
        if proposals_of(sheet) in (PROPOSAL_SHOWN, PROPOSAL_ACCEPTED):
            yield f"{name} read with the spike detector's proposals in sight: not independent of the detector."
