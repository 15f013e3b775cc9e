"""Plan when artifacts happen, and movements that look like spasms but are none."""

from dataclasses import dataclass

import numpy as np

from eegview.model.span import Span
from eegview.simulate.head import ELECTRODES
from eegview.simulate.plan import Disturbance, Spasm, Stage
from eegview.simulate.seeds import Stream, random_stream

AWAKE, ASLEEP, ANY = ("W",), ("N1", "N2", "N3"), ("W", "N1", "N2", "N3", "R")


@dataclass(frozen=True, slots=True)
class Habit:
    """The rate of a kind of disturbance (per hour of the states it needs), and its duration."""

    group: str
    kind: str
    states: tuple[str, ...]
    per_hour: float
    shortest_s: float
    longest_s: float
    n_electrodes: tuple[int, int] = (0, 0)
    at_least_once: bool = True  # in studies of 20 minutes and more


HABITS = (
    Habit("artifact", "movement", AWAKE, 36, 1.5, 7.0),
    Habit("artifact", "electrode_pop", ANY, 6, 1.0, 6.0, (1, 1)),
    Habit("artifact", "patting", ("W", "N1"), 6, 5.0, 20.0),
    Habit("artifact", "rocking", ("W", "N1"), 4, 5.0, 20.0),
    Habit("artifact", "chewing", AWAKE, 6, 4.0, 15.0),
    Habit("artifact", "sucking", AWAKE, 6, 6.0, 25.0),
    Habit("artifact", "mains", ANY, 1.5, 20.0, 90.0, (1, 4)),
    Habit("artifact", "sweat", ASLEEP, 1.5, 20.0, 60.0, (2, 5)),
    Habit("artifact", "clipping", AWAKE, 1.5, 1.5, 5.0, (1, 3)),
    Habit("artifact", "arousal_movement", ASLEEP, 4, 2.0, 8.0),
    Habit("mimic", "startle", ("W", "N1", "N2"), 6, 0.8, 1.8),
    Habit("mimic", "benign_sleep_myoclonus", ASLEEP, 5, 3.0, 15.0),
    Habit("mimic", "hiccups", ("W", "N1"), 2, 15.0, 60.0),
    Habit("mimic", "shuddering", AWAKE, 5, 1.0, 3.0),
    Habit("mimic", "tonic_stretch", AWAKE, 5, 2.0, 6.0),
)


def plan_disturbances(
    seed: int, stages: tuple[Stage, ...], spasms: tuple[Spasm, ...], duration_s: float
) -> tuple[Disturbance, ...]:
    """Return artifacts and mimics in order of time.

    Mimics keep 4 s clear of every spasm, so that the truth stays unambiguous; artifacts may fall on one.
    Two of one kind never overlap.
    """
    rng = random_stream(seed, Stream.DISTURBANCES)
    onsets_s = np.array([spasm.onset_s for spasm in spasms])
    found: list[Disturbance] = []
    for habit in HABITS:
        own = sorted(_spans(rng, habit, stages, duration_s))
        reached_s = 0.0
        for span in own:
            clear_of_spasms = not np.any((onsets_s > span.start_s - 4) & (onsets_s < span.stop_s + 4))
            if span.start_s < reached_s + 2 or not (clear_of_spasms or habit.group == "artifact"):
                continue
            reached_s = span.stop_s
            n_electrodes = int(rng.integers(habit.n_electrodes[0], habit.n_electrodes[1] + 1))
            electrodes = tuple(str(name) for name in rng.choice(ELECTRODES[:19], n_electrodes, replace=False))
            found.append(Disturbance(0, span, habit.group, habit.kind, electrodes, float(rng.lognormal(0, 0.35))))
    found.sort(key=lambda event: (event.span, event.kind))
    return tuple(
        Disturbance(index, e.span, e.group, e.kind, e.electrodes, round(e.strength, 2)) for index, e in enumerate(found)
    )


def _spans(rng: np.random.Generator, habit: Habit, stages: tuple[Stage, ...], duration_s: float) -> list[Span]:
    """Return the spans of one kind of disturbance, each within one stage of the states it needs."""
    homes = [stage.span for stage in stages if stage.name in habit.states]
    lengths_s = np.array([home.duration_s for home in homes])
    if not homes or lengths_s.sum() <= 0:
        return []
    n_events = int(rng.poisson(habit.per_hour * lengths_s.sum() / 3600))
    if habit.at_least_once and duration_s >= 1200:
        n_events = max(n_events, 1)
    spans = []
    for home_index in rng.choice(len(homes), n_events, p=lengths_s / lengths_s.sum()):
        home = homes[home_index]
        length_s = min(rng.uniform(habit.shortest_s, habit.longest_s), home.duration_s * 0.8)
        start_s = rng.uniform(home.start_s, home.stop_s - length_s)
        if start_s > 3 and start_s + length_s < duration_s - 2:
            spans.append(Span(round(float(start_s), 2), round(float(start_s + length_s), 2)))
    return spans
