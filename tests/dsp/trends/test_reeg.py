import numpy as np
import pytest
import scipy.signal
from trends.amplitude_blocks import (
    ALL_ROWS,
    BIPOLAR,
    NEONATAL,
    block_of,
    built,
    butterworth,
    each_row,
    noisy,
    parameters_of,
    times_s,
)

LEFT = [row for row in BIPOLAR if row[-1] in "13579"]
BANDS = {"": (0.5, 30.0), "delta_": (0.5, 4.0), "theta_": (4.0, 7.0), "alpha_": (7.0, 13.0), "beta_": (13.0, 30.0)}


def filtered(rows: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    """Return rows through the filters of the definition, from the first sample on, by scipy; slow bands at 64 Hz."""
    rate_hz = 128.0
    if high_hz <= 8:
        rate_hz, weights = 64.0, np.array([-1, 0, 9, 16, 9, 0, -1]) / 32
        padded = np.pad(rows.astype(np.float64), ((0, 0), (3, 3)), mode="edge")
        rows = np.array([np.convolve(row, weights, "valid") for row in padded])[:, ::2].astype(np.float32)
    high = butterworth(2 if low_hz < 1 else 4, low_hz, "high", rate_hz)
    low = butterworth(4, high_hz, "low", rate_hz)
    filtered_rows = scipy.signal.sosfilt(np.concatenate((high, low)), rows - rows[:, :1].astype(np.float64), axis=1)
    return np.asarray(filtered_rows)


@pytest.mark.parametrize("band", BANDS)
def test_it_is_the_percentiles_of_peak_to_peak_by_brute_force(band: str):
    whole = noisy(ALL_ROWS, 120.0)
    whole[:, 70 * 128 : 71 * 128] = np.nan
    found = built("reeg", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    parts = [filtered(whole[:, : 70 * 128], *BANDS[band]), filtered(whole[:, 71 * 128 :], *BANDS[band])]
    rate = parts[0].shape[1] // 70
    signal = np.concatenate([parts[0], np.full((len(whole), rate), np.nan), parts[1]], axis=1)
    signal[:, : 2 * rate] = signal[:, 71 * rate : 73 * rate] = np.nan  # while the filter settles
    ranges = {}
    for region, rows in {"left": LEFT, "posterior": ["P7-O1", "P3-O1", "P4-O2", "P8-O2"]}.items():
        numbers = [ALL_ROWS.index(row) for row in rows]
        ranges[region] = [
            np.median([np.ptp(signal[number, k * 2 * rate : (k + 1) * 2 * rate]) for number in numbers])
            for k in range(60)
        ]
    for region, series in ranges.items():
        for k in range(60):
            around = [value for value in series[max(k - 7, 0) : k + 8] if np.isfinite(value)]
            is_shown = np.isfinite(series[k]) and len(around) >= 8
            for name, percentile in (("lower", 5), ("median", 50), ("upper", 95)):
                value = found[f"reeg_{name}_{band}{region}"][k]
                if is_shown:
                    assert value == pytest.approx(np.percentile(around, percentile), rel=1e-5), (region, k, name)
                else:
                    assert np.isnan(value), (region, k, name)


def test_a_wave_stands_at_its_peak_to_peak_in_its_band_and_hardly_in_others():
    t = times_s(60.0)
    whole = each_row(lambda _row: 100 * np.sin(2 * np.pi * 1.5 * t) + 5000, ALL_ROWS, 60.0)
    found = built("reeg", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    value = {band: found[f"reeg_median_{band}left"][15] for band in BANDS}
    assert value[""] == pytest.approx(200, rel=0.02)
    assert value["delta_"] == pytest.approx(200, rel=0.02)
    assert value["theta_"] < 5  # (1.5 / 4)^4 of 200
    assert value["alpha_"] < 1
    assert value["beta_"] < 0.1


def test_a_region_is_the_median_of_its_rows():
    t = times_s(60.0)
    amplitude = {"P7-O1": 10.0, "P3-O1": 20.0, "P4-O2": 60.0, "P8-O2": 400.0, "Fp1-F7": 5.0}
    whole = each_row(lambda row: amplitude.get(row, 50.0) * np.sin(2 * np.pi * 10 * t), ALL_ROWS, 60.0)
    found = built("reeg", ALL_ROWS).compute(block_of(whole, ALL_ROWS))
    assert found["reeg_median_posterior"][15] == pytest.approx(80, rel=0.01)  # 2 × (20 + 60) / 2
    assert found["reeg_median_anterior"][15] == pytest.approx(100, rel=0.01)
    assert found["reeg_median_temporal"][15] == pytest.approx(100, rel=0.01)


def test_columns_have_ids_and_say_their_definition():
    columns = {column.column_id: column for column in built("reeg", ALL_ROWS).columns}
    assert len(columns) == 3 * 7 * 5
    assert columns["reeg_median_theta_left"].unit == "µV"
    posterior = columns["reeg_upper_posterior"]
    assert "0.5–30 Hz" in posterior.definition
    assert "P7-O1, P3-O1, P4-O2, P8-O2" in posterior.definition
    assert "95th percentile of the 15 windows" in posterior.definition


def test_a_reduced_montage_has_the_regions_it_has():
    trend = built("reeg", NEONATAL)
    assert "reeg_median_left" in {column.column_id for column in trend.columns}
    left = next(column for column in trend.columns if column.column_id == "reeg_median_left")
    assert "Fp1-T7, T7-O1, Fp1-C3, C3-O1, T7-C3, C3-Cz" in left.definition
    only_left = built("reeg", ("C3-P3", "P3-O1"))
    why = {missing.column_id: missing.why for missing in only_left.missing}
    assert why["reeg_lower_temporal"] == (
        "No temporal row can be formed: it needs F7-T7, T7-P7, F8-T8 or T8-P8, "
        "and F7, T7, P7, F8, T8 and P8 are in no row that can be used."
    )
    assert set(why) == {id_ for id_ in why if "right" in id_ or "temporal" in id_ or "frontal" in id_}


def test_a_recording_without_eeg_gives_nothing():
    trend = built("reeg", ("ECG", "EMG left"))
    assert not trend.columns
    assert trend.compute(block_of(np.zeros((2, 128 * 60), np.float32), ("ECG", "EMG left"))) == {}


def test_windows_of_another_length_are_refused():
    with pytest.raises(ValueError, match="2 s long"):
        built("reeg", ALL_ROWS, {"window_s": 3.0})


def test_the_parameters_name_the_bands_of_the_source():
    assert list(parameters_of("reeg")["bands_hz"].values()) == [list(limits) for limits in BANDS.values()]
