"""What an epoch lies in: the state of sleep by the hypnogram, and how far the nearest spasm is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import WAKE
from eegview.model.annotation import Annotation
from eegview.model.span import Span

MOSTLY = 0.8  # of the epoch in one state, to take that state as its own
_ANSWER_OF = {WAKE: "awake", "N1": "nrem", "N2": "nrem", "N3": "nrem", "Q": "nrem", "R": "rem"}
_LABELS = {"awake": "awake", "nrem": "NREM sleep", "rem": "REM sleep"}


@dataclass(frozen=True, slots=True)
class EpochState:
    """The state of an epoch as the sleep stages of one layer tell it.

    answer : the stored answer to the question of the state, "" where the stages give none
    text : how it was found, or why it was not, one sentence
    """

    answer: str
    text: str


def epoch_state(marks: Iterable[Annotation], epoch: Span) -> EpochState:
    """Return the state of an epoch: that of at least `MOSTLY` of it.

    Active sleep below two months is not taken for REM sleep, and sleep without a stage for neither.

    marks : of one layer
    """
    seconds: dict[str, float] = {}
    stages: dict[str, float] = {}
    for bout in hypnogram_of(marks).bouts:
        common = bout.span.intersection(epoch)
        if common is not None and common.duration_s:
            stages[bout.stage] = stages.get(bout.stage, 0.0) + common.duration_s
            answer = _ANSWER_OF.get(bout.stage, "")
            seconds[answer] = seconds.get(answer, 0.0) + common.duration_s
    if not stages:
        return EpochState("", "State: not staged here; answer it by the page.")
    shares = ", ".join(
        f"{stage or 'no stage'} {100 * held_s / epoch.duration_s:.0f} %"
        for stage, held_s in sorted(stages.items(), key=lambda one: -one[1])
    )
    answer, held_s = max(((a, s) for a, s in seconds.items() if a), key=lambda one: one[1], default=("", 0.0))
    if held_s >= MOSTLY * epoch.duration_s:
        return EpochState(answer, f"State from the sleep stages: {_LABELS[answer]} ({shares} of the epoch).")
    return EpochState(
        "", f"State not filled in: no single state holds for {100 * MOSTLY:.0f} % of the epoch ({shares})."
    )


def nearest_spasm_s(marks: Iterable[Annotation], epoch: Span) -> float | None:
    """Return how far the nearest spasm begins from an epoch (s): < 0 before it, > 0 after it, 0 inside; None for none.

    marks : of one layer
    """
    distances_s = (_distance_s(mark.onset_s, epoch) for mark in marks if mark.term_id == SPASM_TERM)
    return min(distances_s, key=abs, default=None)


def nearest_spasm_text(distance_s: float | None) -> str:
    """Return the distance as text: `Nearest spasm: 8 min before the epoch`."""
    if distance_s is None:
        return "Nearest spasm: none marked in this layer."
    if distance_s == 0:
        return "Nearest spasm: within the epoch."
    size_s, side = abs(distance_s), "before" if distance_s < 0 else "after"
    length = (
        f"{size_s:.0f} s" if size_s < 100 else f"{size_s / 60:.0f} min" if size_s < 7200 else f"{size_s / 3600:.1f} h"
    )
    return f"Nearest spasm: {length} {side} the epoch."


def context_text(marks: Iterable[Annotation], epoch: Span, layer: str) -> str:
    """Return what a score stands in, for paper: `Sleep: N2 · nearest spasm: 8 min before the epoch · layer “ada”`.

    marks : of all layers
    """
    of_layer = [mark for mark in marks if mark.layer == layer]
    state = hypnogram_of(of_layer).state_text(epoch) or "not staged"
    away_s = nearest_spasm_s(of_layer, epoch)
    near = nearest_spasm_text(away_s).rstrip(".")
    spasm = "no spasm marked" if away_s is None else f"{near[:1].lower()}{near[1:]}"
    return f"Sleep: {state} · {spasm}" + (f" · layer “{layer}”" if layer else "")


def _distance_s(time_s: float, epoch: Span) -> float:
    if time_s < epoch.start_s:
        return time_s - epoch.start_s
    return max(time_s - epoch.stop_s, 0.0)
