import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.span import Span
from eegview.readers.clock import Precision, precision_of
from eegview.readers.edf.times import RecordTimes, map_records

AT_256_HZ = Precision(1 / 256)


def mapped(onsets: list[float], record_s: float = 1.0, claims_continuous: bool = False) -> RecordTimes:
    return map_records(np.array(onsets, float), record_s, AT_256_HZ, claims_continuous)


def codes(times: RecordTimes) -> list[str]:
    return [issue.code for issue in times.issues]


def test_records_that_follow_each_other_are_one_segment() -> None:
    times = mapped([0, 1, 2, 3])
    assert times.segments == (Span(0, 4),)
    assert times.issues == ()


def test_a_gap_is_a_gap_and_zero_is_the_first_record() -> None:
    times = mapped([0.25, 1.25, 10.25, 11.25, 20.5])
    assert times.zero_s == 0.25
    assert times.segments == (Span(0, 2), Span(10, 12), Span(20.25, 21.25))
    assert times.first_records == (0, 2, 4)
    assert times.issues == ()


def test_times_going_backwards_follow_the_record_before() -> None:
    times = mapped([*range(30), *range(15, 45)], claims_continuous=True)
    assert times.segments == (Span(0, 60),)
    assert codes(times) == ["record_times_backwards"]


def test_one_mad_time_does_not_move_the_others() -> None:
    times = mapped([0, 1, 2, 900, 4, 5, 6])
    assert times.segments == (Span(0, 7),)
    assert codes(times) == ["record_times_backwards"]
    times = mapped([900, 1, 2, 3])
    assert times.segments == (Span(0, 4),)
    assert times.zero_s == 0


def test_a_missing_time_follows_on() -> None:
    times = mapped([np.nan, 1, np.nan, 3, 10, np.nan, 12])
    assert times.segments == (Span(0, 4), Span(10, 13))
    assert codes(times) == ["record_times_missing"]
    assert mapped([np.nan, np.nan]).segments == (Span(0, 2),)


def test_jumps_in_a_continuous_file_are_gaps_and_said() -> None:
    times = mapped([0, 1, 2, 7, 8, 9], claims_continuous=True)
    assert times.segments == (Span(0, 3), Span(7, 10))
    assert codes(times) == ["gaps_in_continuous_file"]


def test_the_last_time_alone_does_not_open_a_gap_in_a_continuous_file() -> None:
    times = mapped([0, 1, 2, 3, 700], claims_continuous=True)
    assert times.segments == (Span(0, 5),)
    assert codes(times) == ["record_time_implausible"]


def test_a_gap_of_years_is_not_believed() -> None:
    times = mapped([0, 1, 1e9, 1e9 + 1])
    assert times.segments == (Span(0, 4),)
    assert codes(times) == ["record_time_implausible"]


def test_small_delays_that_add_up_are_the_clock() -> None:
    onsets = [k * 1.0005 for k in range(100)]
    times = mapped(onsets)
    assert times.record_s == pytest.approx(1.0005, abs=1e-9)
    assert times.segments == (Span(0, 100 * times.record_s),)


def test_rounded_record_times_make_no_gaps() -> None:
    record_s = 1 / 3
    onsets = [round(k * record_s, 3) for k in range(300)]
    times = map_records(np.array(onsets), record_s, precision_of(record_s, 2000.0, 3), False)
    assert len(times.segments) == 1
    assert times.record_s == record_s
    assert precision_of(1.0, 256.0, 0).tolerance_s == 0.5 / 256


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 10_000)), min_size=1, max_size=12),
    st.sampled_from([0.1, 0.25, 1.0, 2.0, 10.0]),
)
def test_any_gaps_are_found_where_they_are(stretches: list[tuple[int, int]], record_s: float) -> None:
    onsets, expected, now_s = [], [], 0.0
    for n_records, gap_ms in stretches:
        expected.append((now_s, now_s + n_records * record_s))
        onsets += [now_s + k * record_s for k in range(n_records)]
        now_s += n_records * record_s + gap_ms / 1000 + 0.01 + 0.03 * record_s  # more than a clock can be wrong
    times = mapped(onsets, record_s)
    np.testing.assert_allclose([(s.start_s, s.stop_s) for s in times.segments], expected, atol=1e-6)
    assert times.issues == ()


@given(st.lists(st.one_of(st.floats(-1e6, 1e6), st.just(float("nan"))), min_size=1, max_size=40), st.booleans())
def test_hopeless_times_still_give_ascending_segments(onsets: list[float], claims_continuous: bool) -> None:
    times = mapped(onsets, 1.0, claims_continuous)
    assert len(times.segments) == len(times.first_records)
    assert times.first_records[0] == 0
    assert times.segments[0].start_s == 0
    assert all(a.stop_s <= b.start_s for a, b in zip(times.segments, times.segments[1:], strict=False))
    assert sum(s.duration_s for s in times.segments) > len(onsets) - 1e-3


def test_a_drift_too_small_to_tell_does_not_move_the_start() -> None:
    times = map_records(
        np.array([round(r * 0.9997, 3) for r in range(12)]), 1.0, precision_of(1.0, 100.0, 3), False, 100
    )
    assert times.zero_s == 0.0
