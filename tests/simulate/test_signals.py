"""The samples of a simulated study against its own truth."""

import numpy as np
from scipy.signal import butter, sosfiltfilt

from eegview.model.span import Span
from eegview.simulate.head import ELECTRODES, POSITIONS
from eegview.simulate.plan import RATE_HZ
from eegview.simulate.signals import CHANNELS, make_simulation
from eegview.simulate.study import plan_study


def _rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def _cut(values: np.ndarray, start_s: float, stop_s: float) -> np.ndarray:
    return values[int(start_s * RATE_HZ) : int(stop_s * RATE_HZ)]


def test_any_cut_of_the_study_gives_the_same_samples(made):
    simulation = make_simulation(made.plan)
    for start_s, stop_s in ((0, 7), (37, 71), (200, 201), (330, 360)):
        part = simulation.stretch(Span(start_s, stop_s))
        for channel, values in zip(CHANNELS, part, strict=True):
            whole = made.samples[channel.label][start_s * channel.rate_hz : stop_s * channel.rate_hz]
            assert values.shape == whole.shape
            assert np.max(np.abs(values - whole)) < 0.02, channel.label


def test_samples_depend_on_the_seed_only():
    first, again, other = (make_simulation(plan_study(1 / 30, seed)).stretch(Span(20, 25)) for seed in (8, 8, 9))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.allclose(first[0], other[0])


def test_no_channel_is_flat_or_not_a_number(made):
    for label, values in made.samples.items():
        assert np.isfinite(values).all(), label
        assert values.std() > 1, label


def test_deltoids_burst_in_spasms_that_are_not_subtle(made):
    seen = 0
    for spasm in made.plan.spasms:
        if spasm.is_subtle:
            continue
        leading = "left" if spasm.side == "right" else "right"
        emg = np.diff(made.deltoid(leading))  # the difference takes out slow waves
        middle_s = (spasm.emg_span.start_s + spasm.emg_span.stop_s) / 2
        inside = _rms(_cut(emg, middle_s - 0.2, middle_s + 0.2))
        before = _rms(_cut(emg, spasm.onset_s - 1.2, spasm.onset_s))
        seen += inside > 4 * before
    n_strong = sum(not spasm.is_subtle for spasm in made.plan.spasms)
    assert n_strong >= 3
    assert seen >= 0.8 * n_strong  # a few fall into movement


def test_the_slow_wave_stands_out_of_the_background_before_it(made):
    ratios = []
    for spasm in made.plan.spasms:
        peak = [
            np.ptp(_cut(made.eeg(name), spasm.onset_s, spasm.onset_s + 1.6))
            / np.ptp(_cut(made.eeg(name), spasm.onset_s - 2.0, spasm.onset_s - 0.4))
            for name in ("Cz", "C3", "C4", "Fz", "Pz")
        ]
        ratios.append(max(peak))
    assert np.median(ratios) > 2
    assert min(ratios) < 4 * np.median(ratios)


def test_the_background_attenuates_after_a_spasm():
    plan = plan_study(0.5, 1)
    simulation = make_simulation(plan)
    band = butter(3, (3, 12), "bandpass", fs=RATE_HZ, output="sos")  # without muscle and slow wave
    depths = []
    for spasm in plan.spasms:
        decrement = spasm.attenuation_span
        if decrement is None or decrement.duration_s < 1.5 or spasm.is_subtle:
            continue
        start_s = int(spasm.onset_s) - 4
        part = np.array(simulation.stretch(Span(start_s, start_s + 10))[: len(ELECTRODES)])
        quiet = sosfiltfilt(band, part, axis=1)
        late = slice(int((decrement.stop_s - 0.7 - start_s) * RATE_HZ), int((decrement.stop_s - start_s) * RATE_HZ))
        early = slice(0, 3 * RATE_HZ)
        depths.append(np.median(quiet[:, late].std(axis=1) / quiet[:, early].std(axis=1)))
    assert len(depths) >= 4
    assert np.median(depths) < 0.6


def test_hypsarrhythmia_is_of_higher_voltage_than_the_same_sleep_without():
    plan = plan_study(1.0, 2)
    simulation = make_simulation(plan)
    loud = next(p.span for p in plan.hypsarrhythmia if p.level > 0.7 and p.span.duration_s > 40)
    awake = next(s.span for s in plan.stages if s.name == "W")
    calm_s = next(
        t
        for t in range(int(awake.start_s) + 10, int(awake.stop_s) - 20)
        if not plan.hypsarrhythmia_at(np.arange(t - 8, t + 18)).any()
    )

    def size_uv(start_s: float) -> float:
        f3, c3 = ELECTRODES.index("P3"), ELECTRODES.index("C3")
        part = simulation.stretch(Span(int(start_s), int(start_s) + 10))
        return float(np.ptp((part[f3] - part[c3]).reshape(5, -1), axis=1).mean())

    assert size_uv(loud.start_s + 12) > 180
    assert size_uv(loud.start_s + 12) > 1.8 * size_uv(calm_s)


def test_heart_beats_come_at_an_infants_rate(made):
    ecg = made.samples["ECG1"] - made.samples["ECG2"]
    high = ecg > 0.6 * np.percentile(ecg, 99.9)
    beats = np.flatnonzero(np.diff(high.astype(int)) == 1)
    per_min = len(beats) / (made.plan.duration_s / 60)
    assert 95 < per_min < 165


def test_electrodes_lie_on_a_symmetric_head():
    assert np.allclose(np.linalg.norm(POSITIONS, axis=1), 1)
    mirrored = POSITIONS * (-1, 1, 1)
    for left, right in (("Fp1", "Fp2"), ("F3", "F4"), ("P7", "P8"), ("C3", "C4"), ("O1", "O2"), ("A1", "A2")):
        assert np.allclose(mirrored[ELECTRODES.index(left)], POSITIONS[ELECTRODES.index(right)])
