"""Where the simulator drew its sleep spindles: the truth file does not list them, so they are drawn once more."""

import copy
from dataclasses import dataclass
from unittest import mock

import numpy as np

from eegview.model.span import Span
from eegview.simulate import graphoelements
from eegview.simulate.canvas import Canvas
from eegview.simulate.plan import RATE_HZ, StudyPlan

_PIECE_S = 60


@dataclass(frozen=True, slots=True)
class TrueSpindle:
    """One spindle, over one or both central regions.

    span : from the first side's start to the last side's end
    hypsarrhythmia : level of hypsarrhythmia there, 0-1; under it a spindle can hardly be seen
    """

    span: Span
    sides: tuple[str, ...]
    largest_uv: float
    hypsarrhythmia: float


def true_spindles(plan: StudyPlan) -> list[TrueSpindle]:
    """Return the spindles of a simulated study in order of time."""
    found: dict[float, TrueSpindle] = {}
    original = graphoelements._spindle

    def noting(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
        found[onset_s] = _drawn(plan, copy.deepcopy(rng), onset_s)
        original(canvas, plan, rng, onset_s)

    with mock.patch.object(graphoelements, "_spindle", noting):
        for start_s in range(0, round(plan.duration_s), _PIECE_S):
            graphoelements.add_graphoelements(Canvas(start_s * RATE_HZ, _PIECE_S * RATE_HZ), plan)
    return [found[onset_s] for onset_s in sorted(found)]


def _drawn(plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> TrueSpindle:
    """Return what the simulator is about to draw with this generator, in the order in which it draws."""
    length_s = float(np.clip(plan.patient.spindle_s * rng.lognormal(0, 0.35), 0.5, 11.0))
    sides = (("C3",), ("C4",), ("C3", "C4"))[int(rng.choice(3, p=(0.35, 0.35, 0.3)))]
    lates_s, sizes_uv = [], []
    for _ in sides:
        rng.normal(0, 0.08, 3)
        lates_s.append(float(rng.uniform(0, 0.5)))
        rng.normal(0, 0.25)
        rng.uniform(0, 2 * np.pi)
        sizes_uv.append(float(rng.uniform(14, 34)))
    level = float(plan.hypsarrhythmia_at(np.array([onset_s]))[0])
    span = Span(onset_s + min(lates_s), onset_s + max(lates_s) + length_s)
    return TrueSpindle(span, sides, max(sizes_uv), level)
