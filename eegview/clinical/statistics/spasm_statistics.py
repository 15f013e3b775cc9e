"""All figures on the spasms of one layer: counts, rates, states, clusters, looks, each from marks that can be shown.

What is counted: each event once, by the rule for one event; doubted ones are counted and named. A spasm counts in a
rate if it begins where something was recorded (reviewed); the others are counted, and how many they are is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.clinical.cluster_summary import ClusterSummary, summarize_clusters, waking_times_s
from eegview.clinical.clusters import SPASM_TERM, ClusterRule, form_clusters
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.same_event import SameEventRule
from eegview.clinical.statistics.estimate import Estimate, Median
from eegview.clinical.statistics.medians import median_in_units, median_of
from eegview.clinical.statistics.other_events import OtherEvents, other_events
from eegview.clinical.statistics.rates import rate_per_hour
from eegview.clinical.statistics.semiology import SemiologyRow, answers_of, semiology_rows, share_of_answer
from eegview.clinical.statistics.shares import share_of_events
from eegview.clinical.statistics.spasm_events import Runs, SpasmEvent, chosen, ids_of, spasm_events
from eegview.clinical.statistics.states import StateCount, state_counts
from eegview.clinical.statistics.time_spans import common_of, contains, longest_of, seconds_of, union_of
from eegview.model.annotation import Annotation
from eegview.model.span import Span, gaps_between
from eegview.model.vocabulary import Attribute, Vocabulary

WITHIN_WAKING_MIN = 30.0  # "soon after waking", minutes; a choice of ours, printed wherever it is used
EVIDENCE = "clinical"  # the question whether a spasm was seen in EEG, as a movement, or both
NOT_SAID = ""
NOTHING_MARKED = "no interval: this layer holds no marks and no reviewed time"


@dataclass(frozen=True, slots=True)
class EvidenceCount:
    """Spasms by where they were seen.

    evidence : "electroclinical", "clinical_only", "electrographic_only", as the vocabulary has them; "" = not said
    share : of those in which it was said; None for "not said" and where nothing was
    """

    evidence: str
    label: str
    count: int
    share: Estimate | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpasmStatistics:
    """The spasms of one layer in one recording.

    layer : whose marks are counted
    rule, same_event : by which clusters are formed, and marks are one event
    spasms : one mark of each, by onset
    n_marks : marks of spasms, those of one event each for itself
    doubted : ids of the spasms whose reader doubted that they happened; they are counted everywhere but in `sure`
    sure : the rate without the doubted ones, per hour recorded
    unrecorded : ids of spasms that begin where nothing was recorded: in a gap, before the start or after the end
    unreviewed : ids of spasms in recorded time that nobody reviewed; empty where no reviewed time is known
    per_hour_recorded : None where nothing was recorded
    per_hour_reviewed : None where no reviewed time is known
    recorded_s, reviewed_s : the time rates are of (s); reviewed: recorded and reviewed, None where not known
    by_state : see `state_counts`
    clusters : in order of time
    n_in_clusters : spasms in a cluster; the others stand alone or in pairs that the rule calls no cluster
    in_clusters : their share
    spasms_per_cluster, interval_s, cluster_duration_s : medians; intervals between successive onsets within clusters
    duration_s : median of the spasms whose mark has a length
    n_default_duration : of those, how many have just the length that a fresh mark gets: probably not measured
    minutes_after_waking : median over clusters that follow an awakening, with no sleep in between
    n_waking_known : clusters for which it is known
    soon_after_waking : their share that begins within `within_waking_min` of waking
    wakings_s : times of the awakenings and arousals that were marked
    evidence : by where they were seen, "not said" last
    semiology : see `semiology_rows`
    others : other seizures, mimics
    longest_free : the longest time recorded without a break in which no spasm was marked; None where nothing was
    longest_free_reviewed : the same of reviewed time; None where that is not known
    span : of the recording
    """

    layer: str
    rule: ClusterRule
    same_event: SameEventRule
    spasms: tuple[Annotation, ...]
    n_marks: int
    doubted: tuple[str, ...]
    sure: Estimate | None
    unrecorded: tuple[str, ...]
    unreviewed: tuple[str, ...]
    per_hour_recorded: Estimate | None
    per_hour_reviewed: Estimate | None
    recorded_s: float
    reviewed_s: float | None
    by_state: tuple[StateCount, ...]
    clusters: tuple[ClusterSummary, ...]
    in_clusters: Estimate | None
    spasms_per_cluster: Median | None
    interval_s: Median | None
    cluster_duration_s: Median | None
    duration_s: Median | None
    n_default_duration: int
    minutes_after_waking: Median | None
    soon_after_waking: Estimate | None
    within_waking_min: float
    wakings_s: tuple[float, ...]
    evidence: tuple[EvidenceCount, ...]
    semiology: tuple[SemiologyRow, ...]
    others: tuple[OtherEvents, ...]
    longest_free: Span | None
    longest_free_reviewed: Span | None
    span: Span

    @property
    def n_total(self) -> int:
        return len(self.spasms)

    @property
    def is_all_unreviewed(self) -> bool:
        """Whether spasms are marked, and none of them in reviewed time: its rate would be 0, beside marks."""
        return bool(self.unreviewed) and not (self.per_hour_reviewed is not None and self.per_hour_reviewed.marks)

    @property
    def n_doubted(self) -> int:
        return len(self.doubted)

    @property
    def n_in_clusters(self) -> int:
        return sum(cluster.n_spasms for cluster in self.clusters)

    @property
    def n_waking_known(self) -> int:
        return sum(cluster.minutes_awake is not None for cluster in self.clusters)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the ids of all spasms, by onset."""
        return tuple(mark.annotation_id for mark in self.spasms)

    def state(self, state: str) -> StateCount | None:
        """Return the row of a state or a sleep stage, None where there is none."""
        return next((row for row in self.by_state if row.state == state), None)

    def other(self, term_id: str) -> OtherEvents | None:
        """Return the events of another term, None where the vocabulary has no such seizure or mimic."""
        return next((row for row in self.others if row.term_id == term_id), None)

    @property
    def counting_text(self) -> str:
        """Return how it was counted: `Marks within 1 s are one event. 4 doubted spasms are counted.`."""
        rule = f"{self.same_event.text[:1].upper()}{self.same_event.text[1:]}."
        if not self.doubted:
            return f"{rule} No spasm is uncertain."
        n = self.n_doubted
        return f"{rule} {n} uncertain {'spasm is' if n == 1 else 'spasms are'} counted."


def spasm_statistics(
    marks: Iterable[Annotation],
    layer: str,
    segments: Sequence[Span],
    vocabulary: Vocabulary,
    rule: ClusterRule | None = None,
    same_event: SameEventRule | None = None,
    reviewed: Iterable[Span] | None = None,
    within_waking_min: float = WITHIN_WAKING_MIN,
    staged: Iterable[Annotation] | None = None,
) -> SpasmStatistics:
    """Return the statistics of the spasms of one layer.

    Parameters
    ----------
    marks : of any layers, in any order
    segments : spans in which samples exist
    reviewed : what was reviewed; None = not known
    staged : sleep stages and arousals that hold; None = those of `layer`
    """
    rule, same_event = rule or ClusterRule(), same_event or SameEventRule()
    own = [mark for mark in marks if mark.layer == layer]
    stages = own if staged is None else list(staged)
    segments = union_of(segments)
    seen = None if reviewed is None else common_of(reviewed, segments)
    events = spasm_events(own, same_event)
    runs = Runs(events, rule)
    clusters = summarize_clusters(form_clusters((event.mark for event in events), rule), stages)
    members = {mark.annotation_id for one in clusters for mark in one.cluster.spasms}
    recorded = {event.annotation_id for event in events if contains(segments, event.onset_s)}
    term = vocabulary.term(SPASM_TERM)
    questions = term.questions if term is not None else ()
    recorded_s, seen_s = seconds_of(segments), None if seen is None else seconds_of(seen)

    is_unread = not own and seen is None

    def rate(seconds: float, counts: Iterable[str]) -> Estimate | None:
        held = set(counts)
        counted = chosen(events, lambda event: event.annotation_id in held)
        found = rate_per_hour(runs.sizes(lambda e: e.annotation_id in held), seconds / 3600, ids_of(counted))
        return _without_interval(found) if is_unread else found

    doubted = ids_of(event for event in events if event.is_doubted)
    in_seen = recorded if seen is None else {e.annotation_id for e in events if contains(seen, e.onset_s)}
    waking = [one for one in clusters if one.minutes_awake is not None]
    soon = [one for one in waking if one.minutes_awake is not None and one.minutes_awake <= within_waking_min]
    long = [event for event in events if event.duration_s > 0]
    default_s = term.default_duration_s if term is not None else 0.0
    return SpasmStatistics(
        layer=layer,
        rule=rule,
        same_event=same_event,
        spasms=tuple(event.mark for event in events),
        n_marks=sum(len(event.marks) for event in events),
        doubted=doubted,
        sure=rate(recorded_s, recorded - set(doubted)),
        unrecorded=ids_of(event for event in events if event.annotation_id not in recorded),
        unreviewed=ids_of(event for event in events if event.annotation_id in recorded - in_seen),
        per_hour_recorded=rate(recorded_s, recorded),
        per_hour_reviewed=None if seen_s is None else rate(seen_s, in_seen),
        recorded_s=recorded_s,
        reviewed_s=seen_s,
        by_state=tuple(
            replace(row, rate=_without_interval(row.rate)) if is_unread else row
            for row in state_counts(events, runs, hypnogram_of(stages), segments)
        ),
        clusters=clusters,
        in_clusters=share_of_events(
            runs.shares(lambda event: event.annotation_id in members, lambda _event: True), _of_clusters(clusters)
        ),
        spasms_per_cluster=median_of([one.n_spasms for one in clusters], "count", _of_clusters(clusters)),
        interval_s=median_in_units([one.cluster.intervals_s for one in clusters], "s", _of_clusters(clusters)),
        cluster_duration_s=median_of([one.duration_s for one in clusters], "s", _of_clusters(clusters)),
        duration_s=median_in_units(
            [[event.duration_s for event in run if event.duration_s > 0] for run in runs.runs], "s", ids_of(long)
        ),
        n_default_duration=sum(event.duration_s == default_s for event in long),
        minutes_after_waking=median_of(
            [one.minutes_awake for one in waking if one.minutes_awake is not None], "min", _of_clusters(waking)
        ),
        soon_after_waking=share_of_events([(int(one in soon), 1) for one in waking], _of_clusters(soon)),
        within_waking_min=within_waking_min,
        wakings_s=tuple(waking_times_s(stages)),
        evidence=_evidence(events, runs, questions),
        semiology=semiology_rows(events, runs, questions),
        others=other_events(own, vocabulary.terms, same_event),
        longest_free=longest_of(_free(segments, events)),
        longest_free_reviewed=None if seen is None else longest_of(_free(seen, events)),
        span=Span(segments[0].start_s, segments[-1].stop_s) if segments else Span(0.0, 0.0),
    )


def _without_interval(rate: Estimate | None) -> Estimate | None:
    """Return a rate of a layer in which nobody marked anything: no limit follows from what nobody read."""
    return rate and replace(rate, low=None, high=None, method=NOTHING_MARKED, run_limit=None)


def _of_clusters(clusters: Iterable[ClusterSummary]) -> tuple[str, ...]:
    return tuple(mark.annotation_id for one in clusters for mark in one.cluster.spasms)


def _evidence(events: Sequence[SpasmEvent], runs: Runs, questions: Iterable[Attribute]) -> tuple[EvidenceCount, ...]:
    question = next((one for one in questions if one.name == EVIDENCE), Attribute(EVIDENCE, "Evidence"))
    given = {event.annotation_id: answers_of(event, question) for event in events}
    foreign = sorted({value for answers in given.values() for value in answers} - {v for v, _ in question.choices})
    found: list[EvidenceCount] = []
    for value, label in (*question.choices, *((value, value) for value in foreign)):
        ids = ids_of(event for event in events if value in given[event.annotation_id])
        found.append(EvidenceCount(value, label, len(ids), share_of_answer(runs, given, value, ids), ids))
    open_ids = ids_of(event for event in events if not given[event.annotation_id])
    return (*found, EvidenceCount(NOT_SAID, "Not said", len(open_ids), None, open_ids))


def _free(segments: Iterable[Span], events: Iterable[SpasmEvent]) -> list[Span]:
    """Return the parts of segments in which no spasm lies; one without a length parts them all the same."""
    spans = [Span(event.onset_s, event.onset_s + event.duration_s) for event in events]
    return [free for segment in segments for free in gaps_between(spans, segment)]
