"""Events of two readers or more: matched by onset, counted, and asked what was answered about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from eegview.app.agreement.study import ReadStudy
from eegview.app.agreement.units import (
    Events,
    MeasuredItem,
    MeasuredItems,
    RatedItem,
    RatedItems,
    StudyEvents,
)
from eegview.clinical.agreement_numbers.cohen_kappa import PLAIN
from eegview.clinical.clusters import ClusterRule, counted_once, form_clusters
from eegview.clinical.event_matching import pair_onsets
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.span import Span

Answer = Callable[[Annotation], str]


def events_of(
    studies: Sequence[ReadStudy], term_id: str, noun: str, rule: SameEventRule, have_clusters: bool = False
) -> Events:
    """Return the marks of one term of all who have read each study."""
    found = [
        StudyEvents(number, {layer: study.marks_of(layer, term_id) for layer in study.layers})
        for number, study in enumerate(studies)
    ]
    return Events(noun, tuple(found), rule.within_s, have_clusters)


def cluster_starts_of(
    studies: Sequence[ReadStudy], term_id: str, rule: SameEventRule, cluster_rule: ClusterRule
) -> Events:
    """Return the first spasm of each cluster that a reader's spasms form."""
    found = []
    for number, study in enumerate(studies):
        starts = {}
        for layer in study.layers:
            clusters = form_clusters(counted_once(study.marks_of(layer, term_id), rule), cluster_rule)
            starts[layer] = tuple(cluster.spasms[0] for cluster in clusters)
        found.append(StudyEvents(number, starts))
    return Events("cluster starts", tuple(found), rule.within_s)


def counts_of(events: Events, studies: Sequence[ReadStudy], rule: SameEventRule, noun: str) -> MeasuredItems:
    """Return how many events each reader counted in each study; a reader's marks of one event count once."""
    items = []
    for one in events.studies:
        values = {layer: float(len(counted_once(marks, rule))) for layer, marks in one.by_reader.items()}
        items.append(MeasuredItem(one.study, Span(0.0, studies[one.study].duration_s), values))
    return MeasuredItems(noun, tuple(items))


def answers_of(events: Events, noun: str, classes: Sequence[str], answer: Answer, weights: str = PLAIN) -> RatedItems:
    """Return what readers answered about the events that they both marked.

    Each pair's marks are matched for themselves, so that the items of two readers do not depend on who else marked, nor
    on names.

    answer : of a mark; "" where its reader gave none, or one that is not in `classes`
    """

    def items_of(readers: Sequence[str]) -> tuple[RatedItem, ...]:
        return tuple(_answered(events, set(readers), classes, answer))

    layers = sorted({layer for one in events.studies for layer, marks in one.by_reader.items() if marks})
    items = tuple(item for pair in combinations(layers, 2) for item in items_of(pair))
    return RatedItems(noun, tuple(classes), items, weights, grouped=items_of)


def _answered(events: Events, readers: Set[str], classes: Sequence[str], answer: Answer) -> Iterator[RatedItem]:
    """Yield the events that two or more of some readers marked and answered for."""
    for one in events.studies:
        marks = {reader: held for reader, held in one.by_reader.items() if reader in readers}
        for group in matched_events(marks, events.tolerance_s):
            labels = {layer: said for layer, mark in group.items() if (said := answer(mark)) in classes}
            if len(labels) >= 2:
                first_s = min(mark.onset_s for mark in group.values())
                stop_s = max(mark.stop_s for mark in group.values())
                yield RatedItem(one.study, Span(first_s, stop_s), labels)


def matched_events(
    by_reader: Mapping[str, Sequence[Annotation]], tolerance_s: float
) -> tuple[Mapping[str, Annotation], ...]:
    """Return events with the mark of each reader who has one, by onset.

    Readers are taken by name; the marks of each are matched one to one with the events so far, whose onset is that of
    their first mark. Of two readers that is the matching of their marks; of more it depends on who they are.
    """
    events: list[dict[str, Annotation]] = []
    onsets_s: list[float] = []
    for reader in sorted(by_reader):
        marks = sorted(by_reader[reader], key=lambda mark: (mark.onset_s, mark.annotation_id))
        pairs = pair_onsets(onsets_s, [mark.onset_s for mark in marks], tolerance_s)
        for event, mark in pairs:
            events[event][reader] = marks[mark]
        paired = {mark for _event, mark in pairs}
        added = [({reader: mark}, mark.onset_s) for number, mark in enumerate(marks) if number not in paired]
        merged = sorted([*zip(events, onsets_s, strict=True), *added], key=lambda one: one[1])
        events, onsets_s = [one[0] for one in merged], [one[1] for one in merged]
    return tuple(events)
