"""Short waves that come by chance: spikes, spindles, posterior slow waves, vertex waves, blinks, eye movements.

They are drawn in blocks of 8 s that depend only on the seed and the block's number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np

from eegview.model.span import Span
from eegview.simulate.canvas import Canvas
from eegview.simulate.head import POSITIONS, electrode_index, spread
from eegview.simulate.plan import StudyPlan
from eegview.simulate.seeds import Stream, random_stream

BLOCK_S = 8.0
_LONGEST_S = 12.0  # no wave lasts longer
PEAK_AFTER_S, RUN_STEP_S = 0.1, 0.15  # of a spike, after its onset; between the spikes of a run
_BLINK_FIELD = spread(np.array([0.0, 0.93, -0.37]), 38)
_LEFT_EYE, _RIGHT_EYE = (spread(np.array([x, 0.9, -0.35]) / np.linalg.norm([x, 0.9, -0.35]), 30) for x in (-0.5, 0.5))


def _at(name: str, rng: np.random.Generator, scatter: float) -> np.ndarray:
    centre = POSITIONS[electrode_index(name)] + rng.normal(0, scatter, 3)
    return centre / np.linalg.norm(centre)


def add_graphoelements(canvas: Canvas, plan: StudyPlan) -> None:
    """Add all waves that touch this canvas."""
    for rng, start_s, rates in _blocks(plan, canvas.start_s - _LONGEST_S, canvas.stop_s):
        for kind, per_s in rates:
            for onset_s in start_s + BLOCK_S * np.sort(rng.random(rng.poisson(per_s * BLOCK_S))):
                kind(canvas, plan, rng, float(onset_s))


@dataclass(frozen=True, slots=True, eq=False)
class Spike:
    """One spike or sharp wave of the background, or a run of up to three; its truth, without the waves around it.

    onset_s : of what is drawn; the first peak is `PEAK_AFTER_S` later
    focus : unit vector of where it comes from
    field : (21,) how far it reaches, peak 1
    sizes_uv, widths_s, slow_s, slow_shares : of each spike of a run
    """

    onset_s: float
    focus: np.ndarray
    field: np.ndarray
    sizes_uv: tuple[float, ...]
    widths_s: tuple[float, ...]
    slow_s: tuple[float, ...]
    slow_shares: tuple[float, ...]

    @property
    def peaks_s(self) -> tuple[float, ...]:
        """Return when each spike of the run peaks."""
        return tuple(self.onset_s + PEAK_AFTER_S + RUN_STEP_S * place for place in range(len(self.sizes_uv)))


def spikes_within(plan: StudyPlan, span: Span) -> tuple[Spike, ...]:
    """Return the spikes of the background that begin in a span, in order of time."""
    found: list[Spike] = []
    for rng, start_s, rates in _blocks(plan, span.start_s, span.stop_s):
        per_s = dict(rates)[_spike]  # drawn first in its block, so that nothing else needs to be
        onsets_s = start_s + BLOCK_S * np.sort(rng.random(rng.poisson(per_s * BLOCK_S)))
        found += [_drawn_spike(plan, rng, float(onset_s)) for onset_s in onsets_s]
    return tuple(spike for spike in found if span.contains(spike.onset_s))


class _NoCanvas:
    """A canvas on which nothing is drawn: what comes by chance is drawn from the same numbers."""

    def window(self, _start_s: float, _length_s: float) -> None:
        """Return that no part of a wave lies here."""


def waves_within(plan: StudyPlan, span: Span) -> tuple[tuple[str, float], ...]:
    """Return name (`spindle`, `vertex_wave`, `eye_movement` …) and onset of the other waves that begin in a span."""
    found: list[tuple[str, float]] = []
    nowhere = cast("Canvas", _NoCanvas())
    for rng, start_s, rates in _blocks(plan, span.start_s, span.stop_s):
        for kind, per_s in rates:
            for onset_s in start_s + BLOCK_S * np.sort(rng.random(rng.poisson(per_s * BLOCK_S))):
                kind(nowhere, plan, rng, float(onset_s))
                if kind is not _spike and span.contains(float(onset_s)):
                    found.append((kind.__name__.removeprefix("_"), float(onset_s)))
    return tuple(sorted(found, key=lambda one: one[1]))


def _blocks(
    plan: StudyPlan, start_s: float, stop_s: float
) -> Iterator[tuple[np.random.Generator, float, "list[tuple[Kind, float]]"]]:
    """Yield for each block its random numbers, its start, and how often each kind of wave comes."""
    for block in range(max(int(start_s // BLOCK_S), 0), int(stop_s // BLOCK_S) + 1):
        block_s = block * BLOCK_S
        if block_s >= plan.duration_s:
            break
        centre_s = np.array([block_s + BLOCK_S / 2])
        stage = plan.stages[int(plan.stage_at(centre_s)[0])].name
        level = float(plan.hypsarrhythmia_at(centre_s)[0])
        yield random_stream(plan.seed, Stream.TRANSIENTS, block), block_s, _rates(plan, stage, level)


Kind = Callable[[Canvas, StudyPlan, np.random.Generator, float], None]


def _rates(plan: StudyPlan, stage: str, level: float) -> list[tuple[Kind, float]]:
    patient = plan.patient
    rates: list[tuple[Kind, float]] = [(_spike, patient.spike_rate_hz * level + 0.03)]
    calm = 1 - 0.8 * level
    if stage == "N2":
        rates.append((_spindle, patient.spindles_per_min / 60 * calm))
    if stage in ("N2", "N3"):
        rates.append((_posterior_slow_wave, 0.14 * (1 - 0.5 * level)))
    if stage in ("N1", "N2"):
        rates.append((_vertex_wave, 0.06 * calm))
    if stage == "W":
        rates.append((_blink, 0.16))
    if stage in ("W", "R"):
        rates.append((_eye_movement, 0.2))
    return rates


def _spike(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add a spike or sharp wave with its after-going slow wave; now and then a run of two or three."""
    spike = _drawn_spike(plan, rng, onset_s)
    runs = zip(spike.sizes_uv, spike.widths_s, spike.slow_s, spike.slow_shares, strict=True)
    for repeat, (size_uv, width_s, slow_s, slow_share) in enumerate(runs):
        found = canvas.window(onset_s + RUN_STEP_S * repeat, 0.9)
        if found is None:
            continue
        where, since_s = found
        wave = np.exp(-0.5 * ((since_s - PEAK_AFTER_S) / width_s) ** 2)
        wave -= 0.35 * np.exp(-0.5 * ((since_s - PEAK_AFTER_S - 2.2 * width_s) / (1.3 * width_s)) ** 2)
        wave += slow_share * np.exp(-0.5 * ((since_s - 0.12 - 2.2 * slow_s) / slow_s) ** 2)
        canvas.eeg[:, where] += np.outer(spike.field, size_uv * wave)


def _drawn_spike(plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> Spike:
    patient = plan.patient
    focus = patient.spike_foci[rng.choice(len(patient.spike_foci), p=patient.spike_foci_weights)]
    if patient.hypsarrhythmia_form != "consistent_focus" and rng.random() < 0.3:
        focus = POSITIONS[int(rng.integers(0, 19))]
    field = spread(focus, float(rng.uniform(18, 32)))
    n_spikes = 1 + int(rng.random() < 0.2) + int(rng.random() < 0.08)
    parts: list[tuple[float, float, float, float]] = []
    for _ in range(n_spikes):
        size_uv = -float(rng.uniform(60, 260)) * patient.hypsarrhythmia_gain  # negative, as most spikes are
        width_s, slow_s = float(rng.uniform(0.012, 0.04)), float(rng.uniform(0.1, 0.2))
        parts.append((size_uv, width_s, slow_s, float(rng.uniform(0.1, 0.6))))
    sizes_uv, widths_s, slows_s, shares = zip(*parts, strict=True)
    return Spike(onset_s, focus, field, sizes_uv, widths_s, slows_s, shares)


def _spindle(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add a sleep spindle over one or both central regions; at this age the sides rarely go together."""
    length_s = float(np.clip(plan.patient.spindle_s * rng.lognormal(0, 0.35), 0.5, 11.0))
    sides = (("C3",), ("C4",), ("C3", "C4"))[int(rng.choice(3, p=(0.35, 0.35, 0.3)))]
    for name in sides:
        field = spread(_at(name, rng, 0.08), 30)
        late_s = float(rng.uniform(0, 0.5))
        frequency_hz, phase = plan.patient.spindle_hz + rng.normal(0, 0.25), rng.uniform(0, 2 * np.pi)
        size_uv = float(rng.uniform(14, 34))
        found = canvas.window(onset_s + late_s, length_s)
        if found is None:
            continue
        where, since_s = found
        envelope = np.sin(np.pi * since_s / length_s) ** 0.8
        carrier = np.sin(2 * np.pi * frequency_hz * since_s + phase)
        # Infants' spindles are comb-shaped: one side of each wave is sharper.
        carrier += 0.25 * np.sin(2 * (2 * np.pi * frequency_hz * since_s + phase) + 1.2)
        canvas.eeg[:, where] += np.outer(field, size_uv * envelope * carrier)


def _posterior_slow_wave(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add a posterior slow wave of sleep: they pass 200 µV in 83 % of healthy infants (Mytinger, PMID 29315089)."""
    size_uv = -plan.patient.posterior_wave_uv * float(rng.lognormal(0, 0.25))
    tilt = float(rng.uniform(-0.5, 0.5))
    centre = np.array([tilt, -0.92, 0.2])
    field = spread(centre / np.linalg.norm(centre), float(rng.uniform(30, 42)))
    width_s = float(rng.uniform(0.09, 0.2))
    found = canvas.window(onset_s, 1.6)
    if found is None:
        return
    where, since_s = found
    wave = np.exp(-0.5 * ((since_s - 0.4) / width_s) ** 2)
    wave -= 0.55 * np.exp(-0.5 * ((since_s - 0.4 - 2.6 * width_s) / (1.4 * width_s)) ** 2)
    canvas.eeg[:, where] += np.outer(field, size_uv * wave)


def _vertex_wave(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add a vertex sharp wave, negative at Cz, often a little to one side in infants."""
    field = spread(_at("Cz", rng, 0.2), 30)
    size_uv, width_s = -float(rng.uniform(60, 150)), float(rng.uniform(0.04, 0.08))
    found = canvas.window(onset_s, 0.9)
    if found is None:
        return
    where, since_s = found
    wave = np.exp(-0.5 * ((since_s - 0.25) / width_s) ** 2)
    wave -= 0.4 * np.exp(-0.5 * ((since_s - 0.25 - 2.5 * width_s) / (1.5 * width_s)) ** 2)
    canvas.eeg[:, where] += np.outer(field, size_uv * wave)


def _blink(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add a blink: the cornea turns up, frontopolar electrodes become positive, those below the eye negative."""
    size_uv, width_s = float(rng.uniform(70, 190)), float(rng.uniform(0.06, 0.11))
    found = canvas.window(onset_s, 0.8)
    if found is None:
        return
    where, since_s = found
    wave = np.exp(-0.5 * ((since_s - 0.3) / width_s) ** 2) - 0.12 * np.exp(-0.5 * ((since_s - 0.5) / 0.1) ** 2)
    canvas.from_eyes[:, where] += np.outer(_BLINK_FIELD, size_uv * wave)
    canvas.eye[:, where] += np.outer((0.9, -0.7), size_uv * wave).astype(np.float32)


def _eye_movement(canvas: Canvas, plan: StudyPlan, rng: np.random.Generator, onset_s: float) -> None:
    """Add an eye movement to one side and back: opposite at the two eyes."""
    size_uv, hold_s = float(rng.normal(0, 70)), float(rng.uniform(0.2, 2.0))
    found = canvas.window(onset_s, hold_s + 1.0)
    if found is None:
        return
    where, since_s = found
    wave = 1 / (1 + np.exp(-(since_s - 0.1) / 0.02)) - 1 / (1 + np.exp(-(since_s - 0.1 - hold_s) / 0.03))
    wave *= np.exp(-since_s / 1.2)
    canvas.from_eyes[:, where] += np.outer(0.45 * (_LEFT_EYE - _RIGHT_EYE), size_uv * wave)
    canvas.eye[:, where] += np.outer((1.0, -1.0), size_uv * wave).astype(np.float32)
