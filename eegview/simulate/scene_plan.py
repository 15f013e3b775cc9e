"""Plan when a caregiver comes, a blanket lies, the light changes, the camera is moved."""

import numpy as np

from eegview.model.span import Span
from eegview.simulate import scene
from eegview.simulate.plan import Disturbance, Stage
from eegview.simulate.scene import SceneEvent
from eegview.simulate.seeds import Stream, random_stream

# (kind, states, events an hour of them, shortest, longest in s)
_HABITS = (
    (scene.CARE, ("W",), 10.0, 5.0, 35.0),
    (scene.CARE, ("N1", "N2", "N3", "R"), 3.0, 4.0, 15.0),
    (scene.EXPOSURE, ("W", "N1", "N2", "N3", "R"), 4.0, 2.0, 6.0),
    (scene.FLICKER, ("W", "N1", "N2", "N3", "R"), 1.5, 20.0, 90.0),
    (scene.SHADOW, ("W", "N1", "N2", "N3", "R"), 4.0, 1.0, 4.0),
    (scene.CAMERA_MOVED, ("W", "N1", "N2", "N3", "R"), 0.7, 0.3, 1.2),
)
_WITH_HANDS = ("patting", "rocking")
_LIFTED_SHARE, _LEAST_LIFT_S = 0.08, 2.5  # of the longer restless movements awake, an infant is taken up in some
_BLANKET_SHARE, _DARK_SHARE, _INFRARED_SHARE = 0.7, 0.6, 0.5  # of all times asleep


def plan_scene(
    seed: int, stages: tuple[Stage, ...], disturbances: tuple[Disturbance, ...], duration_s: float
) -> tuple[SceneEvent, ...]:
    """Return what happens around the infant, in order of time. It has streams of its own: the EEG stays the same.

    A lifted infant is taken up in a restless movement, which the EEG shows too; patting and rocking bring a caregiver.
    """
    rng = random_stream(seed, Stream.SCENE)
    found: list[tuple[Span, str, float]] = []
    for kind, states, per_hour, shortest_s, longest_s in _HABITS:
        for stage in (stage for stage in stages if stage.name in states):
            n_events = rng.poisson(per_hour * stage.span.duration_s / 3600)
            starts_s = rng.uniform(stage.span.start_s, stage.span.stop_s, n_events)
            lengths_s = rng.uniform(shortest_s, longest_s, n_events)
            found += [(_span(a, a + b), kind, _strength(rng)) for a, b in zip(starts_s, lengths_s, strict=True)]
    for event in disturbances:
        early_s, late_s, is_lifted, away_s = rng.uniform(1, 4), rng.uniform(1, 4), rng.random(), rng.uniform(15, 60)
        if event.kind in _WITH_HANDS:
            found.append((_span(event.span.start_s - early_s, event.span.stop_s + late_s), scene.CARE, 0.4))
        elif event.kind == "movement" and event.span.duration_s > _LEAST_LIFT_S and is_lifted < _LIFTED_SHARE:
            found.append((_span(event.span.start_s, event.span.start_s + away_s), scene.LIFTED, 1.0))
    for start_s, stop_s in _sleeps(stages):
        found += _bedding(rng, start_s, stop_s)
    inside = sorted(
        (one for one in found if one[0].start_s > 2 and one[0].stop_s < duration_s - 2),
        key=lambda one: (one[0], one[1]),
    )
    return tuple(SceneEvent(number, *one) for number, one in enumerate(_apart(inside)))


def _bedding(rng: np.random.Generator, start_s: float, stop_s: float) -> list[tuple[Span, str, float]]:
    """Return blanket, dark and infrared of one sleep."""
    covered, dark, infrared, *late_s = rng.uniform(0, 1, 7)
    found: list[tuple[Span, str, float]] = []
    if covered < _BLANKET_SHARE:
        span = _span(start_s + 20 * late_s[0], stop_s + 5 + 90 * late_s[1])
        found.append((span, scene.BLANKET, round(float(rng.uniform(0.5, 1.5)), 2)))
        found += [(_span(at_s - 4, at_s + 4), scene.CARE, 1.0) for at_s in (span.start_s, span.stop_s)]
    if dark < _DARK_SHARE and stop_s > start_s + 60:
        span = _span(start_s - 20 * late_s[2], stop_s + 5 + 40 * late_s[3])
        found.append((span, scene.LAMP_OFF, round(float(rng.uniform(0.7, 1.2)), 2)))
        if infrared < _INFRARED_SHARE:
            found.append((_span(span.start_s + 1.5, span.stop_s + 1.5), scene.INFRARED, 1.0))
    return found


def _sleeps(stages: tuple[Stage, ...]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for stage in stages:
        if stage.name == "W":
            continue
        if found and found[-1][1] == stage.span.start_s:
            found[-1] = found[-1][0], stage.span.stop_s
        else:
            found.append((stage.span.start_s, stage.span.stop_s))
    return found


def _apart(events: list[tuple[Span, str, float]]) -> list[tuple[Span, str, float]]:
    """Return the events without those that overlap an earlier one of their kind; nobody cares for one who is away."""
    reached_s: dict[str, float] = {}
    kept = []
    for one in events:
        group = "people" if one[1] in (scene.CARE, scene.LIFTED) else one[1]
        if one[0].start_s >= reached_s.get(group, 0.0):
            reached_s[group] = one[0].stop_s + 1.0
            kept.append(one)
    return kept


def _span(start_s: float, stop_s: float) -> Span:
    return Span(round(float(start_s), 2), round(float(stop_s), 2))


def _strength(rng: np.random.Generator) -> float:
    return round(float(rng.lognormal(0, 0.3)), 2)
