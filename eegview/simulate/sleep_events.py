"""Plan what comes in sleep beside spasms: arousals, K-complexes, runs of vertex waves, twitches of REM sleep.

Rates are assumptions unless a source is named; each infant has its own share of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from eegview.model.span import Span
from eegview.simulate.patient import Patient
from eegview.simulate.plan import Decrement, SleepEvent, Spasm, Stage
from eegview.simulate.seeds import Stream, random_stream

LONGEST_S = 40.0  # no event lasts longer

# K-complexes are assumed to appear from four months on and to be usual from six.
_K_COMPLEX_MONTHS = (4.0, 6.0)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How often a kind comes (per hour of each state), how long it is, and the attenuation that follows it.

    attenuation : share of events that have one, (shortest, longest) s, (least, most) depth
    """

    name: str
    per_hour: dict[str, float]
    length_s: tuple[float, float]
    attenuation: tuple[float, tuple[float, float], tuple[float, float]] = (0.0, (0, 0), (0, 0))


_KINDS = (
    # Spontaneous arousals are more frequent in REM than in NREM sleep (McNamara 2002, J Physiol): the rates are not.
    _Kind("arousal", {"N1": 8, "N2": 6, "N3": 4, "R": 10}, (3.0, 15.0)),
    _Kind("k_complex", {"N2": 40}, (0.7, 1.3), (0.6, (0.5, 1.6), (0.3, 0.65))),
    _Kind("vertex_run", {"N1": 20, "N2": 16}, (2.0, 9.0), (0.4, (0.7, 2.0), (0.3, 0.6))),
    _Kind("slow_wave_attenuation", {"N2": 20, "N3": 20}, (0.6, 2.2), (1.0, (0.8, 3.0), (0.45, 0.85))),
    _Kind("twitches", {"R": 50}, (0.6, 5.0)),
)


def plan_sleep_events(
    patient: Patient,
    stages: tuple[Stage, ...],
    spasms: tuple[Spasm, ...],
    decrements: tuple[Decrement, ...],
    duration_s: float,
) -> tuple[SleepEvent, ...]:
    """Return all events of sleep in order of time.

    Every awakening has an arousal, and so has most every spasm out of sleep; other events keep clear of spasms and of
    each other.
    """
    rng = random_stream(patient.seed, Stream.SLEEP_EVENTS)
    found = [*_awakenings(rng, stages, duration_s), *_with_spasms(rng, spasms, duration_s)]
    taken = [one.whole.widened(2) for one in found]
    taken += [Span(spasm.onset_s - 8, spasm.span.stop_s + 10) for spasm in spasms]
    taken += [one.span.widened(3) for one in decrements]
    for kind in _KINDS:
        habit = float(rng.lognormal(0, 0.4))
        if kind.name == "k_complex":
            habit *= float(np.interp(patient.age_months, _K_COMPLEX_MONTHS, (0.0, 1.0)))
        for event in _by_chance(rng, kind, stages, habit):
            clear = event.span.start_s > 4 and event.whole.stop_s < duration_s - 4
            if clear and not any(event.whole.overlaps(other) for other in taken):
                found.append(event)
                taken.append(event.whole.widened(2))
    found.sort(key=lambda one: (one.span, one.kind))
    return tuple(replace(one, index=index) for index, one in enumerate(found))


def _awakenings(rng: np.random.Generator, stages: tuple[Stage, ...], duration_s: float) -> Iterable[SleepEvent]:
    for before, after in pairwise(stages):
        if before.name != "W" and after.name == "W" and after.span.start_s < duration_s - 20:
            start_s = max(after.span.start_s - rng.uniform(0.2, 3.0), before.span.start_s)
            yield _arousal(rng, start_s, rng.uniform(5, 15))


def _with_spasms(rng: np.random.Generator, spasms: tuple[Spasm, ...], duration_s: float) -> Iterable[SleepEvent]:
    """Return the arousals that spasms come with; one in five has only its own burst of muscle."""
    for spasm in spasms:
        if spasm.state != "W" and rng.random() < 0.8 and spasm.onset_s < duration_s - 30:
            yield _arousal(rng, spasm.onset_s - rng.uniform(-0.4, 1.5), rng.uniform(4, 15))


def _arousal(rng: np.random.Generator, start_s: float, length_s: float) -> SleepEvent:
    return _event("arousal", start_s, length_s, float(rng.lognormal(0, 0.3)))


def _event(kind: str, start_s: float, length_s: float, strength: float) -> SleepEvent:
    start_s = round(float(start_s), 2)
    return SleepEvent(0, Span(start_s, round(start_s + float(length_s), 2)), kind, round(strength, 2), 0.0, 0.0)


def _by_chance(rng: np.random.Generator, kind: _Kind, stages: tuple[Stage, ...], habit: float) -> list[SleepEvent]:
    events = []
    share, lengths_s, depths = kind.attenuation
    for stage in stages:
        n_events = rng.poisson(kind.per_hour.get(stage.name, 0.0) * habit * stage.span.duration_s / 3600)
        for start_s in np.sort(rng.uniform(stage.span.start_s, stage.span.stop_s, n_events)):
            event = _event(kind.name, start_s, rng.uniform(*kind.length_s), float(rng.lognormal(0, 0.3)))
            if rng.random() < share:
                event = replace(
                    event,
                    attenuation_s=round(float(rng.uniform(*lengths_s)), 2),
                    attenuation_depth=round(float(rng.uniform(*depths)), 2),
                )
            if event.whole.stop_s < stage.span.stop_s:
                events.append(event)
    return events
