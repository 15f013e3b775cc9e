"""Group candidates that belong together, and order them for judging. Plain values, no state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from eegview.app.suggestions.candidates import Candidates, Places
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection


class Order(StrEnum):
    """The order in which candidates are judged."""

    CLUSTER = "cluster, then confidence"
    CONFIDENCE = "confidence"
    UNCERTAINTY = "uncertainty"
    TIME = "time"


class GroupKind(StrEnum):
    """The reason why candidates belong together."""

    CLUSTER = "cluster"  # spasms close together, by the rule clusters are counted by
    SIMILAR = "alike"  # one term, the same rows, the same reasons for the score


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that can be judged as one.

    index : 1, 2, 3 … among its kind, clusters in order of time
    places : of its members, in the order they are looked at
    span : from the first onset to the last end
    """

    kind: GroupKind
    index: int
    places: tuple[int, ...]
    span: Span

    @property
    def title(self) -> str:
        return f"Cluster {self.index}" if self.kind is GroupKind.CLUSTER else f"Alike {self.index}"


def likeness(detection: Detection) -> tuple[object, ...]:
    """Return what two candidates must share to be similar: term, answers, rows, and the reasons for their score."""
    reasons = tuple(sorted(term.name for term in detection.terms if term.points > 0))
    return detection.term_id, detection.attributes, detection.channels, reasons


def groups_of(candidates: Candidates, places: Places, rule: ClusterRule, is_blind: bool = False) -> tuple[Group, ...]:
    """Return the groups of candidates: clusters of spasms in order of time, then similar ones, the most first.

    is_blind : members are in order of time, else the surest comes first
    """
    is_spasm = np.fromiter((candidates.detections[p].term_id == SPASM_TERM for p in places), bool, len(places))
    runs = _runs(candidates.onsets_s, places[is_spasm], rule.max_interval_s)
    clusters = [run for run in runs if len(run) >= max(2, rule.min_spasms)]
    sorted_out: dict[object, list[int]] = {}
    for place in places[~is_spasm]:
        sorted_out.setdefault(likeness(candidates.detections[place]), []).append(int(place))
    similar = sorted((held for held in sorted_out.values() if len(held) > 1), key=lambda held: (-len(held), held[0]))
    found: list[Group] = []
    for kind, members in ((GroupKind.CLUSTER, clusters), (GroupKind.SIMILAR, similar)):
        for index, held in enumerate(members, 1):
            span = Span(float(candidates.onsets_s[held[0]]), float(candidates.stops_s[np.asarray(held)].max()))
            found.append(Group(kind, index, tuple(held if is_blind else _surest_first(candidates, held)), span))
    return tuple(found)


def ordered(
    candidates: Candidates, places: Places, groups: Sequence[Group], order: Order, is_blind: bool = False
) -> tuple[int, ...]:
    """Return the places in the order they are shown.

    is_blind : the order discloses nothing of the score either: what would go by it goes by time
    """
    if order is Order.TIME or (is_blind and order is not Order.CLUSTER):
        return tuple(int(place) for place in places)
    if order is Order.CLUSTER:
        grouped = [place for group in groups for place in group.places]
        rest = np.setdiff1d(places, np.asarray(grouped, np.intp))
        alone = [int(place) for place in rest]
        return (*grouped, *(alone if is_blind else _surest_first(candidates, alone)))
    if order is Order.CONFIDENCE:
        return tuple(_surest_first(candidates, places))
    from_even = np.abs(candidates.scores[places] - 0.5)  # at 0.5 the reasons for and against are even
    return tuple(int(place) for place in places[np.argsort(from_even, kind="stable")])


def _surest_first(candidates: Candidates, places: Sequence[int] | Places) -> list[int]:
    chosen = np.asarray(places, np.intp)
    return [int(place) for place in chosen[np.argsort(-candidates.scores[chosen], kind="stable")]]


def _runs(onsets_s: npt.NDArray[np.float64], places: Places, max_interval_s: float) -> list[list[int]]:
    """Return the places cut wherever successive onsets are further apart."""
    if not len(places):
        return []
    cuts = np.flatnonzero(np.diff(onsets_s[places]) > max_interval_s) + 1
    return [[int(place) for place in run] for run in np.split(places, cuts)]
