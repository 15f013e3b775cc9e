"""What is measured of the background, and that it does not depend on the kernels in use."""

import dataclasses
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared_data import PROJECT
from trends.cut_blocks import LONGITUDINAL, eeg

from eegview.dsp import compiled, kernels
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.background import (
    BACKGROUND_VALUES,
    Background,
    mean_correlations,
    measure_rows,
    region_of_row,
)
from eegview.dsp.background_rules import BackgroundRules
from eegview.dsp.row_kernels.background_plain import mean_correlation, peaks_of
from eegview.dsp.sharp_peaks import sharp_peaks
from eegview.dsp.spectra import power_spectrum, spectral_edge_hz

pytestmark = pytest.mark.usefixtures("numba_kernels")  # compiled once for all processes

RATE_HZ = 128.0
RULES = BackgroundRules()


def _entropy(data: np.ndarray, rate_hz: float) -> np.ndarray:
    return measure_rows(np.asarray(data, np.float32)[:, None], rate_hz, RULES).entropy[:, 0]


def _sharp(data: np.ndarray) -> np.ndarray:
    return measure_rows(np.asarray(data, np.float32)[:, None], RATE_HZ, RULES).is_sharp[:, 0]


def test_entropy_is_none_for_a_slope_and_full_for_noise(kernel: kernels.Kernels) -> None:
    data = np.vstack([np.arange(5000.0), np.random.default_rng(2).normal(size=5000), np.zeros(5000)])
    slope, noise, flat = _entropy(data, 64.0)
    assert slope == pytest.approx(0, abs=1e-9)
    assert noise == pytest.approx(1, abs=0.01)
    assert flat == pytest.approx(0, abs=1e-9)


def test_entropy_of_a_wave_does_not_depend_on_the_rate(kernel: kernels.Kernels) -> None:
    found = []
    for rate_hz in (128.0, 256.0, 512.0):
        times_s = np.arange(int(10 * rate_hz)) / rate_hz
        found.append(_entropy(np.sin(2 * np.pi * 3 * times_s)[None], rate_hz)[0])
    assert found == pytest.approx([found[0]] * 3, abs=0.02)


def test_too_little_and_missing_samples_tell_nothing(kernel: kernels.Kernels) -> None:
    assert np.isnan(_entropy(np.zeros((2, 5)), 128)).all()
    data = np.random.default_rng(0).normal(size=(2, 400))
    data[0, 3] = np.nan
    assert np.isnan(_entropy(data, 128)).tolist() == [True, False]


@given(seed=st.integers(0, 99), n_rows=st.integers(2, 9))
def test_the_mean_correlation_is_that_of_all_pairs(seed: int, n_rows: int) -> None:
    data = np.random.default_rng(seed).normal(size=(n_rows, 2, 300)) + 3
    data += np.random.default_rng(seed + 1).normal(size=(2, 300))
    data = data.astype(np.float32)
    counts = np.ones((n_rows, 2), np.bool_)
    counts[0, 1] = n_rows < 3
    wanted = [
        np.asarray(np.corrcoef(data[counts[:, epoch], epoch]))[np.triu_indices(int(counts[:, epoch].sum()), 1)].mean()
        for epoch in range(2)
    ]
    before = kernels.active()
    kernels.warm_up()
    assert mean_correlations(data, counts) == pytest.approx(wanted, abs=1e-7)
    kernels.use(before)
    assert mean_correlation(data[:, 0]) == pytest.approx(wanted[0], abs=1e-7)


def test_flat_and_missing_rows_are_left_out_of_the_correlation(kernel: kernels.Kernels) -> None:
    wave = np.sin(np.arange(300) / 7)
    data = np.vstack([wave, -2 * wave, np.zeros(300), np.full(300, np.nan)]).astype(np.float32)[:, None]
    assert mean_correlations(data, np.ones((4, 1), np.bool_))[0] == pytest.approx(-1)
    assert np.isnan(mean_correlations(data[1:], np.ones((3, 1), np.bool_))[0])


def _noise(seconds: int = 10, uv: float = 8.0) -> tuple[np.ndarray, np.ndarray]:
    times_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    slow = 60 * np.sin(2 * np.pi * 1.5 * times_s)
    return times_s, (slow + np.random.default_rng(4).normal(0, uv, len(times_s))).astype(np.float32)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_second_with_a_spike_is_found(kernel: kernels.Kernels, sign: int) -> None:
    times_s, wave = _noise()
    wave += sign * 150 * np.exp(-0.5 * ((times_s - 4.5) / 0.015) ** 2)
    assert np.flatnonzero(_sharp(wave[None])[0]).tolist() == [4]


def test_a_spindle_is_not_sharp(kernel: kernels.Kernels) -> None:
    times_s, wave = _noise()
    wave += 60 * np.sin(2 * np.pi * 13 * times_s) * ((times_s > 3) & (times_s < 5))
    assert not _sharp(wave[None]).any()


def test_what_is_small_or_missing_is_not_sharp(kernel: kernels.Kernels) -> None:
    times_s, wave = _noise(uv=0.5)
    small = wave + 20 * np.exp(-0.5 * ((times_s - 4.5) / 0.015) ** 2)
    missing = np.where((times_s > 4) & (times_s < 5), np.nan, wave)
    assert not _sharp(np.vstack([small, missing])).any()


@pytest.mark.parametrize("n", [0, 3, 50])
def test_less_than_a_bin_has_no_bins(kernel: kernels.Kernels, n: int) -> None:
    assert _sharp(np.zeros((2, n))).shape == (2, 0)


@given(seed=st.integers(0, 999), steps=st.integers(1, 400))
def test_peaks_are_those_of_the_other_detectors(seed: int, steps: int) -> None:
    """Coarse values make flat tops and equal neighbours."""
    rng = np.random.default_rng(seed)
    line = (np.round(rng.normal(size=400) * 20 * steps) / steps).astype(np.float32)
    line[rng.integers(0, 400, seed % 3)] = np.nan
    wanted = sharp_peaks(line[None], RATE_HZ)
    sample, height, rise, fall = peaks_of(line, 6, 3)
    assert sample.tolist() == wanted.sample.tolist()
    np.testing.assert_array_equal(height, wanted.height_uv)
    np.testing.assert_allclose(rise / RATE_HZ, wanted.rise_s, rtol=1e-6)
    np.testing.assert_allclose(fall / RATE_HZ, wanted.fall_s, rtol=1e-6)


@given(seed=st.integers(0, 9999), least_uv=st.floats(1, 60), n=st.integers(256, 700), steps=st.integers(1, 50))
def test_kernels_agree_about_every_measure(seed: int, least_uv: float, n: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    data = (np.round(rng.normal(size=(2, 2, n)) * 20 * steps) / steps).astype(np.float32)
    for at in rng.integers(0, n, seed % 4):
        data[rng.integers(2), rng.integers(2), at] = np.nan
    rules = BackgroundRules(sharp_uv=least_uv, sharp_times=1.5, sharp_most=20)
    before = kernels.active()
    kernels.use(plain)
    of_plain = measure_rows(data, RATE_HZ, rules)
    kernels.use(compiled)
    of_compiled = measure_rows(data, RATE_HZ, rules)
    kernels.use(before)
    is_whole = ~np.isnan(of_plain.fast)
    np.testing.assert_array_equal(of_plain.amplitude[is_whole], of_compiled.amplitude[is_whole])
    np.testing.assert_allclose(of_plain.fast, of_compiled.fast, rtol=1e-6)
    np.testing.assert_array_equal(of_plain.is_sharp, of_compiled.is_sharp)
    np.testing.assert_allclose(of_plain.entropy, of_compiled.entropy, atol=1e-12)


def test_every_value_by_hand(kernel: kernels.Kernels) -> None:
    """The values of an epoch, by the shortest way to write each of them down."""
    data = eeg(18, 20.0)
    found = Background(LONGITUDINAL, RATE_HZ).measure(data.reshape(18, 2, 1280))
    for epoch in range(2):
        part = data[:, epoch * 1280 : (epoch + 1) * 1280]
        seconds_uv = np.ptp(part.reshape(18, 10, 128), axis=2)
        regions = np.array([region_of_row(row) for row in LONGITUDINAL])
        for k, region in enumerate(("frontal", "central", "temporal", "posterior")):
            assert found[epoch, k] == pytest.approx(np.median(seconds_uv[regions == region]))
        assert found[epoch, 4] == pytest.approx(np.median(seconds_uv))
        assert found[epoch, 5] == pytest.approx(np.percentile(seconds_uv, 95))
        assert found[epoch, 6] == pytest.approx(np.median(spectral_edge_hz(*power_spectrum(part, RATE_HZ))), rel=1e-4)
        pairs = np.asarray(np.corrcoef(part))[np.triu_indices(18, 1)]
        assert found[epoch, 8] == pytest.approx(pairs.mean(), abs=1e-6)
        front_uv = found[epoch, :3].mean()
        points = 2.5 * np.log2(front_uv / 230) + np.clip(8 * (0.13 - found[epoch, 8]), -1, 1)
        points += np.clip(found[epoch, 9] / 50 - 1, -1, 1)
        assert found[epoch, 10] == pytest.approx(points)
        terms = Background(LONGITUDINAL, RATE_HZ).terms(found[epoch, :10].tolist())
        assert sum(term[3] for term in terms) == pytest.approx(points)


def test_artifacts_and_gaps_leave_values_out(kernel: kernels.Kernels) -> None:
    data = eeg(18, 60.0).reshape(18, 6, 1280)
    data[:, 1] *= 100  # a cable
    data[:, 2, :700] = np.nan  # half is missing
    data[:, 3, :200] = np.nan  # 8.4 s are left, in one piece
    data[4, 4, 7] = np.nan
    found = Background(LONGITUDINAL, RATE_HZ).measure(data)
    assert np.isnan(found).all(axis=1).tolist() == [False, True, True, False, False, False]
    assert np.isfinite(found[[0, 3, 4, 5]]).all()
    piece = Background(LONGITUDINAL, RATE_HZ).measure(data[:, 3:4, 200:])
    np.testing.assert_array_equal(found[3], piece[0])


def test_nothing_gives_nothing() -> None:
    assert Background((), RATE_HZ).measure(np.zeros((0, 3, 1280))).shape == (3, len(BACKGROUND_VALUES))
    assert Background(("Fz-Cz",), RATE_HZ).measure(np.zeros((1, 0, 1280))).shape == (0, len(BACKGROUND_VALUES))


def test_terms_that_are_not_known_are_left_out() -> None:
    terms = Background(LONGITUDINAL, RATE_HZ).terms([np.nan] * 4 + [100, 120, 9, 0.8, np.nan, 20])
    assert [term[0] for term in terms] == ["seconds with sharp waves"]


def test_the_rules_are_those_of_the_parameter_file() -> None:
    path = PROJECT / "resources" / "trends" / "background.toml"
    written = tomllib.loads(path.read_text(encoding="utf-8"))["rules"]
    assert written == dataclasses.asdict(BackgroundRules())


@pytest.mark.parametrize(("name", "value"), [("bin_s", 0.0), ("sharp_uv", -1.0), ("edge_low_hz", 30.0)])
def test_rules_that_cannot_be_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        dataclasses.replace(RULES, **{name: value})


@pytest.mark.parametrize(
    ("row", "region"),
    [
        ("Fp1-F7", "frontal"),
        ("P7-O1", "posterior"),
        ("F7-T7", "temporal"),
        ("T7-O1", "posterior"),
        ("Fz-Cz", "central"),
    ],
)
def test_a_row_belongs_to_the_edge_of_the_head(row: str, region: str) -> None:
    assert region_of_row(row) == region
