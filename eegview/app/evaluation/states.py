"""Awake and asleep: the two states in which an evaluation counts apart."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.clinical.event_matching import Onset
from eegview.clinical.hypnogram import stage_spans
from eegview.clinical.stages import SLEEP_STAGES, STAGE, WAKE
from eegview.model.annotation import Annotation
from eegview.model.span import Span

AWAKE, ASLEEP = "awake", "asleep"
STATES = (AWAKE, ASLEEP)


@dataclass(frozen=True, slots=True)
class StateSpan:
    """A stretch known to be "awake" or "asleep"."""

    span: Span
    state: str


def state_spans(stages: Iterable[Annotation]) -> tuple[StateSpan, ...]:
    """Return where sleep stages say awake or asleep, in order of time; overlaps are settled as in a hypnogram."""
    states = ((part.span, _state(part.stage)) for part in stage_spans(map(with_stage, stages)))
    return tuple(StateSpan(span, state) for span, state in states if state)


def with_stage(mark: Annotation) -> Annotation:
    """Return a sleep stage that holds its stage where we hold it, also where a table has it in a column `state`."""
    return replace(mark, attributes=((STAGE, mark.attribute(STAGE) or mark.attribute("state") or ""),))


def _state(stage: str) -> str:
    return AWAKE if stage == WAKE else ASLEEP if stage in SLEEP_STAGES else ""


def with_states(events: Sequence[Onset], spans: Sequence[StateSpan]) -> tuple[Onset, ...]:
    """Return the events with the state their onset lies in, "" where none is known."""
    if not spans:
        return tuple(events)
    starts_s = [one.span.start_s for one in spans]

    def state_at(time_s: float) -> str:
        number = bisect_right(starts_s, time_s) - 1
        return spans[number].state if number >= 0 and spans[number].span.contains(time_s) else ""

    return tuple(replace(event, state=state_at(event.onset_s)) for event in events)
