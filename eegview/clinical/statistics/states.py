"""Spasms by state: awake, asleep and in each sleep stage, with the hours that were staged and a rate where they were.

The state is that of the sleep stage at the onset. Where none was staged there the reader's own answer on the spasm
counts, which has no hours and therefore no rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from eegview.clinical.hypnogram import Hypnogram
from eegview.clinical.stages import SLEEP_STAGES, STAGES, WAKE, short_name
from eegview.clinical.statistics.estimate import Estimate
from eegview.clinical.statistics.rates import rate_per_hour
from eegview.clinical.statistics.spasm_events import Runs, SpasmEvent, chosen, ids_of
from eegview.clinical.statistics.time_spans import common_of, contains, seconds_of
from eegview.model.span import Span


class State(StrEnum):
    """What a spasm is counted as; sleep stages have rows of their own besides."""

    AWAKE = "awake"
    ASLEEP = "asleep"
    AROUSAL = "arousal"
    DROWSY = "drowsy"
    NOT_STAGED = "not_staged"


_ANSWERED = {
    "awake": State.AWAKE,
    "nrem": State.ASLEEP,
    "rem": State.ASLEEP,
    "arousal": State.AROUSAL,
    "drowsy": State.DROWSY,
}
_LABELS = {
    State.AWAKE: "awake",
    State.ASLEEP: "asleep",
    State.AROUSAL: "on arousal",
    State.DROWSY: "drowsy",
    State.NOT_STAGED: "not staged",
}


@dataclass(frozen=True, slots=True)
class StateCount:
    """The spasms of one state.

    state : one of `State`, or a sleep stage
    count : spasms in this state, `n_answered` among them
    n_answered : whose state is the reader's answer on the spasm, for want of a staged one
    seconds : recorded time that is staged so (s); None where no time can be said for it
    rate : spasms by stage per hour of `seconds`; None without hours
    marks : ids of all `count` spasms, by onset
    spans : where the state was recorded
    is_part : a row of one sleep stage, which is counted in “asleep” as well
    """

    state: str
    label: str
    count: int
    n_answered: int
    seconds: float | None
    rate: Estimate | None
    marks: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    is_part: bool = False


def state_counts(
    events: Sequence[SpasmEvent], runs: Runs, hypnogram: Hypnogram, segments: Sequence[Span]
) -> tuple[StateCount, ...]:
    """Return the spasms by state: awake, asleep, each sleep stage there is, what readers answered, not staged.

    segments : spans in which samples exist
    """
    staged = {
        stage: common_of((bout.span for bout in hypnogram.bouts if bout.stage == stage), segments) for stage in STAGES
    }
    stage_of = {event.annotation_id: hypnogram.stage_at(event.onset_s) for event in events}
    has_stages = any(staged.values())

    def row(
        state: str, label: str, stages: Sequence[str], answered: tuple[SpasmEvent, ...], is_part: bool = False
    ) -> StateCount:
        spans = tuple(sorted(span for stage in stages for span in staged[stage]))
        by_stage = chosen(events, lambda event: stage_of[event.annotation_id] in stages)
        rated = {event.annotation_id for event in by_stage if contains(spans, event.onset_s)}
        sizes = runs.sizes(lambda event: event.annotation_id in rated)
        seconds = seconds_of(spans)
        ids = ids_of(sorted((*by_stage, *answered), key=lambda event: (event.onset_s, event.annotation_id)))
        rate = rate_per_hour(sizes, seconds / 3600, [i for i in ids if i in rated])
        return StateCount(
            state, label, len(ids), len(answered), seconds if has_stages else None, rate, ids, spans, is_part
        )

    def answered(state: State) -> tuple[SpasmEvent, ...]:
        return chosen(events, lambda one: stage_of[one.annotation_id] not in STAGES and _answer(one) is state)

    rows = [
        row(State.AWAKE, _LABELS[State.AWAKE], (WAKE,), answered(State.AWAKE)),
        row(State.ASLEEP, _LABELS[State.ASLEEP], SLEEP_STAGES, answered(State.ASLEEP)),
    ]
    parts = (row(stage, short_name(stage), (stage,), (), is_part=True) for stage in SLEEP_STAGES)
    rows += [part for part in parts if part.count or part.seconds]
    for state in (State.AROUSAL, State.DROWSY):
        if said := answered(state):
            rows.append(StateCount(state, _LABELS[state], len(said), len(said), None, None, ids_of(said)))
    rest = answered(State.NOT_STAGED)
    open_s = seconds_of(segments) - sum(map(seconds_of, staged.values()))
    rows.append(
        StateCount(State.NOT_STAGED, _LABELS[State.NOT_STAGED], len(rest), 0, max(0.0, open_s), None, ids_of(rest))
    )
    return tuple(rows)


def _answer(event: SpasmEvent) -> State:
    return _ANSWERED.get(event.answer("state"), State.NOT_STAGED)
