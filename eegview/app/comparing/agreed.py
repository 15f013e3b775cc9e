"""Take at once what both readers agree on: listed first, each event once, never a second mark of one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.app.comparing.decisions import AGREED, Adjudication, Decider
from eegview.app.comparing.difference import Difference, Matter
from eegview.app.comparing.final_events import OnSame
from eegview.app.marks.layers import SameEventStands
from eegview.clinical.same_event import SameEventRule
from eegview.model.edit import Change


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """What taking all that both agree on would do.

    new : differences whose event does not stand in the final layer yet
    standing : those whose event stands there already, with another mark
    repeated : those that are one event with another of them by the rule; each is to be decided by itself
    """

    new: tuple[Difference, ...]
    standing: tuple[Difference, ...]
    repeated: tuple[Difference, ...]
    new_changes: tuple[Change, ...]
    replacing: tuple[Change, ...]
    keeping: tuple[Change, ...]

    @property
    def listed(self) -> tuple[Difference, ...]:
        """Return all that can be taken, by time."""
        return tuple(sorted((*self.new, *self.standing), key=lambda one: (one.onset_s, one.difference_id)))

    def changes(self, on_same: OnSame = OnSame.ASK) -> tuple[Change, ...]:
        """Return what is to be changed as one act; with ASK only what stands nowhere yet is taken."""
        more = {OnSame.ASK: (), OnSame.REPLACE: self.replacing, OnSame.KEEP_BOTH: self.keeping}[on_same]
        return joined((*self.new_changes, *more))


def agreed_plan(adjudication: Adjudication, decider: Decider, term_id: str | None = None) -> AgreedPlan:
    """Return what taking all that both readers agree on would do, of one term or of all.

    Raises
    ------
    UsageError : whoever decides is no neurologist
    """
    new: list[Difference] = []
    standing: list[Difference] = []
    new_changes: list[Change] = []
    left: list[Difference] = []
    replacing: list[Change] = []
    keeping: list[Change] = []
    agreed = [one for one in adjudication.open(is_agreed=True) if term_id is None or one.term_id == term_id]
    repeated = _repeated(agreed, adjudication.rule)
    for one in agreed:
        if one.difference_id in repeated:
            left.append(one)
            continue
        try:
            new_changes += adjudication.plan(one, AGREED, decider)
            new.append(one)
        except SameEventStands:
            replacing += adjudication.plan(one, AGREED, decider, on_same=OnSame.REPLACE)
            keeping += adjudication.plan(one, AGREED, decider, on_same=OnSame.KEEP_BOTH)
            standing.append(one)
    return AgreedPlan(tuple(new), tuple(standing), tuple(left), tuple(new_changes), tuple(replacing), tuple(keeping))


def joined(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes with one for each mark or record: several decisions may need the same record of a sheet."""
    found: dict[str, Change] = {}
    for change in changes:
        held = found.get(change.annotation_id)
        found[change.annotation_id] = Change(held.before, change.after) if held is not None else change
    return tuple(found.values())


def _repeated(differences: Iterable[Difference], rule: SameEventRule) -> frozenset[str]:
    """Return the ids of matched events that are one event with an earlier one by the rule."""
    found = [(one.difference_id, one.a) for one in differences if one.matter is Matter.EVENT]
    by_mark = {mark.annotation_id: name for name, mark in found if mark is not None}
    events = rule.events(mark for _name, mark in found if mark is not None)
    return frozenset(by_mark[mark.annotation_id] for event in events for mark in event[1:])
