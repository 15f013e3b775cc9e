"""Streams whose rate or times make no sense are told, and the others are shown."""

import numpy as np
import pytest

from eegview.readers.xdf.streams import regular_stream, text_marks


def raw(rate: object = "100", times: object = None, n: int = 50) -> dict:
    """Return a stream as pyxdf gives it."""
    return {
        "info": {"name": ["eeg"], "nominal_srate": [rate], "segments": [(0, n - 1)]},
        "time_series": np.zeros((n, 2), np.float32),
        "time_stamps": np.arange(n) / 100 if times is None else times,
    }


@pytest.mark.parametrize("rate", ["abc", "1e999", "nan", "-5", "1e30", "", None])
def test_a_rate_that_makes_no_sense(rate: object) -> None:
    stream, issues = regular_stream(raw(rate))
    assert stream is None
    assert [issue.code for issue in issues] == ["stream_irregular"]


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e300])
def test_times_that_make_no_sense(odd: float) -> None:
    times_s = np.arange(50) / 100
    times_s[7] = odd
    stream, issues = regular_stream(raw(times=times_s))
    assert stream is None
    assert [issue.code for issue in issues] == ["stream_times"]
    assert text_marks([{"time_series": [["a"], ["b"]], "time_stamps": [odd, 1.0]}]) == [(1.0, "b")]


def test_times_of_another_number() -> None:
    assert regular_stream(raw(times=np.arange(3.0)))[0] is None


def test_times_that_stand_still_leave_the_nominal_rate() -> None:
    stream, _issues = regular_stream(raw(times=np.full(50, 5.0) + np.arange(50) * 1e-13))
    assert stream is not None
    assert stream.rate_hz == 100.0
