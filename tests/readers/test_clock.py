import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.readers.clock import Precision, fit_clock, plain_record_s, precision_of
from eegview.readers.edf.times import RecordTimes, map_records

RATE_HZ = 200


def placed_s(times: RecordTimes, n_records: int) -> np.ndarray:
    """Return (n_records,) where the first sample of each record stands."""
    index = np.arange(n_records)
    segment_of = np.searchsorted(times.first_records, index, side="right") - 1
    starts_s = np.array([segment.start_s for segment in times.segments])
    return starts_s[segment_of] + (index - np.array(times.first_records)[segment_of]) * times.record_s


@settings(max_examples=200, deadline=None)
@given(
    drift_ppm=st.floats(-500, 500),
    n_samples=st.sampled_from([1, 2, 20, 50, 200, 400, 2000, 12000]),
    n_records=st.integers(20, 2000),
    pauses=st.lists(st.tuples(st.floats(0.05, 0.95), st.floats(0.06, 100)), max_size=4),
    decimals=st.integers(3, 9),
    jitter_s=st.sampled_from([0.0, 0.0, 0.005]),
    seed=st.integers(0, 99),
)
def test_any_clock_is_one_line_with_its_pauses_in_place(
    drift_ppm: float,
    n_samples: int,
    n_records: int,
    pauses: list[tuple[float, float]],
    decimals: int,
    jitter_s: float,
    seed: int,
) -> None:
    header_s = n_samples / RATE_HZ
    true_s = np.arange(n_records) * header_s * (1 + drift_ppm * 1e-6)
    firsts = {round(share * n_records): pause_s for share, pause_s in pauses}
    for first, pause_s in firsts.items():
        true_s[first:] += pause_s
    stamps_s = np.round(true_s + np.random.default_rng(seed).uniform(-jitter_s, jitter_s, n_records), decimals)
    times = map_records(stamps_s, header_s, precision_of(header_s, RATE_HZ, decimals), False, n_samples)
    assert times.first_records == (0, *sorted(firsts))
    assert {issue.code for issue in times.issues} <= {"record_times_tremble"}
    assert bool(times.issues) <= bool(jitter_s)
    off_s = np.abs(placed_s(times, n_records) - true_s)
    assert off_s.max() <= 1.5 / RATE_HZ + 2 * 10.0**-decimals + jitter_s


@given(st.integers(1, 6), st.floats(-300, 300))
def test_several_runs_have_one_clock(n_runs: int, drift_ppm: float) -> None:
    record_s = 1 + drift_ppm * 1e-6
    onsets = [100 * run + 7.25 * run**2 + k * record_s for run in range(n_runs) for k in range(60)]
    times = map_records(np.array(onsets), 1.0, Precision(1 / 256), False)
    assert len(times.segments) == n_runs
    if abs(drift_ppm) * 60e-6 * n_runs > 2 / 256:
        assert times.record_s == pytest.approx(record_s, abs=1e-7)


def test_a_clock_that_changes_slowly_is_one_segment_and_told() -> None:
    seconds = np.arange(3600.0)
    true_s = seconds + 300e-6 * seconds**2 / 3600
    times = map_records(true_s, 1.0, Precision(1 / 256), False)
    assert len(times.segments) == 1
    assert [issue.code for issue in times.issues] == ["clock_uneven"]
    for record in (0, 700, 1800, 3599):  # what the recorder noted with a record is shown with it
        assert times.in_recording(true_s[record]) == pytest.approx(record * times.record_s, abs=0.002)
        assert times.in_file(record * times.record_s) == pytest.approx(true_s[record], abs=0.002)


@pytest.mark.parametrize("jitter_s", [0.001, 0.005, 0.01])
def test_trembling_times_are_no_gaps_and_do_not_go_back(jitter_s: float) -> None:
    rng = np.random.default_rng(4)
    for n_records in (20, 200, 5000):
        stamps_s = np.arange(n_records) + rng.uniform(-jitter_s, jitter_s, n_records)
        times = map_records(np.asarray(stamps_s, np.float64), 1.0, Precision(1 / 256), False)
        assert len(times.segments) == 1
        assert times.record_s == pytest.approx(1.0, abs=1e-3 / n_records)
        assert {issue.code for issue in times.issues} <= {"record_times_tremble"}


def test_wrong_times_do_not_turn_the_line() -> None:
    true_s = np.arange(1000) * 1.0003
    stamps_s = true_s.copy()
    stamps_s[[100, 400, 900]] = [5.0, 1e6, 899.0]
    times = map_records(np.asarray(stamps_s, np.float64), 1.0, Precision(1 / 256), False)
    assert len(times.segments) == 1
    assert times.record_s == pytest.approx(1.0003, abs=1e-8)
    assert [issue.code for issue in times.issues] == ["record_times_backwards"]


def test_whole_seconds_of_another_clock_are_no_pauses() -> None:
    true_s = np.arange(40_000) * 1.0005
    times = map_records(np.asarray(np.round(true_s), np.float64), 1.0, precision_of(1.0, 256, 0), False, 256)
    assert len(times.segments) == 1
    assert times.record_s == pytest.approx(1.0005, abs=2e-6)


def test_whole_seconds_with_whole_pauses_keep_them() -> None:
    onsets = [*range(100), *range(101, 150), *range(158, 300)]
    times = map_records(np.array(onsets, float), 1.0, precision_of(1.0, 256, 0), False, 256)
    assert times.first_records == (0, 100, 149)
    assert times.record_s == 1.0


def test_two_records_say_nothing_about_the_clock() -> None:
    clock = fit_clock(np.array([0, 1]), np.array([0.0, 1.02]), 1.0, Precision(1 / 256))
    assert clock.record_s == 1.0


def test_a_plain_rate_is_preferred_where_it_fits() -> None:
    assert plain_record_s(1.0010010011, 200, 100, 1e-6) == pytest.approx(200 / 199.8, abs=1e-15)
    assert plain_record_s(1.00100123, 200, 10_000, 1e-6) == 1.00100123


@pytest.mark.parametrize("kind", ["drift", "jitter", "pauses", "bend"])
def test_a_day_of_records_is_fitted_quickly(kind: str) -> None:
    seconds, rng = np.arange(86_400.0), np.random.default_rng(1)
    stamps_s = {
        "drift": seconds * 1.001,
        "jitter": seconds * 1.0001 + rng.uniform(-0.005, 0.005, 86_400),
        "pauses": seconds + np.cumsum(rng.uniform(0.1, 9, 86_400) * (rng.uniform(size=86_400) < 0.001)),
        "bend": seconds + 2 * (seconds / 86_400) ** 2,
    }[kind]
    stamps_s = np.asarray(stamps_s, np.float64)
    best_s = np.inf
    for _ in range(5):
        began_s = time.thread_time()
        map_records(stamps_s, 1.0, precision_of(1.0, 256, 6), False, 256)
        best_s = min(best_s, time.thread_time() - began_s)
    assert best_s < 0.1
