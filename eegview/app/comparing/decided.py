"""What was decided on the differences of two layers, and what is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.difference import CONFLICT, MATCHED, Difference, Matter
from eegview.app.comparing.final_epochs import middles_in, numbers_in
from eegview.app.marks.index import MarkFilter, MarkIndex
from eegview.clinical.epochs_covered import epochs_covered
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.study.adjudication import Decision, Verdict, decision_of, decisions_in

_FINAL = MarkFilter(layers=frozenset({FINAL_LAYER}))
BY_EPOCH = frozenset({Matter.EPOCHS, Matter.BINS})


class DecidedComparison:
    """A comparison with what was decided on it, as the study stands; make it anew when that changes.

    marks, records : of the study, everybody's
    decisions : the last decision on each difference, by the difference's id, of whichever comparison

    Parameters
    ----------
    marks, records : all clinical marks of the study, and all records beside them
    """

    def __init__(self, comparison: Comparison, marks: MarkIndex, records: Iterable[Annotation]) -> None:
        self.comparison, self.marks, self.records = comparison, marks, tuple(records)
        self.decisions = decisions_in(self.records)
        self._record_ids = frozenset(record.annotation_id for record in self.records)
        self._by_term: dict[str, list[Decision]] = {}
        for decision in filter(None, map(decision_of, self.records)):
            self._by_term.setdefault(decision.term_id, []).append(decision)

    def decided_of(self, term_id: str) -> tuple[Decision, ...]:
        """Return all decisions on a term, also those that a later one on other answers followed."""
        return tuple(self._by_term.get(term_id, ()))

    def decision_on(self, difference: Difference) -> Decision | None:
        """Return the decision that holds on a difference, None where there is none on what both say now.

        A question to the readers is returned as well, see `Decision.is_settled`.
        """
        decision = self.decisions.get(difference.difference_id)
        if difference.matter in BY_EPOCH:
            decision = self._covering(difference)
        if decision is None or decision.content != difference.content:
            return None
        return decision.between(self.comparison.layer_a, self.comparison.layer_b)

    def _covering(self, difference: Difference) -> Decision | None:
        """Return the newest decision on what is said of all these epochs, whatever they were joined with then."""
        content, span = difference.content, difference.span
        found = [
            one for one in self.decided_of(difference.term_id) if one.content == content and one.span.overlaps(span)
        ]
        found.sort(key=lambda one: (one.decided_utc, one.record.annotation_id))
        if difference.matter is Matter.BINS:  # which are counted from the start of the scored epoch
            middles_s = [span.start_s + (number + 0.5) * difference.epoch_s for number in range(difference.n_epochs)]
        else:
            middles_s = middles_in(span, difference.epoch_s)
        is_covered = all(any(one.span.contains(at_s) for one in found) for at_s in middles_s)
        return found[-1] if found and is_covered else None

    def is_open(self, difference: Difference) -> bool:
        """Whether a difference is not settled; what both agree on is open until it is taken.

        It is open again where all that the final layer held by the decision was deleted since, and of epochs where
        any of them was.
        Scores that differ are settled once the evidence that they follow from is.
        """
        decision = self.decision_on(difference)
        if decision is None and difference.matter is Matter.SCORE and difference.kind == CONFLICT:
            evidence = [one for one in self.parts_of(difference) if one.matter is not Matter.SCORE]
            is_explained = any(one.is_disagreement for one in evidence)
            return not is_explained or any(self.is_open(one) for one in evidence)
        if decision is None or not decision.is_settled:
            return True
        if difference.matter is Matter.EPOCHS and decision.verdict is not Verdict.NEITHER:
            return bool(decision.final_ids) and not self._is_held(difference, decision.verdict)
        return bool(decision.final_ids) and not any(map(self._is_standing, decision.final_ids))

    def _is_held(self, difference: Difference, verdict: Verdict) -> bool:
        """Whether the final layer says something of every epoch that a verdict gave an answer."""
        a, b = (epochs_covered(marks, difference.epoch_s) for marks in (difference.marks_a, difference.marks_b))
        answered = {Verdict.TAKE_A: a.keys(), Verdict.TAKE_B: b.keys()}.get(verdict, a.keys() | b.keys())
        final = (mark for mark in self.marks.within(difference.span, _FINAL) if mark.term_id == difference.term_id)
        held = epochs_covered(final, difference.epoch_s)
        return all(number in held for number in numbers_in(difference, answered))

    def _is_standing(self, annotation_id: str) -> bool:
        return self.marks.get(annotation_id) is not None or annotation_id in self._record_ids

    def open(self, is_agreed: bool | None = None) -> tuple[Difference, ...]:
        """Return what is open, by time.

        is_agreed : True = only what both agree on and is not taken; False = only disagreements; None = both
        """
        return tuple(
            one
            for one in self.comparison.differences
            if (is_agreed is None or is_agreed == (one.kind == MATCHED)) and self.is_open(one)
        )

    def is_sheet_open(self, sheet: str, span: Span, term_ids: Collection[str]) -> bool:
        """Whether anything is open that a scored epoch rests on.

        sheet : see `Difference.sheet`
        span, term_ids : of the epoch, and of the marks that are evidence for it
        """
        return any(
            self.is_open(one)
            for one in self.comparison.differences
            if one.sheet == sheet
            or (one.term_id in term_ids and (span.contains(one.onset_s) or one.span.overlaps(span)))
        )

    def parts_of(self, difference: Difference) -> tuple[Difference, ...]:
        """Return the differences on one scored epoch, the given one among them."""
        return tuple(one for one in self.comparison.differences if one.sheet and one.sheet == difference.sheet)
