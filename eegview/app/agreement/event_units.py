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
from eegview.clinical.statistics.time_spans import contains
from eegview.model.annotation import Annotation
from eegview.model.span import Span

Answer = Callable[[Annotation], str]
Marks = tuple[Annotation, ...]


def events_of(
    studies: Sequence[ReadStudy], term_id: str, noun: str, rule: SameEventRule, have_clusters: bool = False
) -> Events:
    """Return the marks of one term of all who have read each study."""
    found = [
        StudyEvents(number, {layer: study.marks_of(layer, term_id) for layer in study.layers}, _read(study))
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
        found.append(StudyEvents(number, starts, _read(study)))
    return Events("cluster starts", tuple(found), rule.within_s)


def counts_of(events: Events, studies: Sequence[ReadStudy], rule: SameEventRule, noun: str) -> MeasuredItems:
    """Return how many events each reader counted in each study; a reader's marks of one event count once.

    Of some readers they are counted in what all of these have read.
    """

    def items_of(readers: Sequence[str]) -> tuple[MeasuredItem, ...]:
        items: list[MeasuredItem] = []
        for one in events.studies:
            here = [reader for reader in readers if reader in one.by_reader]
            spans = one.read_by_all(here)
            if here and spans:
                once = {reader: counted_once(one.by_reader[reader], rule) for reader in here}
                values = {reader: float(len(_inside(marks, spans))) for reader, marks in once.items()}
                items.append(MeasuredItem(one.study, Span(0.0, studies[one.study].duration_s), values))
        return tuple(items)

    layers = sorted({layer for one in events.studies for layer in one.by_reader})
    each = tuple(item for layer in layers for item in items_of([layer]))
    return MeasuredItems(noun, each, items_of)


def compared_marks(events: StudyEvents, a: str, b: str, tolerance_s: float) -> tuple[Marks, Marks]:
    """Return the marks of two readers that can be compared: those in what both have read, and those matched with one.

    Each by onset; both readers must have read the study.
    """
    first, second = (sorted(events.by_reader[reader], key=lambda mark: mark.onset_s) for reader in (a, b))
    spans = events.read_by_all((a, b))
    kept_a, kept_b = (set(_inside(marks, spans)) for marks in (first, second))
    onsets_a, onsets_b = ([mark.onset_s for mark in marks] for marks in (first, second))
    for place_a, place_b in pair_onsets(onsets_a, onsets_b, tolerance_s):
        if (first[place_a] in kept_a) is not (second[place_b] in kept_b):  # across the edge of what was read
            kept_a.add(first[place_a])
            kept_b.add(second[place_b])
    return tuple(mark for mark in first if mark in kept_a), tuple(mark for mark in second if mark in kept_b)


def _inside(marks: Sequence[Annotation], spans: Sequence[Span]) -> list[Annotation]:
    """Return the marks that begin in one of some spans."""
    return [mark for mark in marks if contains(spans, mark.onset_s)]


def _read(study: ReadStudy) -> Mapping[str, tuple[Span, ...]]:
    return {layer: spans for layer in study.layers if (spans := study.read_spans(layer))}


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
