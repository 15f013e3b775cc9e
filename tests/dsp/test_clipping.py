import numpy as np

from eegview.dsp.clipping import clipped_runs

LOW, HIGH = -3276.8, 3276.7


def test_runs_of_three_and_more_at_either_limit() -> None:
    values = np.zeros(30, np.float32)
    values[2:5] = HIGH
    values[10:12] = HIGH
    values[20:29] = LOW
    assert clipped_runs(values, LOW, HIGH) == [(2, 5), (20, 29)]


def test_runs_at_the_edges_and_next_to_each_other() -> None:
    values = np.array([LOW] * 3 + [HIGH] * 4, np.float32)
    assert clipped_runs(values, LOW, HIGH) == [(0, 3), (3, 7)]


def test_inverted_limits_and_missing_samples() -> None:
    values = np.array([HIGH, HIGH, np.nan, HIGH, HIGH, HIGH], np.float32)
    assert clipped_runs(values, HIGH, LOW) == [(3, 6)]
    assert clipped_runs(np.full(9, np.nan, np.float32), LOW, HIGH) == []


def test_limits_that_say_nothing() -> None:
    assert clipped_runs(np.zeros(9, np.float32), 0.0, 0.0) == []
    assert clipped_runs(np.empty(0, np.float32), LOW, HIGH) == []


def test_one_step_below_the_limit_of_16_bits_is_not_clipping() -> None:
    step = (HIGH - LOW) / 65535
    assert clipped_runs(np.full(9, HIGH - step, np.float32), LOW, HIGH) == []
