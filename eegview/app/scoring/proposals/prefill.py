"""Bins pre-filled by the spike detector: shown as a proposal, accepted by the reader, never over the reader's answer.

A bin has the reader's answer once it is marked, as a spike or as none, or once its page is read: an unmarked bin of a
page that was read holds no spike. What is not accepted is in no sheet, so no counter counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eegview.app.notifier import Notifier
from eegview.app.scoring.proposals.proposal_states import Origin, strongest
from eegview.app.scoring.proposals.spike_proposal import ProposedBin, SpikeRun
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.clinical.stages import PROPOSAL, PROPOSAL_HIDDEN, PROPOSAL_SHOWN
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.scoring.evidence import ACCEPTED, SheetKey
from eegview.model.scoring.records import bin_of, key_of, page_of

_NONE: Mapping[int, ProposedBin] = {}


@dataclass(frozen=True, slots=True)
class PrefillCounts:
    """How many bins of the epoch are proposed, and what became of them.

    answered : those that the reader marked otherwise than by accepting, or passed with the page
    """

    proposed: int
    accepted: int
    answered: int
    dismissed: int
    open: int


class Prefill:
    """The proposals for the epoch that is scored; it adds to each answer how the proposal for it stood.

    is_shown : whether proposals are in sight; off until the reader switches them on
    threshold : least score of a detection that is proposed
    found : the run they come from, None for none
    changed : emits after each change of what is proposed or in sight
    """

    def __init__(self, scoring: Scoring, is_shown: bool = False, threshold: float = DEFAULT_THRESHOLD) -> None:
        self._scoring = scoring
        self.is_shown, self.threshold = is_shown, threshold
        self.found: SpikeRun | None = None
        self.key: SheetKey | None = None
        self.changed: Notifier[None] = Notifier()
        self._bins: Mapping[int, ProposedBin] = _NONE
        self._dismissed: dict[SheetKey, set[int]] = {}
        scoring.with_proposal = self._with_proposal

    # what is proposed

    def use_epoch(self, key: SheetKey | None) -> None:
        """Propose for this epoch from now on; what was found for another one is forgotten."""
        if key != self.key:
            self.key, self.found, self._bins = key, None, _NONE
            self.changed.emit(None)

    def use_run(self, found: SpikeRun | None) -> None:
        """Propose what a run found in the epoch."""
        self.found = found
        self._lay_out()

    def set_threshold(self, threshold: float) -> None:
        """Propose bins with a detection of at least this score (0-1)."""
        if threshold != self.threshold:
            self.threshold = threshold
            self._lay_out()

    def show(self, is_shown: bool) -> None:
        """Show proposals, or hide them."""
        if is_shown != self.is_shown:
            self.is_shown = is_shown
            self.changed.emit(None)

    def _lay_out(self) -> None:
        found = self.found
        self._bins = found.bins(self._scoring.parameters.bin_s, self.threshold) if found is not None else _NONE
        self.changed.emit(None)

    @property
    def bins(self) -> Mapping[int, ProposedBin]:
        """Return all proposed bins of the epoch by number, in sight or not, answered or not."""
        return self._bins

    @property
    def open_bins(self) -> Mapping[int, ProposedBin]:
        """Return the proposals that wait for the reader: in sight, not answered, not dismissed."""
        if not self.is_shown or self.key is None:
            return _NONE
        sheet, gone = self._scoring.own(self.key), self._dismissed.get(self.key, ())
        if sheet.is_committed:
            return _NONE
        return {n: one for n, one in self._bins.items() if n not in gone and not _is_answered(sheet, n)}

    def open_on_page(self, page: int) -> Mapping[int, ProposedBin]:
        """Return the open proposals of one page (from 0)."""
        n_bins = self._scoring.parameters.n_bins
        return {number: one for number, one in self.open_bins.items() if number // n_bins == page}

    @property
    def counts(self) -> PrefillCounts:
        """Return what became of the proposals of the epoch; all are 0 while there are none."""
        if self.key is None:
            return PrefillCounts(0, 0, 0, 0, 0)
        sheet, dismissed = self._scoring.own(self.key), self._dismissed.get(self.key, set())
        accepted = sum(n in sheet.bins and sheet.bins[n].source == ACCEPTED for n in self._bins)
        answered = sum(_is_answered(sheet, n) for n in self._bins) - accepted
        put_by = sum(n in dismissed and not _is_answered(sheet, n) for n in self._bins)
        return PrefillCounts(
            len(self._bins), accepted, answered, put_by, len(self._bins) - accepted - answered - put_by
        )

    # acts

    def accept(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Accept open proposals as one act, undone as one; each is a change that names run and detection.

        Returns the numbers of the bins that were accepted.

        Raises
        ------
        UsageError : the sheet is committed
        """
        open_bins = self.open_bins
        wanted = {number: open_bins[number].foci for number in sorted(set(numbers)) if number in open_bins}
        if wanted and self.key is not None:
            self._scoring.accept_bins(self.key, wanted)
            self.changed.emit(None)
        return tuple(wanted)

    def accept_page(self, page: int) -> tuple[int, ...]:
        """Accept the open proposals of a page (from 0)."""
        return self.accept(self.open_on_page(page))

    def dismiss(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Put open proposals out of sight until the study is opened again; nothing is said of their bins.

        To say that there is no spike the reader marks the bin so, or reads the page to its end.
        """
        gone = tuple(number for number in sorted(set(numbers)) if number in self.open_bins)
        if gone and self.key is not None:
            self._dismissed.setdefault(self.key, set()).update(gone)
            self.changed.emit(None)
        return gone

    def dismiss_page(self, page: int) -> tuple[int, ...]:
        """Put the open proposals of a page (from 0) out of sight."""
        return self.dismiss(self.open_on_page(page))

    def bring_back(self) -> None:
        """Propose again what was dismissed in this epoch."""
        if self.key is not None and self._dismissed.pop(self.key, None):
            self.changed.emit(None)

    # what answers keep

    def _with_proposal(self, change: Change) -> Change:
        """Add to a bin or page how the proposal for it stood when it was answered."""
        after = change.after
        if after is None or after.attribute(PROPOSAL) or self.key is None or key_of(after) != self.key:
            return change
        added = self._attributes(after)
        if not added:
            return change
        attributes = tuple(sorted({**dict(after.attributes), **added}.items()))
        return replace(change, after=replace(after, attributes=attributes))

    def _attributes(self, record: Annotation) -> dict[str, str]:
        if (held := bin_of(record)) is not None:
            number, _state, source = held
            proposed = self._bins.get(number)
            if source == ACCEPTED and proposed is not None and self.found is not None:
                run = self.found.run
                origin = Origin(run.run_id, proposed.detections[0], run.detector_id, run.version, proposed.score)
                return origin.attributes
            state = self._stands([number])
        elif (page := page_of(record)) is not None:
            n_bins = self._scoring.parameters.n_bins
            state = self._stands(number for number in self._bins if number // n_bins == page)
        else:
            return {}
        return {PROPOSAL: state} if state else {}

    def _stands(self, numbers: Iterable[int]) -> str:
        """Return how the proposals for bins stand now, "" where there are none; a dismissed one was seen."""
        is_seen = self.is_shown
        return strongest(PROPOSAL_SHOWN if is_seen else PROPOSAL_HIDDEN for n in numbers if n in self._bins)


def _is_answered(sheet: ScoreSheet, number: int) -> bool:
    return number in sheet.bins or sheet.page_of(number) in sheet.read_pages
