"""Scalp muscle, arousals and the waves of sleep that look like spasms, measured from the samples."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from eegview.app.evaluation.simulated_truth import circumstances_of
from eegview.model.span import Span
from eegview.simulate.head import ELECTRODES
from eegview.simulate.plan import RATE_HZ, SleepEvent, StudyPlan
from eegview.simulate.signals import CHANNELS, Simulation, make_simulation
from eegview.simulate.study import plan_study
from eegview.simulate.truth import truth_rows

SEEDS = (2001, 2002, 2003)
LOW_ROWS = (("Fp1", "F7"), ("Fp2", "F8"), ("F7", "T7"), ("F8", "T8"), ("T7", "P7"), ("T8", "P8"))
ROWS = (*LOW_ROWS, ("F3", "C3"), ("F4", "C4"), ("C3", "P3"), ("C4", "P4"), ("P3", "O1"), ("P4", "O2"), ("Fz", "Cz"))
EMG = [channel.label for channel in CHANNELS].index("EMG1")


@cache
def made(seed: int, hours: float = 1.0) -> Simulation:
    return make_simulation(plan_study(hours, seed))


def rows_uv(samples: list[np.ndarray], rows=ROWS) -> np.ndarray:
    return np.array([samples[ELECTRODES.index(a)] - samples[ELECTRODES.index(b)] for a, b in rows])


def level(rows: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    """Return the median over rows of ln rms of a band, 8 a second."""
    filtered = sosfiltfilt(butter(3, (low_hz, high_hz), "bandpass", fs=RATE_HZ, output="sos"), rows, axis=1)
    return np.log(np.median(np.sqrt(np.mean(filtered.reshape(len(rows), -1, RATE_HZ // 8) ** 2, axis=2)), axis=0))


def losses(simulation: Simulation, peaks_s: list[float], *bands_hz: tuple[float, float]) -> list[list[float]]:
    """Return for each moment how much each band loses in the least second of the three after it."""
    found = []
    for peak_s in peaks_s:
        start_s = int(peak_s) - 12
        rows = rows_uv(simulation.stretch(Span(start_s, start_s + 18)))
        peak = round((peak_s - start_s) * 8)
        found.append(
            [
                float(
                    np.median(one[8 : peak - 12])
                    - np.convolve(one[peak + 4 : peak + 26], np.ones(8) / 8, "valid").min()
                )
                for one in (level(rows, *band_hz) for band_hz in bands_hz)
            ]
        )
    return found


def area(above: np.ndarray, below: np.ndarray) -> float:
    return float(np.mean(above[:, None] > below[None, :]))


def moments(plan: StudyPlan, states: str, n_moments: int) -> list[float]:
    """Return moments of these states far from spasms."""
    rng = np.random.default_rng(plan.seed)
    onsets_s = np.array([spasm.onset_s for spasm in plan.spasms])
    drawn_s = rng.uniform(20, plan.duration_s - 20, 400)
    names = np.array([stage.name for stage in plan.stages])[plan.stage_at(drawn_s)]
    kept = [
        t for t, name in zip(drawn_s, names, strict=True) if name in states.split() and abs(onsets_s - t).min() > 20
    ]
    return kept[:n_moments]


def test_awake_the_electrodecrement_is_seen_below_muscle_and_hardly_with_it():
    spasms, rest = [], []
    for seed in SEEDS:
        plan = made(seed).plan
        awake = [s for s in plan.spasms if s.state == "W" and 15 < s.onset_s < plan.duration_s - 20][:14]
        peaks_s = [s.onset_s + s.slow_delay_s + 0.75 * s.slow_s for s in awake]
        spasms += losses(made(seed), peaks_s, (5, 15), (5, 40))
        rest += losses(made(seed), moments(plan, "W", 12), (5, 15), (5, 40))
    (below, with_muscle), (rest_below, rest_with) = np.array(spasms).T, np.array(rest).T
    assert len(spasms) > 30
    assert 0.7 < area(below, rest_below) < 0.96
    assert 0.45 < area(with_muscle, rest_with) < 0.76


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_scalp_muscle_follows_the_state_and_sits_low_on_the_head(seed: int):
    simulation = made(seed)
    plan = simulation.plan
    by_state = {}
    for state in ("W", "N1", "N2", "N3", "R"):
        spans = [s.span for s in plan.stages if s.name == state and s.span.duration_s > 12]
        parts = [simulation.stretch(Span(int(s.start_s) + 6, int(s.start_s) + 12)) for s in spans[:8]]
        parts += [simulation.stretch(Span(int(s.stop_s) - 8, int(s.stop_s) - 2)) for s in spans[:8]]
        low = np.median([np.median(level(rows_uv(part, LOW_ROWS), 26, 38)) for part in parts])
        centre = np.median([np.median(level(rows_uv(part, ROWS[-7:-3]), 26, 38)) for part in parts])
        by_state[state] = (np.exp(low), np.exp(centre))
    awake, asleep = by_state["W"], [by_state[state][0] for state in ("N2", "N3", "R")]
    assert awake[0] > 2.2 * max(asleep)
    assert awake[0] > 1.5 * awake[1]
    assert max(asleep) < 2.0
    assert by_state["N1"][0] < awake[0]


def only(simulation: Simulation, kind: str, n_wanted: int) -> list[SleepEvent]:
    plan = simulation.plan
    apart = [e for e in plan.sleep_events if e.kind == kind and not plan.hypsarrhythmia_at(np.array([e.span.start_s]))]
    return [e for e in apart if 20 < e.span.start_s < plan.duration_s - 40][:n_wanted]


def stretch_with(simulation: Simulation, event: SleepEvent | None, span: Span) -> list[np.ndarray]:
    """Return a stretch of the study in which no other event of sleep comes, and no disturbance."""
    events = () if event is None else (event,)
    plan = replace(simulation.plan, sleep_events=events, disturbances=())
    return make_simulation(plan).stretch(span)


def test_an_arousal_has_muscle_and_quickens_the_heart_and_other_waves_of_sleep_have_none():
    simulation = made(1, 3.0)
    for kind in ("arousal", "k_complex", "vertex_run", "slow_wave_attenuation", "twitches"):
        gains, waves, calmed = [], [], []
        for event in only(simulation, kind, 4):
            start_s = int(event.span.start_s) - 2
            span = Span(start_s, start_s + 20)
            with_it, without = (stretch_with(simulation, one, span) for one in (event, None))
            inside = slice(
                round((event.span.start_s - start_s) * RATE_HZ), round((event.whole.stop_s - start_s) * RATE_HZ)
            )
            muscle = [level(rows_uv(part, LOW_ROWS), 40, 100)[16:-8] for part in (with_it, without)]
            gains.append(np.exp(np.max(np.convolve(muscle[0] - muscle[1], np.ones(4) / 4, "valid"))))
            difference = rows_uv(with_it) - rows_uv(without)
            waves.append(np.abs(difference[:, inside]).max())
            if event.attenuation_span:
                after = slice(inside.stop - RATE_HZ // 2, inside.stop)
                calmed.append(rows_uv(with_it)[:, after].std() / rows_uv(without)[:, after].std())
        assert len(gains) >= 3, kind
        if kind == "arousal":
            assert np.median(gains) > 2
        elif kind == "twitches":
            assert np.median(gains) > 1.1
        else:
            assert max(gains) < 1.3, kind
            assert np.median(waves) > 50, kind
        if kind == "slow_wave_attenuation":
            assert np.median(calmed) < 0.8
    arousals_s = np.array([e.span.start_s for e in simulation.plan.sleep_events if e.kind == "arousal"])
    beats_s, intervals_s = simulation.body.beats_s[1:], np.diff(simulation.body.beats_s)
    rises = [
        intervals_s[(beats_s > t - 10) & (beats_s < t)].mean()
        / intervals_s[(beats_s > t + 3) & (beats_s < t + 9)].mean()
        for t in arousals_s
    ]
    assert np.median(rises) > 1.04


def test_muscle_goes_on_after_part_of_the_spasms():
    simulation = made(2002)
    plan = simulation.plan
    ratios = {True: [], False: []}
    for spasm in plan.spasms:
        if spasm.is_subtle or not 15 < spasm.onset_s < plan.duration_s - 20:
            continue
        start_s = int(spasm.emg_span.stop_s)
        part = stretch_with(simulation, None, Span(start_s - 10, start_s + 3))
        limb = part[EMG + (2 if spasm.side == "left" else 0)] - part[EMG + (3 if spasm.side == "left" else 1)]
        scalp = np.exp(level(rows_uv(part, LOW_ROWS), 40, 100))
        from_sample = round((spasm.emg_span.stop_s - start_s + 10.2) * RATE_HZ)
        limb_rms = np.diff(limb)[from_sample : from_sample + 200].std() / np.median(
            np.abs(np.diff(limb)[: 8 * RATE_HZ])
        )
        ratios[spasm.muscle_after_s > 2].append((limb_rms, scalp[from_sample // 32 : from_sample // 32 + 6].mean()))
    longer, not_longer = np.array(ratios[True]), np.array(ratios[False])
    assert min(len(longer), len(not_longer)) >= 3
    assert np.all(np.median(longer, axis=0) > 1.5 * np.median(not_longer, axis=0))


def test_events_of_sleep_are_planned_apart_and_named_in_the_truth():
    states = []
    for seed in range(1, 9):
        plan = plan_study(3.0, seed)
        states += [spasm.state for spasm in plan.spasms]
        events = plan.sleep_events
        assert [event.index for event in events] == list(range(len(events)))
        assert all(a.span.start_s <= b.span.start_s for a, b in pairwise(events))
        for spasm in plan.spasms:
            near = {e.kind for e in events if e.whole.overlaps(spasm.span)}
            assert near <= {"arousal"}
        for before, after in pairwise(plan.stages):
            if before.name != "W" and after.name == "W" and after.span.start_s < plan.duration_s - 20:
                at_s = after.span.start_s
                assert any(e.kind == "arousal" and -0.1 < at_s - e.span.start_s < 3.1 for e in events)
        told = {(row["trial_type"], row["onset"]) for row in truth_rows(plan)}
        assert all((e.kind, f"{e.span.start_s:.3f}") in told for e in events)
        names = {circumstance.name for circumstance in circumstances_of(plan)}
        assert {"sleep: arousal", "sleep: vertex run", "sleep: slow wave attenuation"} <= names
        has_k_complexes = any(event.kind == "k_complex" for event in events)
        assert has_k_complexes == (plan.patient.age_months > 4.2) or plan.patient.age_months < 5
    asleep = np.mean([state in ("N2", "N3", "R") for state in states])
    assert 0.01 < asleep < 0.1
