"""The numbers of one term: over all readers, of two of them, and of one against a reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from eegview.app.agreement.event_units import compared_marks
from eegview.app.agreement.units import RatedItems, StudyEvents, TermUnits
from eegview.clinical.agreement import cluster_agreement
from eegview.clinical.agreement_numbers.cohen_kappa import LINEAR, PLAIN, QUADRATIC, cohen_kappa, kappa_with_others
from eegview.clinical.agreement_numbers.intraclass import Measurement, intraclass_correlation
from eegview.clinical.agreement_numbers.many_readers import fleiss_kappa, gwet_ac1
from eegview.clinical.agreement_numbers.number import AgreementNumber
from eegview.clinical.agreement_numbers.ratings import Ratings, Reading, ratings_of
from eegview.clinical.agreement_numbers.shares import (
    EventAgreement,
    EventCounts,
    class_agreement,
    event_agreement,
    pairwise_f1,
    share_alike,
)
from eegview.clinical.event_matching import Onset, match_events, pair_onsets
from eegview.model.annotation import Annotation, is_doubted

COHEN, WEIGHTED, FLEISS, AC1, ALIKE, F1, ICC = (
    "cohen_kappa",
    "weighted_kappa",
    "fleiss_kappa",
    "ac1",
    "alike",
    "f1",
    "icc",
)
SENSITIVITY, PRECISION, CLUSTERS = "sensitivity", "precision", "clusters_found"
_WEIGHT_TEXTS = {LINEAR: "Cohen's kappa, linear weights", QUADRATIC: "Cohen's kappa, quadratic weights"}


@dataclass(frozen=True, slots=True)
class Named:
    """A number with its key for programs and its label for people."""

    key: str
    label: str
    number: AgreementNumber


class TermNumbers:
    """The numbers of one term, counted when they are asked for."""

    def __init__(self, term: TermUnits) -> None:
        self.term = term

    @cached_property
    def _ratings(self) -> Ratings | None:
        """Return the rated items of all layers as arrays, None where the term has none."""
        rated = self.term.rated
        return None if rated is None else self._as_ratings(rated, self.term.layers)

    def _as_ratings(self, rated: RatedItems, readers: Sequence[str]) -> Ratings:
        patients = self.term.patients
        readings = (Reading(patients[item.study], item.labels, item.count) for item in rated.items)
        return ratings_of(readings, readers, rated.classes)

    def overall(self, readers: Sequence[str] | None = None) -> tuple[Named, ...]:
        """Return the numbers over some readers, or over all of the term's, the final layer left out."""
        readers = self.term.readers if readers is None else tuple(readers)
        return tuple(self._overall(readers)) if len(readers) >= 2 else ()

    def main(self, reader_a: str, reader_b: str) -> Named:
        """Return the one number by which two readers are compared: F1 of events, else kappa, else the correlation."""
        return next(self._overall((reader_a, reader_b), is_main=True))

    def against(self, reader: str, reference: str) -> tuple[Named, ...]:
        """Return the numbers of a reader against a reference: the final layer, or another reader."""
        return tuple(self._against(reader, reference))

    def with_others(self, reader: str, readers: Sequence[str]) -> tuple[Named, ...]:
        """Return how far a reader agrees with the others of some readers: the mean over their pairs with each."""
        return tuple(self._with_others(reader, [other for other in readers if other != reader]))

    def _overall(self, readers: Sequence[str], is_main: bool = False) -> Iterator[Named]:
        term = self.term
        if term.events is not None:
            counts = [self._pair_counts(a, b) for a, b in combinations(readers, 2)]
            yield Named(F1, "F1, one to one", pairwise_f1(counts, len(readers)))
            if is_main:
                return
        ratings = self._ratings
        if ratings is not None and term.rated is not None:
            some = ratings.of_readers(readers).read_by(1 if term.rated.keeps_single else 2)
            weights = term.rated.weights
            if weights != PLAIN:
                yield Named(WEIGHTED, _WEIGHT_TEXTS[weights], cohen_kappa(some, weights))
                if is_main:
                    return
            yield Named(COHEN, "Cohen's kappa", cohen_kappa(some))
            if is_main:
                return
            if term.rated.grouped is not None:
                some = self._as_ratings(term.rated.among(readers), readers)
            yield Named(FLEISS, "Fleiss' kappa", fleiss_kappa(some))
            yield Named(AC1, "Gwet's AC1", gwet_ac1(some))
            is_time = term.rated.item_s is not None
            yield Named(ALIKE, "Time in agreement" if is_time else "Alike", share_alike(some, term.rated.noun))
        if term.measured is not None:
            yield Named(ICC, f"ICC of {term.measured.noun}", self._correlation(readers))

    def _against(self, reader: str, reference: str) -> Iterator[Named]:
        term, ratings = self.term, self._ratings
        if term.events is not None:
            found = self._event_agreement(reader, reference)
            yield Named(SENSITIVITY, "Sensitivity", found.sensitivity)
            yield Named(PRECISION, "Precision", found.precision)
            yield Named(F1, "F1", found.f1)
            if term.events.have_clusters:
                yield Named(CLUSTERS, "Clusters found", found.clusters)
        if ratings is not None and term.rated is not None:
            some = ratings.of_readers((reference, reader))
            key = COHEN if term.rated.weights == PLAIN else WEIGHTED
            label = _WEIGHT_TEXTS.get(term.rated.weights, "Cohen's kappa")
            yield Named(key, f"{label}, {term.rated.noun}", cohen_kappa(some, term.rated.weights))
            yield Named(ALIKE, f"Alike, {term.rated.noun}", share_alike(some, term.rated.noun))
            if term.events is None:
                for place, name in _measured_classes(term.rated.classes):
                    ending = f":{name}" if name else ""
                    of = f" of “{name}”" if name else ""
                    one = class_agreement(some, place)
                    yield Named(f"{SENSITIVITY}{ending}", f"Sensitivity{of}", one.sensitivity)
                    yield Named(f"{PRECISION}{ending}", f"Precision{of}", one.precision)
                    yield Named(f"{F1}{ending}", f"F1{of}", one.f1)
        if term.measured is not None:
            yield Named(ICC, f"ICC of {term.measured.noun}", self._correlation((reference, reader)))

    def _with_others(self, reader: str, others: Sequence[str]) -> Iterator[Named]:
        term, ratings = self.term, self._ratings
        if term.events is not None:
            counts = [self._pair_counts(reader, other) for other in others]
            yield Named(F1, "F1, one to one", pairwise_f1(counts, len(others) + 1))
        if ratings is not None and term.rated is not None:
            key = COHEN if term.rated.weights == PLAIN else WEIGHTED
            label = _WEIGHT_TEXTS.get(term.rated.weights, "Cohen's kappa")
            some = ratings.of_readers((reader, *others))
            yield Named(key, label, kappa_with_others(some, reader, term.rated.weights))

    def _correlation(self, readers: Sequence[str]) -> AgreementNumber:
        items = self.term.measured.among(readers) if self.term.measured is not None else ()
        patients = self.term.patients
        shown = (({r: v for r, v in item.values.items() if r in readers}, item) for item in items)
        return intraclass_correlation(
            (Measurement(patients[item.study], values) for values, item in shown if len(values) >= 2), readers
        )

    def _pair_counts(self, a: str, b: str) -> tuple[EventCounts, ...]:
        """Return the counts of two readers in each study that both have read; neither is the reference."""
        events = self.term.events
        counts: list[EventCounts] = []
        for one in events.studies if events is not None else ():
            if events is None or a not in one.by_reader or b not in one.by_reader or not one.read_by_all((a, b)):
                continue
            first, second = map(_onsets_s, compared_marks(one, a, b, events.tolerance_s))
            n_both = len(pair_onsets(first, second, events.tolerance_s))
            patient = self.term.patients[one.study]
            counts.append(EventCounts(patient, n_both, len(first) - n_both, len(second) - n_both))
        return tuple(counts)

    def _event_agreement(self, reader: str, reference: str) -> EventAgreement:
        events = self.term.events
        counts: list[EventCounts] = []
        for one in events.studies if events is not None else ():
            pair = reader, reference
            if events is not None and set(pair) <= one.by_reader.keys() and one.read_by_all(pair):
                patient = self.term.patients[one.study]
                counts.append(_counts(one, reader, reference, patient, events.tolerance_s, events.have_clusters))
        return event_agreement(counts)


def _counts(
    study: StudyEvents, reader: str, reference: str, patient: str, tolerance_s: float, have_clusters: bool
) -> EventCounts:
    """Return a reader's counts against a reference; what the reference doubts counts neither way."""
    of_reference, of_reader = compared_marks(study, reference, reader, tolerance_s)
    truth = [Onset(m.onset_s, m.duration_s, is_uncertain=is_doubted(m)) for m in of_reference]
    found = [Onset(m.onset_s, m.duration_s) for m in of_reader]
    matching = match_events(truth, found, tolerance_s)
    n_clusters = n_clusters_found = 0
    if have_clusters:
        clusters = cluster_agreement(truth, found, matching, tolerance_s=tolerance_s)
        n_clusters, n_clusters_found = clusters.n_reference, clusters.n_detected
    n_matched, n_missed, n_only = len(matching.pairs), len(matching.missed), len(matching.false)
    return EventCounts(patient, n_matched, n_missed, n_only, n_clusters, n_clusters_found)


def _measured_classes(classes: Sequence[str]) -> list[tuple[int, str]]:
    """Return the classes whose sensitivity is told: of a yes and a no the yes, without a name; else each by name."""
    said_yes = {"yes", "1", "true", "present", "positive", "y"}
    if len(classes) == 2:
        for place, name in enumerate(classes):
            if name.casefold() in said_yes:
                return [(place, "")]
    return list(enumerate(classes))


def _onsets_s(marks: Sequence[Annotation]) -> list[float]:
    return sorted(mark.onset_s for mark in marks)
