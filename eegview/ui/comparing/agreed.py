"""What both readers agree on, taken together: planned and listed before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from eegview.app.comparing.decisions import Adjudication, Decider
from eegview.app.comparing.difference import Difference
from eegview.app.marks.layers import SameEventStands
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Change
from eegview.model.study.adjudication import Verdict


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """What taking all that agree would do.

    taken : what goes into the final layer
    left : what stands there already, or lies as near to another one as one event; it is decided one by one
    changes : the one act that does it
    """

    taken: tuple[Difference, ...]
    left: tuple[Difference, ...]
    changes: tuple[Change, ...]


def agreed_plan(
    adjudication: Adjudication, agreed: Iterable[Difference], author: str, role: str, now: datetime, rule: SameEventRule
) -> AgreedPlan:
    """Return what taking these would do; nothing that stands in the final layer is replaced.

    Raises
    ------
    UsageError : who decides is no neurologist
    """
    decider = Decider(author, role, now)
    taken: list[Difference] = []
    left: list[Difference] = []
    changes: list[Change] = []
    new: list[Annotation] = []
    for one in agreed:
        try:
            planned = adjudication.plan(one, Verdict.AGREED, decider)
        except SameEventStands:
            left.append(one)
            continue
        marks = [change.after for change in planned if change.after is not None and change.after.layer == FINAL_LAYER]
        near = [mark for mark in new if any(rule.is_same(mark, other) for other in marks)]
        if near:
            left.append(one)
        else:
            taken.append(one)
            changes += planned
            new = [*new[-8:], *marks]  # by time: only the last ones can be near
    return AgreedPlan(tuple(taken), tuple(left), tuple(changes))
