"""Agreement of candidate events with a reference: counts, shares, rates and errors with their intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eegview.clinical.clusters import SPASM_TERM, ClusterRule, counted_once, form_clusters
from eegview.clinical.event_matching import Matching, Onset
from eegview.clinical.intervals import Interval, poisson_rate_interval, wilson_interval
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.model.annotation import Annotation


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and interquartile range of some numbers; None where there are none."""

    median: float | None
    iqr: float | None
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        if not len(values):
            return cls(None, None, 0)
        low, median, high = np.quantile(np.asarray(values, float), [0.25, 0.5, 0.75])
        return cls(float(median), float(high - low), len(values))


@dataclass(frozen=True, slots=True)
class Agreement:
    """The counts of a matching and the measures that follow from them.

    tp, fp, fn : numbers of events found, false, missed
    hours : length searched, None where it is not known
    errors_s : (tp,) candidate onset minus reference onset

    A share of no events is None, never 0.
    """

    tp: int
    fp: int
    fn: int
    hours: float | None = None
    errors_s: tuple[float, ...] = ()

    @property
    def sensitivity(self) -> float | None:
        return _share(self.tp, self.tp + self.fn)

    @property
    def precision(self) -> float | None:
        return _share(self.tp, self.tp + self.fp)

    @property
    def f1(self) -> float | None:
        return _share(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def fp_per_hour(self) -> float | None:
        return self.fp / self.hours if self.hours else None

    @property
    def onset_error(self) -> Spread:
        return Spread.of(self.errors_s)

    @property
    def sensitivity_interval(self) -> Interval | None:
        return wilson_interval(self.tp, self.tp + self.fn)

    @property
    def precision_interval(self) -> Interval | None:
        return wilson_interval(self.tp, self.tp + self.fp)

    @property
    def fp_per_hour_interval(self) -> Interval | None:
        return poisson_rate_interval(self.fp, self.hours) if self.hours else None


def _share(k: int, n: int) -> float | None:
    return k / n if n else None


def agreement_of(matching: Matching, hours: float | None = None) -> Agreement:
    """Return the agreement of a matching.

    hours : length searched, None where it is not known
    """
    errors_s = tuple(pair.difference_s for pair in matching.pairs)
    return Agreement(len(matching.pairs), len(matching.false), len(matching.missed), hours, errors_s)


def agreement_in_state(
    matching: Matching, reference: Sequence[Onset], candidates: Sequence[Onset], state: str, hours: float | None
) -> Agreement:
    """Return the agreement within one state: reference events by their own state, false candidates by theirs.

    hours : length spent in that state
    """
    pairs = [pair for pair in matching.pairs if reference[pair.reference].state == state]
    n_missed = sum(reference[number].state == state for number in matching.missed)
    n_false = sum(candidates[number].state == state for number in matching.false)
    return Agreement(len(pairs), n_false, n_missed, hours, tuple(pair.difference_s for pair in pairs))


def pooled(agreements: Iterable[Agreement]) -> Agreement:
    """Return the sum of several agreements; its hours are known only where those of all are."""
    agreements = list(agreements)
    hours = [one.hours for one in agreements]
    known = [one for one in hours if one is not None]
    return Agreement(
        tp=sum(one.tp for one in agreements),
        fp=sum(one.fp for one in agreements),
        fn=sum(one.fn for one in agreements),
        hours=sum(known) if len(known) == len(hours) else None,
        errors_s=tuple(error_s for one in agreements for error_s in one.errors_s),
    )


@dataclass(frozen=True, slots=True)
class ClusterAgreement:
    """Agreement of clusters of spasms with a reference, by a stated rule.

    n_detected : reference clusters with at least one spasm found
    spasm_count_errors : for each reference cluster, candidates in it minus spasms in it
    """

    rule: ClusterRule
    n_reference: int
    n_candidate: int
    n_detected: int
    spasm_count_errors: tuple[int, ...] = ()

    @property
    def detected_fraction(self) -> float | None:
        return _share(self.n_detected, self.n_reference)

    @property
    def count_error(self) -> int:
        return self.n_candidate - self.n_reference


def cluster_agreement(
    reference: Sequence[Onset],
    candidates: Sequence[Onset],
    matching: Matching,
    rule: ClusterRule | None = None,
    tolerance_s: float = SAME_EVENT_S,
) -> ClusterAgreement:
    """Return the agreement of the clusters that reference and candidates form.

    Uncertain reference events and the candidates on them are in no cluster. Onsets within `tolerance_s` are one event.
    """
    rule, same_event = rule or ClusterRule(), SameEventRule(tolerance_s)
    certain = {number for number, event in enumerate(reference) if not event.is_uncertain}
    counted = sorted(set(range(len(candidates))) - set(matching.neither))
    truth = _marks(reference, sorted(certain))
    ours = form_clusters(counted_once(truth, same_event), rule)
    theirs = form_clusters(counted_once(_marks(candidates, counted), same_event), rule)
    paired = {str(pair.reference) for pair in matching.pairs}
    events = ({mark.annotation_id for mark in event} for event in same_event.events(truth))
    found = {number for event in events if event & paired for number in event}
    onsets_s = np.sort([candidates[number].onset_s for number in counted])
    onsets_s = onsets_s[list(same_event.firsts(onsets_s.tolist()))]
    errors: list[int] = []
    for cluster in ours:
        first_s, last_s = cluster.spasms[0].onset_s - tolerance_s, cluster.spasms[-1].onset_s + tolerance_s
        inside = np.searchsorted(onsets_s, last_s, "right") - np.searchsorted(onsets_s, first_s, "left")
        errors.append(int(inside) - len(cluster.spasms))
    n_detected = sum(any(spasm.annotation_id in found for spasm in cluster.spasms) for cluster in ours)
    return ClusterAgreement(rule, len(ours), len(theirs), n_detected, tuple(errors))


def _marks(events: Sequence[Onset], numbers: Iterable[int]) -> list[Annotation]:
    return [Annotation(str(n), SPASM_TERM, events[n].onset_s, events[n].duration_s) for n in numbers]


@dataclass(frozen=True, slots=True)
class PairedAnswers:
    """The answers yes and no of two readers to the same questions, such as whether a second holds a spike.

    both, only_a, only_b, neither : numbers of questions by who said yes; each was answered by both readers
    """

    both: int
    only_a: int
    only_b: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def n_agreed(self) -> int:
        return self.both + self.neither

    @property
    def share_agreed(self) -> float | None:
        """Return the share (0-1) of questions that both answered alike, None for none."""
        return _share(self.n_agreed, self.n)

    @property
    def kappa(self) -> float | None:
        """Return Cohen's kappa (1960): agreement beyond that of readers who say yes as often, but at random.

        None where chance alone agrees on everything, as when both always said no; it is not 0 and not 1 then.
        """
        n = self.n
        if not n:
            return None
        yes_a, yes_b = self.both + self.only_a, self.both + self.only_b
        by_chance = yes_a * yes_b + (n - yes_a) * (n - yes_b)  # times n², so that it is exact
        if by_chance == n * n:
            return None
        return (self.n_agreed * n - by_chance) / (n * n - by_chance)


def paired_answers(answers_a: Sequence[bool], answers_b: Sequence[bool]) -> PairedAnswers:
    """Return the counts of two readers' answers to the same questions, in the same order."""
    pairs = list(zip(answers_a, answers_b, strict=True))
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    return PairedAnswers(both, pairs.count((True, False)), pairs.count((False, True)), neither)
