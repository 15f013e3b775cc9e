"""Move what is around the drawn infant: a caregiver's arms, the infant taken up, a blanket over the limbs."""

import numpy as np

from eegview.simulate import scene
from eegview.simulate.plan import StudyPlan
from eegview.simulate.scene import SceneEvent
from eegview.simulate.seeds import Stream, random_stream

LEANS, REACHES, LIFTS = (
    5,
    23,
    16,
)  # steps of how far a caregiver leans in, where the hands are, how far the infant is up
BLANKET_LATE_S, BLANKET_SHARE = 0.25, 0.35  # what moves under a blanket is seen so much later, and so much of it
_ARRIVING_S, _LIFTING_S, _AWAY_AFTER_S = 1.2, 1.5, 4.0


def covered_at(plan: StudyPlan, times_s: np.ndarray) -> np.ndarray:
    """Return for each time what a blanket covers: 0 nothing, 1 the legs, 2 arms and legs."""
    level = np.zeros(len(times_s), np.int8)
    for event in plan.scene:
        if event.kind == scene.BLANKET:
            inside = (times_s >= event.span.start_s) & (times_s < event.span.stop_s)
            level[inside] = 2 if event.strength > 1 else 1
    return level


def caregiver_at(plan: StudyPlan, times_s: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (n,) each: how far the caregiver leans in, where the hands are, how far the infant is lifted away."""
    leans, reaches, lifts = (np.zeros(len(times_s)) for _ in range(3))
    for event in plan.scene:
        if event.kind not in (scene.CARE, scene.LIFTED):
            continue
        first, stop = np.searchsorted(times_s, (event.span.start_s, event.span.stop_s))
        if first == stop:
            continue
        here_s = times_s[first:stop]
        is_lift = event.kind == scene.LIFTED
        lean = _ramp(here_s, event, _ARRIVING_S)
        if is_lift:  # the caregiver goes out of the picture with the infant
            from_edge_s = np.minimum(here_s - event.span.start_s, event.span.stop_s - here_s)
            lean *= np.clip((_AWAY_AFTER_S - from_edge_s) / _ARRIVING_S, 0, 1)
        leans[first:stop] = np.maximum(leans[first:stop], LEANS * lean * (1.0 if event.strength > 0.5 else 0.5))
        reaches[first:stop] = REACHES / 2 if is_lift else _reach(here_s, event, plan.seed)
        if is_lift:
            up = np.clip(np.minimum(here_s - event.span.start_s - 0.6, event.span.stop_s - here_s - 0.6), 0, None)
            lifts[first:stop] = LIFTS * np.clip(up / _LIFTING_S, 0, 1)
    return leans, reaches, lifts


def _ramp(times_s: np.ndarray, event: SceneEvent, length_s: float) -> np.ndarray:
    return np.clip(np.minimum(times_s - event.span.start_s, event.span.stop_s - times_s) / length_s, 0, 1)


def _reach(times_s: np.ndarray, event: SceneEvent, seed: int) -> np.ndarray:
    """Return where the hands are: they wander over the infant, resting in between."""
    rng = random_stream(seed, Stream.SCENE, event.index + 1)
    since_s = times_s - event.span.start_s
    speeds_hz, turns = rng.uniform(0.08, 0.6, 3), rng.uniform(0, 2 * np.pi, 3)
    swing = np.sin(2 * np.pi * since_s[:, None] * speeds_hz + turns).sum(axis=1) / 2
    return REACHES * (0.5 + 0.5 * np.clip(swing, -1, 1))
