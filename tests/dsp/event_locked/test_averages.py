"""Averages around events against MNE and SciPy; the event that is unlike the others is found first."""

from typing import cast

import mne
import numpy as np
import pytest
from scipy import stats

from eegview.dsp.event_locked.averages import field_power, locked_average, locked_mean, outlier_distances, outlier_order

N_EVENTS, N_ROWS, N_TIMES = 14, 5, 200


def _events(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    wave = 80 * np.exp(-0.5 * ((np.arange(N_TIMES) - 90) / 20) ** 2)
    return (wave * np.arange(1, N_ROWS + 1)[:, None] + rng.normal(0, 20, (N_EVENTS, N_ROWS, N_TIMES))).astype(
        np.float32
    )


def test_mean_and_standard_error_are_those_of_mne():
    data = _events()
    is_included = np.arange(N_EVENTS) % 5 != 0
    info = mne.create_info([f"E{k}" for k in range(N_ROWS)], 100.0, "eeg")
    epochs = mne.EpochsArray(data[is_included].astype(np.float64), info, verbose="error")
    found = locked_average(data, is_included)
    np.testing.assert_allclose(found.mean, cast(mne.Evoked, epochs.average()).data, rtol=0, atol=1e-6)
    n = is_included.sum()  # MNE divides the spread by n, not by n - 1
    np.testing.assert_allclose(
        found.sem, cast(mne.Evoked, epochs.standard_error()).data * np.sqrt(n / (n - 1)), rtol=0, atol=1e-6
    )
    np.testing.assert_allclose(found.sem, stats.sem(data[is_included].astype(np.float64), axis=0), atol=1e-9)
    assert (found.n == n).all()


def test_the_interval_is_that_of_scipy_and_follows_the_events_that_have_a_sample():
    data = _events(1)
    data[:4, 1, 50:] = np.nan
    found = locked_average(data, np.ones(N_EVENTS, np.bool_))
    for row, at in ((0, 0), (1, 10), (1, 120)):
        values = data[:, row, at].astype(np.float64)
        values = values[np.isfinite(values)]
        interval = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
        np.testing.assert_allclose((found.low[row, at], found.high[row, at]), interval, atol=1e-6)
        assert found.n[row, at] == len(values)


def test_one_event_has_a_mean_and_no_interval_and_none_has_neither():
    data = _events()
    data[2, 1, 5] = np.nan
    np.testing.assert_allclose(
        locked_mean(data, np.arange(N_EVENTS) < 4), locked_average(data, np.arange(N_EVENTS) < 4).mean, atol=1e-9
    )
    one = locked_average(data, np.arange(N_EVENTS) == 3)
    np.testing.assert_array_equal(one.mean, data[3].astype(np.float64))
    assert np.isnan(one.sem).all()
    assert np.isnan(one.low).all()
    none = locked_average(data, np.zeros(N_EVENTS, np.bool_))
    assert np.isnan(none.mean).all()
    assert (none.n == 0).all()


def test_the_event_that_is_unlike_the_others_stands_first_and_one_without_samples_last():
    data = _events(2)
    data[6] += 300 * np.sin(np.arange(N_TIMES) / 3)
    data[9, 0] *= -1.5
    data[4] = np.nan
    data[11, :, :30] = np.nan
    distances = outlier_distances(data)
    order = outlier_order(distances)
    assert order[0] == 6
    assert order[1] == 9
    assert order[-1] == 4
    assert np.isnan(distances[4])
    assert 0.7 < np.median(distances[np.isfinite(distances)]) < 1.3
    # without the outliers the distance of the others hardly moves: median and scale do not follow them
    others = [k for k in range(N_EVENTS) if k not in (4, 6, 9)]
    np.testing.assert_allclose(outlier_distances(data[others]), distances[others], rtol=0.15)


def test_field_power_is_the_standard_deviation_over_electrodes_that_have_samples():
    data = _events()[0].astype(np.float64)
    np.testing.assert_allclose(field_power(data), data.std(axis=0))
    silent = np.vstack([data, np.full((1, N_TIMES), np.nan)])
    np.testing.assert_allclose(field_power(silent), data.std(axis=0))
    silent[2, 7] = np.nan
    assert np.isnan(field_power(silent)[7])
    assert np.isfinite(field_power(silent)[8])
    assert np.isnan(field_power(np.full((3, 4), np.nan))).all()


def test_the_interval_of_events_that_come_in_units_is_that_of_statsmodels_and_holds():
    from statsmodels.regression.linear_model import OLS  # takes a second

    rng = np.random.default_rng(7)
    n_held = n_alone = n_all = 0
    data, units = np.empty((0, 1, 1)), np.empty(0, np.int64)
    for trial in range(150):
        units = np.repeat(np.arange(8), rng.integers(1, 12, 8)).astype(np.int64)
        data = (rng.normal(0, 2, 8)[units] + rng.normal(0, 1, len(units)))[:, None, None]
        if trial == 3:
            data[units == 2] = np.nan
        found = locked_average(data, np.ones(len(units), np.bool_), units, 5)
        known = np.isfinite(data[:, 0, 0])
        if trial < 6:
            theirs = OLS(data[known, 0, 0], np.ones(known.sum())).fit(
                cov_type="cluster", cov_kwds={"groups": units[known], "use_correction": False}
            )
            m = len(np.unique(units[known]))
            assert found.sem[0, 0] == pytest.approx(float(theirs.bse[0]) * np.sqrt(m / (m - 1)))
        alone = locked_average(data, np.ones(len(units), np.bool_))
        n_held += found.low[0, 0] <= 0 <= found.high[0, 0]
        n_alone += alone.low[0, 0] <= 0 <= alone.high[0, 0]
        n_all += 1
    assert n_held > 0.88 * n_all
    assert n_alone < 0.7 * n_all
    assert np.isnan(locked_average(data, np.ones(len(units), np.bool_), units // 2, 5).low).all(), "four units"
