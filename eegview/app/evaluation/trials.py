"""A detector's proposals on one recording beside what is true of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eegview.app.evaluation.comparing import ASLEEP, AWAKE, STATES, StateSpan, with_states
from eegview.clinical.agreement import Agreement, ClusterAgreement, agreement_in_state, agreement_of, cluster_agreement
from eegview.clinical.event_matching import Matching, Onset, match_events
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.model.annotation import Annotation
from eegview.model.detection import Detection
from eegview.model.span import Span

NOTHING_KNOWN = "nothing planned there"
_ASLEEP_NOTE = re.compile(r"\b(asleep|sleeping|falling asleep|drowsing off)\b", re.IGNORECASE)
_AWAKE_NOTE = re.compile(r"\b(awake|awakened|awakens|woke|eyes open)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A named stretch of a recording with an artifact, a mimic, hypsarrhythmia and the like."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording, what is true of it, and what the detector proposed.

    name : as the tables call it, "seed 1001" or a file's name
    duration_s : searched, gaps left out; what false alarms per hour are counted over; 0 where the run was refused
    truth : reference events; none where the recording is known to hold none of them
    traits : of each reference event, by words ("subtle", "asymmetric"), to see which are missed
    found : proposals with their scores
    states : where the infant is known to be awake or asleep
    circumstances : what else is there, to see what false alarms fall on
    message : what went wrong, "" where nothing did
    outside : why it is outside what the detector was made for
    run_s : time the run took
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

    def state_hours(self, state: str) -> float:
        return sum(one.span.duration_s for one in self.states if one.state == state) / 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trial seen at one threshold."""

    trial: Trial
    found: tuple[Onset, ...]
    matching: Matching
    whole: Agreement
    states: tuple[tuple[str, Agreement], ...]
    clusters: ClusterAgreement

    def state(self, name: str) -> Agreement:
        return dict(self.states)[name]


def outcome_at(trial: Trial, threshold: float | None = None, tolerance_s: float = SAME_EVENT_S) -> Outcome:
    """Return the outcome of a trial when only proposals of this score or more count; None = all."""
    kept = tuple(e for e in trial.found if threshold is None or (e.score if e.score is not None else 1.0) >= threshold)
    truth, found = with_states(trial.truth, trial.states), with_states(kept, trial.states)
    matching = match_events(truth, found, tolerance_s)
    by_state = tuple(
        (state, agreement_in_state(matching, truth, found, state, trial.state_hours(state) or None)) for state in STATES
    )
    whole = agreement_of(matching, trial.duration_s / 3600 or None)
    clusters = cluster_agreement(truth, found, matching, tolerance_s=tolerance_s)
    return Outcome(trial, found, matching, whole, by_state, clusters)


def onsets_of(detections: Iterable[Detection], term_id: str) -> tuple[Onset, ...]:
    """Return the detections of a term as they are compared, by onset."""
    found = [Onset(d.onset_s, d.duration_s, d.score) for d in detections if d.term_id == term_id]
    return tuple(sorted(found, key=lambda event: event.onset_s))


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
    """Return for each trait of reference events (found, all)."""
    found: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for outcome in outcomes:
        hit = {pair.reference for pair in outcome.matching.pairs}
        for number, traits in enumerate(outcome.trial.traits):
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
