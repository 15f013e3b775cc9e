"""CDSA, edge, bands, asymmetry and synchrony against scipy, sines and plain arithmetic."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st
from trends.cut_blocks import LONGITUDINAL, NEONATAL, computed, eeg, parameters_of

from eegview.dsp.trends import spectra
from eegview.dsp.trends.block import RATE_HZ

PARAMETERS = parameters_of("spectra")
LEFT = tuple(PARAMETERS["rows"]["left"])
RIGHT = tuple(PARAMETERS["rows"]["right"])


def _values(data: np.ndarray, rows: tuple[str, ...] = LONGITUDINAL) -> dict[str, np.ndarray]:
    return computed(spectra.build(rows, PARAMETERS), rows, data)


def _numbers(rows: tuple[str, ...]) -> list[int]:
    return [LONGITUDINAL.index(row) for row in rows]


def _sines(frequency_hz: float, uv: float = 50.0, seconds: float = 60.0, n_rows: int = 18) -> np.ndarray:
    times_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    phases = np.linspace(0, 3, n_rows)[:, None]
    return (uv * np.sin(2 * np.pi * frequency_hz * times_s + phases)).astype(np.float32)


@pytest.mark.parametrize("offset_uv", [0.0, 4000.0])
def test_the_spectrogram_is_that_of_scipy(offset_uv: float) -> None:
    data = eeg(18, 120.0) + np.float32(offset_uv)
    found = _values(data)
    at_hz, _times_s, power = scipy.signal.spectrogram(
        data.astype(np.float64), RATE_HZ, "hann", nperseg=256, noverlap=0, detrend="constant", scaling="density"
    )
    trend = spectra.build(LONGITUDINAL, PARAMETERS)
    for column in trend.columns[:4]:
        side = column.column_id.removeprefix("cdsa_")
        wanted = power[_numbers(tuple(PARAMETERS["rows"][side]))].mean(axis=0).T[:, :61]
        np.testing.assert_allclose(column.frequencies_hz, at_hz[:61])
        shown = wanted > 1e-5 * wanted.max()  # single precision: 50 dB below the largest nobody sees
        np.testing.assert_allclose(found[column.column_id][shown], 10 * np.log10(wanted)[shown], atol=0.005)
        np.testing.assert_allclose(10 ** (found[column.column_id] / 10), wanted, rtol=2e-3, atol=1e-6 * wanted.max())


def test_a_sine_of_50_uv_has_its_power_in_its_bin() -> None:
    found = 10 ** (_values(_sines(10.0))["cdsa_left"] / 10)
    at_hz = np.arange(61) / 2
    assert (at_hz[found.argmax(axis=1)] == 10).all()
    # half the square of its amplitude, spread over the three bins of a Hann window, 0.5 Hz each
    np.testing.assert_allclose(found.sum(axis=1) * 0.5, 50**2 / 2, rtol=1e-3)


@given(frequency_hz=st.floats(1.5, 28.5))
def test_the_edge_of_a_sine_is_its_frequency(frequency_hz: float) -> None:
    found = _values(_sines(frequency_hz, seconds=10.0))
    for name in ("sef90", "sef95", "sef95_left", "sef90_right"):
        np.testing.assert_allclose(found[name], frequency_hz, atol=0.75)  # the Hann window is two bins wide
    if (2 * frequency_hz) % 1 == 0:
        # a sixth of the power lies in the bin above: 90 % is within a bin, 95 % is 0.6 Hz up
        np.testing.assert_allclose(found["sef90"], frequency_hz, atol=0.5)


@pytest.mark.parametrize("frequency_hz", [2.0, 6.0, 10.0, 20.0])
def test_a_sine_is_wholly_within_its_band(frequency_hz: float) -> None:
    found = _values(_sines(frequency_hz))
    for band, (low_hz, high_hz) in PARAMETERS["bands"].items():
        wanted = 100.0 if low_hz <= frequency_hz < high_hz else 0.0
        for side in ("", "_left", "_right"):
            np.testing.assert_allclose(found[f"relative_{band}{side}"], wanted, atol=0.01)


@given(seed=st.integers(0, 99))
def test_bands_make_up_the_whole(seed: int) -> None:
    found = _values(eeg(18, 20.0, seed))
    for side in ("", "_left", "_right"):
        total = sum(found[f"relative_{band}{side}"] for band in PARAMETERS["bands"])
        np.testing.assert_allclose(total, 100, atol=1e-3)


def test_edges_and_bands_of_noise_are_those_of_welch() -> None:
    data = eeg(18, 30.0)
    found = _values(data)
    at_hz, power = scipy.signal.welch(
        data[:, 1280:2560].astype(np.float64), RATE_HZ, "hann", nperseg=256, noverlap=0, detrend="constant"
    )
    mean = power.mean(axis=0)
    inside = (at_hz >= 0.5) & (at_hz <= 30)
    sums = np.cumsum(mean[inside]) / mean[inside].sum()
    assert found["sef90"][1] == pytest.approx(np.interp(0.9, sums, at_hz[inside] + 0.25), abs=0.01)
    delta = mean[(at_hz >= 0.5) & (at_hz < 4)].sum() / mean[inside].sum()
    assert found["relative_delta"][1] == pytest.approx(100 * delta, rel=1e-4)


def test_asymmetry_has_sign_and_size_of_the_side_that_is_larger() -> None:
    data = eeg(18, 60.0)
    data[_numbers(RIGHT)] = data[_numbers(LEFT)] * np.float32(np.sqrt(3))  # three times the power: (3 − 1) / (3 + 1)
    found = _values(data)
    np.testing.assert_allclose(found["asymmetry_cdsa"], 50, atol=0.01)
    np.testing.assert_allclose(found["asymmetry_spectral"], 50, atol=0.01)
    np.testing.assert_allclose(found["asymmetry_spectral_absolute"], 50, atol=0.01)
    data[_numbers(RIGHT)] = data[_numbers(LEFT)] / np.float32(np.sqrt(3))
    found = _values(data)
    np.testing.assert_allclose(found["asymmetry_spectral"], -50, atol=0.01)
    np.testing.assert_allclose(found["asymmetry_spectral_absolute"], 50, atol=0.01)


def test_asymmetry_of_a_wave_on_one_side_is_at_its_frequency() -> None:
    data = eeg(18, 60.0)
    data[_numbers(RIGHT)] = data[_numbers(LEFT)]
    data[_numbers(RIGHT)] += _sines(12.0, 200.0, n_rows=8)
    found = _values(data)["asymmetry_cdsa"]
    assert (found[:, 24] > 90).all()
    assert (np.abs(found[:, :20]) < 5).all()
    # what chance alone gives without sign, as the definition says
    by_chance = _values(eeg(18, 600.0, 7))["asymmetry_spectral_absolute"]
    assert 20 < by_chance.mean() < 30


def test_synchrony_of_the_same_and_the_turned_signal() -> None:
    data = eeg(18, 60.0)
    data[_numbers(RIGHT)] = data[_numbers(LEFT)]
    np.testing.assert_allclose(_values(data)["synchrony"], 1, atol=1e-4)
    data[_numbers(RIGHT)] *= -2
    np.testing.assert_allclose(_values(data)["synchrony"], -1, atol=1e-4)
    assert np.abs(_values(eeg(18, 600.0))["synchrony"]).mean() < 0.1


def test_synchrony_is_the_correlation_of_the_filtered_windows() -> None:
    data = eeg(18, 30.0)
    data[_numbers(RIGHT)] += data[_numbers(LEFT)]
    found = _values(data)["synchrony"][1]
    windows = data[:, 1280:2560].astype(np.float64).reshape(18, 5, 256)
    tapered = (windows - windows.mean(axis=2, keepdims=True)) * scipy.signal.get_window("hann", 256)
    transformed = np.fft.rfft(tapered, axis=2)
    transformed[..., :2] = 0  # below 1 Hz
    transformed[..., 61:] = 0  # above 30 Hz
    kept = np.fft.irfft(transformed, axis=2).reshape(18, -1)
    each = [np.corrcoef(kept[a], kept[b])[0, 1] for a, b in zip(_numbers(LEFT), _numbers(RIGHT), strict=True)]
    assert found == pytest.approx(np.mean(each), abs=1e-5)


def test_rows_that_run_the_other_way_are_turned() -> None:
    data = eeg(12, 30.0)
    for left, right, sign in (("Fp1-T7", "Fp2-T8", 1), ("T7-C3", "C4-T8", -1), ("T7-O1", "T8-O2", 1)):
        data[NEONATAL.index(right)] = sign * data[NEONATAL.index(left)]
    for left, right in (("Fp1-C3", "Fp2-C4"), ("C3-O1", "C4-O2")):
        data[NEONATAL.index(right)] = data[NEONATAL.index(left)]
    trend = spectra.build(NEONATAL, PARAMETERS)
    found = computed(trend, NEONATAL, data)
    np.testing.assert_allclose(found["synchrony"], 1, atol=1e-4)
    definition = next(column.definition for column in trend.columns if column.column_id == "synchrony")
    assert "C3-Cz" not in definition  # its counterpart shares Cz with it
    assert [one.column_id for one in trend.missing] == ["cdsa_midline"]
    assert "Fz" in trend.missing[0].why


def _wpli_plain(left: np.ndarray, right: np.ndarray) -> float:
    """Return the debiased squared wPLI of Vinck 2011 of (n_windows, 256), mean over 4 to 13 Hz, pair by pair."""
    taper = scipy.signal.get_window("hann", 256)
    crossed = [
        np.fft.rfft((a - a.mean()) * taper) * np.conj(np.fft.rfft((b - b.mean()) * taper))
        for a, b in zip(left, right, strict=True)
    ]
    found = []
    for k in range(8, 27):
        lagging = np.array([one[k].imag for one in crossed])
        above = sum(x * y for i, x in enumerate(lagging) for j, y in enumerate(lagging) if i != j)
        below = sum(abs(x * y) for i, x in enumerate(lagging) for j, y in enumerate(lagging) if i != j)
        found.append(above / below)
    return float(np.mean(found))


def test_wpli_is_that_of_a_plain_implementation() -> None:
    data = eeg(18, 90.0)
    delayed = np.roll(data[_numbers(LEFT)], 3, axis=1)
    data[_numbers(RIGHT)] = 0.5 * data[_numbers(RIGHT)] + delayed
    found = _values(data)["synchrony_wpli"]
    windows = data.astype(np.float64).reshape(18, 45, 256)
    for cell in (2, 4, 6):
        around = slice(5 * cell - 10, 5 * cell + 15)
        each = [
            _wpli_plain(windows[a, around], windows[b, around])
            for a, b in zip(_numbers(LEFT), _numbers(RIGHT), strict=True)
        ]
        assert found[cell] == pytest.approx(np.mean(each), abs=1e-4)
    # at both ends fewer windows are there
    ends = [_wpli_plain(windows[a, :15], windows[b, :15]) for a, b in zip(_numbers(LEFT), _numbers(RIGHT), strict=True)]
    assert found[0] == pytest.approx(np.mean(ends), abs=1e-4)


def test_wpli_of_a_delay_is_high_and_of_none_is_nothing() -> None:
    data = eeg(18, 300.0)
    data[_numbers(RIGHT)] = np.roll(data[_numbers(LEFT)], 2, axis=1)
    assert (_values(data)["synchrony_wpli"] > 0.7).all()
    data[_numbers(RIGHT)] = data[_numbers(LEFT)]
    assert np.abs(_values(data)["synchrony_wpli"]).max() < 0.2
    assert np.abs(_values(eeg(18, 300.0))["synchrony_wpli"]).mean() < 0.03


def test_a_flat_recording_has_a_floor_and_no_shares() -> None:
    found = _values(np.zeros((18, 1280), np.float32))
    assert (found["cdsa_left"] == -60).all()
    assert np.isnan(found["sef95"]).all()
    assert np.isnan(found["relative_delta"]).all()
    assert (found["asymmetry_spectral"] == 0).all()
    assert np.isnan(found["synchrony"]).all()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("average_s", 4.0), ("window_s", 3.0), ("window_s", 0), ("high_hz", 70), ("edge_shares", [90, 100])),
        *(("bands", {"high_hz": [13, 40]}), ("bands", {"high_hz": [8, 8]})),
    ],
)
def test_parameters_that_cannot_be_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name if name != "bands" else "high_hz"):
        spectra.build(LONGITUDINAL, PARAMETERS | {name: value})


def test_extra_rows_are_not_mixed_in() -> None:
    data = eeg(20, 20.0)
    rows = (*LONGITUDINAL, "C3-C4", "EMG left")
    with_extra, without = _values(data, rows), _values(data[:18])
    for name, values in without.items():
        np.testing.assert_array_equal(with_extra[name], values)
