"""Settle the differences of two layers: plan what a decision changes, as one act of the study's editor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eegview.app.comparing.comparison import Comparison
from eegview.app.comparing.decided import BY_EPOCH, DecidedComparison
from eegview.app.comparing.detector_layer import is_run_layer
from eegview.app.comparing.difference import CONFLICT, MATCHED, Difference, Matter
from eegview.app.comparing.final_epochs import epoch_changes, standing_in, wanted_epochs
from eegview.app.comparing.final_events import OnSame, agreed_mark, event_changes, merged_mark
from eegview.app.comparing.final_records import FinalRecords
from eegview.app.marks.index import MarkFilter, MarkIndex
from eegview.app.marks.layers import check_final_role
from eegview.app.marks.opinions import Giver, opinion_change, opinions_by_mark
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.opinion import Verdict as Opined
from eegview.model.study.adjudication import Decision, Verdict, decision_record
from eegview.model.study.records import ADJUDICATION_TERM, stamp
from eegview.model.sync import is_clinical
from eegview.model.vocabulary import Vocabulary

TAKE_A, TAKE_B, MERGE, NEITHER = Verdict.TAKE_A, Verdict.TAKE_B, Verdict.MERGE, Verdict.NEITHER
QUERY, AGREED = Verdict.QUERY, Verdict.AGREED
_FINAL = MarkFilter(layers=frozenset({FINAL_LAYER}))
_RECORDS = frozenset({Matter.BINS, Matter.ANSWER, Matter.PAGES, Matter.SCORE})
_CLOSE_S = 1e-3  # times pass through text files with three decimals
_NO_PICKS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Decider:
    """The person who decides, and when (UTC)."""

    author: str
    role: str
    now: datetime


class Adjudication(DecidedComparison):
    """A comparison with what was decided on it, and what another decision would change.

    rule : when two marks are one event

    Parameters
    ----------
    marks, records : all clinical marks of the study, and all records beside them
    fingerprint : of the recording
    """

    def __init__(
        self,
        comparison: Comparison,
        marks: MarkIndex,
        records: Iterable[Annotation],
        fingerprint: str,
        vocabulary: Vocabulary,
        rule: SameEventRule | None = None,
    ) -> None:
        super().__init__(comparison, marks, records)
        self._vocabulary, self._fingerprint = vocabulary, fingerprint
        self.rule = rule or comparison.rule.same_event
        self._final_records = FinalRecords(fingerprint, self.records, (comparison.layer_a, comparison.layer_b))
        self._stamps: dict[datetime, str] = {}

    def after(self, changes: Iterable[Change]) -> Adjudication:
        """Return the same comparison with what stands after some changes of the final layer."""
        changes = tuple(changes)
        records = {record.annotation_id: record for record in self.records}
        for change in changes:
            if not is_clinical(change.mark):
                records.pop(change.annotation_id, None)
                if change.after is not None:
                    records[change.annotation_id] = change.after
        marks = self.marks.changed(changes)
        return Adjudication(self.comparison, marks, records.values(), self._fingerprint, self._vocabulary, self.rule)

    def plan(
        self,
        difference: Difference,
        verdict: Verdict,
        decider: Decider,
        picks: Mapping[str, str] = _NO_PICKS,
        comment: str = "",
        on_same: OnSame = OnSame.ASK,
    ) -> tuple[Change, ...]:
        """Return what a decision changes, for the study's editor as one act (`review.acts.do_together`).

        Parameters
        ----------
        picks : for MERGE "a" or "b" for each field's name; what is not named is A's, and B's where A says nothing
        comment : why, or the question to the readers

        Raises
        ------
        UsageError : whoever decides is no neurologist; a question without words; nothing to merge
        SameEventStands : the event is in the final layer already; ask, and plan again with another `on_same`
        """
        check_final_role(decider.role)
        if verdict is QUERY:
            return self._query(difference, decider, comment)
        if verdict is AGREED and difference.kind != MATCHED:
            raise UsageError("The readers do not agree on this.", "Decide on this one separately.")
        if difference.matter is Matter.SCORE and verdict in (TAKE_A, TAKE_B) and difference.kind == CONFLICT:
            return self._whole_sheet(difference, verdict, decider, comment)
        if difference.matter in _RECORDS:
            changes, final_ids = self._final_records.changes(difference, verdict, picks)
        elif difference.matter is Matter.EPOCHS:
            changes, final_ids = self._epochs(difference, verdict, picks, on_same)
        else:
            changes, final_ids = self._event(difference, verdict, decider, picks, on_same)
        return (*changes, self._record(difference, verdict, decider, final_ids, comment))

    def _event(
        self, difference: Difference, verdict: Verdict, decider: Decider, picks: Mapping[str, str], on_same: OnSame
    ) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        wanted = _wanted(difference, verdict, picks, self._vocabulary)
        former = self._former(difference)
        seen = wanted or difference.a or difference.b
        assert seen is not None
        around = self.marks.within(self.rule.reach(seen.onset_s), _FINAL)
        if wanted is None:
            explained = {name for one in self.decisions.values() for name in one.final_ids}
            around = self.rule.standing(seen, around, FINAL_LAYER)
            around = tuple(mark for mark in around if mark.annotation_id not in explained)
        return event_changes(wanted, former, around, decider.author, decider.role, self._vocabulary, self.rule, on_same)

    def _whole_sheet(
        self, difference: Difference, verdict: Verdict, decider: Decider, comment: str
    ) -> tuple[Change, ...]:
        """Return the changes that take a whole scored epoch of one reader: a score follows from its evidence."""
        changes: dict[str, Change] = {}
        for one in self.parts_of(difference):
            taken, final_ids = self._final_records.changes(one, verdict, _NO_PICKS)
            changes |= {change.annotation_id: change for change in taken}
            record = self._record(one, verdict, decider, final_ids, comment)
            changes[record.annotation_id] = record
        return tuple(changes.values())

    def _epochs(
        self, difference: Difference, verdict: Verdict, picks: Mapping[str, str], on_same: OnSame
    ) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        final = [mark for mark in self.marks.within(difference.span, _FINAL) if mark.term_id == difference.term_id]
        standing = standing_in(difference, final)
        explained = frozenset(name for one in self.decided_of(difference.term_id) for name in one.final_ids)
        wanted = wanted_epochs(difference, verdict, picks)
        return epoch_changes(wanted, difference.span, standing, explained, on_same)

    def _former(self, difference: Difference) -> tuple[Annotation, ...]:
        """Return the final marks that stand by an earlier decision on a difference, also on what was said before.

        Where the final layer itself is compared, its own mark is among them.
        """
        decision = self.decisions.get(difference.difference_id)
        found = [*map(self.marks.get, decision.final_ids)] if decision is not None else []
        found += [difference.a, difference.b]
        final = {mark.annotation_id: mark for mark in found if mark is not None and mark.layer == FINAL_LAYER}
        return tuple(final.values())

    def _record(
        self, difference: Difference, verdict: Verdict, decider: Decider, final_ids: Sequence[str], comment: str
    ) -> Change:
        held = self.decisions.get(difference.difference_id)
        layers = self.comparison.layer_a, self.comparison.layer_b
        before = held.record if held is not None and held.author == decider.author else None
        if held is not None and {held.layer_a, held.layer_b} != {*layers}:
            before = None  # which was made between others, and says that they were compared
        if held is not None and difference.matter in BY_EPOCH and not _is_within(held, difference):
            before = None  # which may still hold for other epochs
        after = decision_record(
            difference.difference_id,
            verdict,
            layers,
            difference.term_id,
            difference.matter.value,
            difference.span,
            difference.content,
            self.comparison.rule.text,
            final_ids,
            comment.strip(),
            decider.author,
            decider.role,
            self._stamp(decider.now),
            before.annotation_id if before is not None else "",
        )
        return Change(before, after)

    def _stamp(self, now: datetime) -> str:
        """Return the time of a decision made now: later than all there are."""
        if now not in self._stamps:
            decided = [record for record in self.records if record.term_id == ADJUDICATION_TERM]
            self._stamps = {now: stamp(now, decided)}
        return self._stamps[now]

    def _query(self, difference: Difference, decider: Decider, comment: str) -> tuple[Change, ...]:
        """Return the questions to the readers, and the record that it waits for them."""
        if not comment.strip():
            raise UsageError("A query needs a question.", "Write what you want to ask the readers.")
        giver = Giver(decider.author, decider.role, stamp(decider.now, self.records))
        given = opinions_by_mark(self.records)
        asked = [mark for mark in (difference.a, difference.b) if mark is not None and mark.layer != decider.author]
        changes = [
            opinion_change(mark, Opined.QUERY, comment.strip(), giver, given.get(mark.annotation_id, ()))
            for mark in asked
            if not is_run_layer(mark.layer)
        ]
        held = self.decisions.get(difference.difference_id)
        return (*changes, self._record(difference, QUERY, decider, held.final_ids if held else (), comment))


def _is_within(held: Decision, difference: Difference) -> bool:
    """Whether a decision is on nothing but what a difference is on, so that another decision can replace it."""
    span, inside = held.span, difference.span
    is_inside = inside.start_s - _CLOSE_S <= span.start_s and span.stop_s <= inside.stop_s + _CLOSE_S
    return held.content == difference.content and is_inside


def _wanted(
    difference: Difference, verdict: Verdict, picks: Mapping[str, str], vocabulary: Vocabulary
) -> Annotation | None:
    """Return the mark that a verdict asks for, None for no event."""
    if verdict is TAKE_A:
        return difference.a
    if verdict is TAKE_B:
        return difference.b
    if verdict is MERGE:
        return merged_mark(difference, picks, vocabulary)
    if verdict is AGREED:
        assert difference.a is not None
        assert difference.b is not None
        return agreed_mark(difference.a, difference.b)
    return None
