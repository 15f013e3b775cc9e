"""A detector's proposals on one recording beside what is true of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.evaluation.compared_term import counted_as
from eegview.app.evaluation.event_file import labelled_spans
from eegview.app.evaluation.states import ASLEEP, AWAKE, STATES, StateSpan, with_states
from eegview.clinical.agreement import Agreement, ClusterAgreement, agreement_in_state, agreement_of, cluster_agreement
from eegview.clinical.event_matching import Matching, Onset, match_events
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.clinical.span_scores.alike_stages import stage_agreement
from eegview.clinical.span_scores.span_agreement import SpanAgreement, span_agreement
from eegview.clinical.span_scores.spans import LabelledSpan
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection

UNKNOWN_STATE = ""
NOTHING_KNOWN = "nothing planned there"
_ASLEEP_NOTE = re.compile(r"\b(asleep|sleeping|falling asleep|drowsing off)\b", re.IGNORECASE)
_AWAKE_NOTE = re.compile(r"\b(awake|awakened|awakens|woke|eyes open)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A named stretch of a recording with an artifact, a mimic, hypsarrhythmia and the like."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class TimedTruth:
    """What is compared by time in one recording, of a term whose marks last.

    has_stages : whether its spans have a class, as sleep stages do
    epoch_s : length of the epochs in which it is compared
    truth, found : reference spans, and proposed ones with their scores
    searched : the time that counts, in order
    """

    has_stages: bool
    epoch_s: float
    truth: tuple[LabelledSpan, ...]
    searched: tuple[Span, ...]
    found: tuple[LabelledSpan, ...] = ()

    def agreement(self, threshold: float | None) -> SpanAgreement:
        """Return the agreement when only proposals of this score or more count; None = all."""
        kept = [one for one in self.found if threshold is None or one.score is None or one.score >= threshold]
        if self.has_stages:
            return stage_agreement(self.truth, kept, self.epoch_s, self.searched)
        return span_agreement(self.truth, kept, self.epoch_s, self.searched)


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording, what is true of it, and what the detector proposed.

    name : as the tables call it, "seed 1001" or a file's name
    duration_s : searched and read, gaps left out; what false alarms per hour are counted over; 0 where it was refused
    truth : reference events; none where the recording is known to hold none of them
    traits : of each reference event, by words ("subtle", "asymmetric"), to see which are missed
    found : proposals with their scores
    states : where the infant is known to be awake or asleep
    circumstances : what else is there, to see what false alarms fall on
    message : what went wrong, "" where nothing did
    outside : why it is outside what the detector was made for
    run_s : time the run took
    patient : whose it is, "P1"; "" where each trial is of a patient of its own
    length_s : of the recording from its start to its end, 0 = `duration_s`
    basis : what says what is true of it: a table, a bundle, its own notes, or the person who runs the evaluation
    refused : why it is not counted, in words that name nobody; "" where it is counted
    notes : what was left out of it, in words that name nobody
    probable : numbers of the reference events that are uncertain only in that their reader called them probable
    said : sentences that may name files, for the local key alone
    timed : what is compared by time, None for terms that are counted only
    """

    name: str
    duration_s: float
    truth: tuple[Onset, ...]
    found: tuple[Onset, ...]
    traits: tuple[frozenset[str], ...] = ()
    states: tuple[StateSpan, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    message: str = ""
    outside: tuple[str, ...] = ()
    run_s: float = 0.0
    patient: str = ""
    length_s: float = 0.0
    basis: str = ""
    refused: str = ""
    notes: tuple[str, ...] = ()
    probable: frozenset[int] = frozenset()
    said: tuple[str, ...] = ()
    timed: TimedTruth | None = None

    def state_hours(self, state: str) -> float:
        """Return the hours in a state, "" = those of which it is not known."""
        if not state:
            known_s = sum(one.span.duration_s for one in self.states if one.state in STATES)
            return max(self.duration_s - known_s, 0.0) / 3600
        return sum(one.span.duration_s for one in self.states if one.state == state) / 3600

    @property
    def hours(self) -> float:
        return self.duration_s / 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trial seen at one threshold."""

    trial: Trial
    found: tuple[Onset, ...]
    matching: Matching
    whole: Agreement
    states: tuple[tuple[str, Agreement], ...]
    clusters: ClusterAgreement
    unknown: Agreement
    spans: SpanAgreement | None = None

    def state(self, name: str) -> Agreement:
        """Return the agreement in a state, "" = where it is not known."""
        return dict(self.states)[name] if name else self.unknown

    @property
    def duration_errors_s(self) -> tuple[float, ...]:
        """The durations proposed minus those of the reference, of pairs whose reference has a length."""
        truth = self.trial.truth
        return tuple(
            self.found[pair.candidate].duration_s - truth[pair.reference].duration_s
            for pair in self.matching.pairs
            if truth[pair.reference].duration_s > 0
        )


def outcome_at(trial: Trial, threshold: float | None = None, tolerance_s: float = SAME_EVENT_S) -> Outcome:
    """Return the outcome of a trial when only proposals of this score or more count; None = all."""
    kept = tuple(e for e in trial.found if threshold is None or (e.score if e.score is not None else 1.0) >= threshold)
    truth, found = with_states(trial.truth, trial.states), with_states(kept, trial.states)
    matching = match_events(truth, found, tolerance_s)
    *by_state, (_, unknown) = (
        (state, agreement_in_state(matching, truth, found, state, trial.state_hours(state) or None))
        for state in (*STATES, UNKNOWN_STATE)
    )
    whole = agreement_of(matching, trial.duration_s / 3600 or None)
    clusters = cluster_agreement(truth, found, matching, tolerance_s=tolerance_s)
    spans = trial.timed.agreement(threshold) if trial.timed is not None else None
    return Outcome(trial, found, matching, whole, tuple(by_state), clusters, unknown, spans)


def with_probable(trial: Trial) -> Trial:
    """Return the trial in which events that their reader called probable count as true."""
    truth = tuple(
        replace(event, is_uncertain=event.is_uncertain and number not in trial.probable)
        for number, event in enumerate(trial.truth)
    )
    return replace(trial, truth=truth)


def onsets_of(detections: Iterable[Detection], term_id: str) -> tuple[Onset, ...]:
    """Return the detections of a term as they are compared, by onset."""
    counted = counted_as(term_id)
    found = [Onset(d.onset_s, d.duration_s, d.score) for d in detections if d.term_id in counted]
    return tuple(sorted(found, key=lambda event: event.onset_s))


def spans_of(detections: Iterable[Detection], term_id: str) -> tuple[LabelledSpan, ...]:
    """Return the detections of a term as they are compared by time; sleep stages with their class."""
    return labelled_spans(
        Annotation(
            f"{d.number:09d}",
            term_id,
            d.onset_s,
            d.duration_s,
            attributes=tuple(sorted((*d.attributes, ("score", repr(d.score))))),
        )
        for d in detections
        if d.term_id == term_id
    )


def false_by_circumstance(outcomes: Iterable[Outcome], reach_s: float = 2.0) -> Counter[str]:
    """Return how many false alarms lie in or within `reach_s` of each kind of circumstance; each counts for one kind.

    Where several are there the shortest goes first: it says most.
    """
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        spans = sorted(outcome.trial.circumstances, key=lambda one: one.span.duration_s)
        for number in outcome.matching.false:
            around = Span(outcome.found[number].onset_s, outcome.found[number].onset_s).widened(reach_s)
            counted[next((one.name for one in spans if one.span.overlaps(around)), NOTHING_KNOWN)] += 1
    return counted


def found_by_trait(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """Return for each trait of certain reference events (found, all)."""
    found: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for outcome in outcomes:
        hit = {pair.reference for pair in outcome.matching.pairs}
        for number, traits in enumerate(outcome.trial.traits):
            if outcome.trial.truth[number].is_uncertain:
                continue
            whole.update(traits)
            found.update(traits if number in hit else ())
    return {trait: (found[trait], whole[trait]) for trait in sorted(whole)}


def states_from_notes(notes: Sequence[Annotation], duration_s: float) -> tuple[StateSpan, ...]:
    """Return where a technologist's notes say the patient is awake or asleep.

    A note holds until the next that says otherwise. Before the first nothing is known.
    """
    said: list[tuple[float, str]] = []
    for note in sorted(notes, key=lambda mark: mark.onset_s):
        state = ASLEEP if _ASLEEP_NOTE.search(note.text) else AWAKE if _AWAKE_NOTE.search(note.text) else ""
        if state and (not said or said[-1][1] != state) and 0 <= note.onset_s < duration_s:
            said.append((note.onset_s, state))
    ends_s = [*(time_s for time_s, _ in said), duration_s][1:]
    return tuple(StateSpan(Span(start_s, end_s), state) for (start_s, state), end_s in zip(said, ends_s, strict=True))
