"""Choose stretches of a simulated study in which the truth of what is asked is plain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from eegview.model.span import Span

if TYPE_CHECKING:
    from eegview.simulate.plan import StudyPlan

LENGTHS_S = (15.0, 12.0, 10.0)
_BEFORE_S, _AFTER_S = 3.5, 5.0  # at least, around what is asked about


def event_spans(plan: StudyPlan) -> list[tuple[Span, str]]:
    """Return everything that could be asked about or mistaken, with what tells the kinds apart, in order of time."""
    found = [(spasm.span, "spasm") for spasm in plan.spasms]
    found += [(event.span, event.kind) for event in plan.disturbances]
    found += [(event.whole, event.kind) for event in plan.sleep_events]
    found += [(one.span, "decrement") for one in plan.decrements]
    return sorted(found)


def stretch_around(
    plan: StudyPlan,
    event: Span,
    others: Sequence[tuple[Span, str]],
    rng: np.random.Generator,
    longest_s: float,
    clear_s: float = 3.0,
) -> Span | None:
    """Return a stretch of whole seconds in which an event is the only spasm, and nothing else is near it.

    None where there is no room. The event begins at no fixed place.

    event : from its onset on
    others : see `event_spans`; the event itself is among them and does not count
    clear_s : so far nothing else may lie before and after it
    """
    near = event.widened(clear_s)
    left_s, right_s = 0.0, plan.duration_s
    for span, kind in others:
        if span.start_s == event.start_s and abs(span.stop_s - event.stop_s) < 60:
            continue
        if span.overlaps(near):
            return None
        if kind == "spasm":
            if span.stop_s <= event.start_s:
                left_s = max(left_s, span.stop_s + 2.0)
            else:
                right_s = min(right_s, span.start_s - 0.5)
    lengths_s = [length_s for length_s in LENGTHS_S if length_s <= longest_s] or [longest_s]
    order = rng.permutation(len(lengths_s))
    for length_s in (lengths_s[place] for place in order):
        earliest_s = max(np.ceil(left_s), np.ceil(event.start_s + _AFTER_S - length_s))
        latest_s = min(np.floor(right_s - length_s), np.floor(event.start_s - _BEFORE_S))
        if latest_s >= earliest_s:
            start_s = float(rng.integers(int(earliest_s), int(latest_s) + 1))
            return Span(start_s, start_s + length_s)
    return None


def electrodes_of(field: np.ndarray, share: float = 0.6) -> tuple[str, ...]:
    """Return the electrodes where a field (21,) reaches a share of its highest value, the highest first."""
    from eegview.simulate.head import ELECTRODES

    size = np.abs(field[:19])  # without the ears
    chosen = [place for place in np.argsort(-size) if size[place] >= share * size.max()]
    return tuple(ELECTRODES[place] for place in chosen)


def age_text(plan: StudyPlan) -> str:
    """Return `about 5 months old`."""
    return f"about {plan.patient.age_months:.0f} months old"


def state_at(plan: StudyPlan, time_s: float) -> str:
    """Return the simulator's stage at a time."""
    return plan.stages[int(plan.stage_at(np.array([time_s]))[0])].name


def history_of(plan: StudyPlan, time_s: float, with_state: bool = True) -> str:
    """Return what may be told of the infant: its age, and what was seen of its state."""
    text = age_text(plan)
    if not with_state:
        return f"An infant {text}."
    stage = plan.stages[int(plan.stage_at(np.array([time_s]))[0])]
    minutes = int((time_s - stage.span.start_s) / 60)
    if stage.name != "W":
        state = "asleep"
    elif stage.span.start_s == 0 or minutes >= 10:
        state = "awake"
    else:
        state = "awake for less than a minute" if minutes == 0 else f"awake for {minutes} min"
    return f"An infant {text}, {state}."
