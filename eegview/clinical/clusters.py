"""Clusters of spasms, formed by a rule that is printed wherever a count is.

There is no agreed definition of a cluster; the rule is a parameter, its default a proposal. A reviewer may join or
split by hand; that is an attribute of the spasm, so it has an author, a history and an undo.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.span import Span

SPASM_TERM = "spasm"
BY_HAND = "cluster"  # attribute of a spasm; its values:
JOINED = "joined"  # belongs with the spasm before it, at any interval
SPLIT = "split"  # begins a new run, at any interval


@dataclass(frozen=True, slots=True)
class ClusterRule:
    """The rule for a cluster: at least `min_spasms`, with successive onsets at most `max_interval_s` apart."""

    min_spasms: int = 3
    max_interval_s: float = 60.0

    def __post_init__(self) -> None:
        if self.min_spasms < 1 or not self.max_interval_s > 0:
            raise ValueError("a cluster needs at least one spasm and an interval above zero")

    @property
    def text(self) -> str:
        return f"at least {self.min_spasms} spasms, successive onsets at most {self.max_interval_s:g} s apart"

    def joins(self, before: Annotation, spasm: Annotation) -> bool:
        """Check whether `spasm` continues the run whose last spasm is `before`."""
        by_hand = spasm.attribute(BY_HAND)
        if by_hand in (JOINED, SPLIT):
            return by_hand == JOINED
        return spasm.onset_s - before.onset_s <= self.max_interval_s

    def is_cluster(self, run: list[Annotation]) -> bool:
        """Check whether a run is a cluster: long enough, or joined by hand."""
        return len(run) >= self.min_spasms or any(spasm.attribute(BY_HAND) == JOINED for spasm in run[1:])


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster: its spasms, by onset."""

    spasms: tuple[Annotation, ...]

    @property
    def span(self) -> Span:
        """Return the span from the first onset to the last end."""
        return Span(self.spasms[0].onset_s, max(spasm.stop_s for spasm in self.spasms))

    @property
    def intervals_s(self) -> tuple[float, ...]:
        """Return the seconds between successive onsets, one fewer than spasms."""
        onsets_s = [spasm.onset_s for spasm in self.spasms]
        return tuple(later - earlier for earlier, later in itertools.pairwise(onsets_s))


def counted_once(spasms: Iterable[Annotation], same_event: SameEventRule | None = None) -> tuple[Annotation, ...]:
    """Return one mark of each event, by onset: the first, unless another of them says how clusters go by hand."""
    events = (same_event or SameEventRule()).events(spasms)
    return tuple(next((mark for mark in event if mark.attribute(BY_HAND)), event[0]) for event in events)


def form_clusters(spasms: Iterable[Annotation], rule: ClusterRule | None = None) -> tuple[Cluster, ...]:
    """Return the clusters that spasms form, in order of time; a spasm may be in none.

    Parameters
    ----------
    spasms : one mark of each spasm, in any order, see `counted_once`
    rule : `ClusterRule()` unless given
    """
    rule = rule or ClusterRule()
    runs: list[list[Annotation]] = []
    for spasm in sorted(spasms, key=lambda mark: (mark.onset_s, mark.annotation_id)):
        if runs and rule.joins(runs[-1][-1], spasm):
            runs[-1].append(spasm)
        else:
            runs.append([spasm])
    return tuple(Cluster(tuple(run)) for run in runs if rule.is_cluster(run))
