import numpy as np
import pytest
from detectors.plugin_parts import plugin_part

movement = plugin_part("movement_bursts", "bursts")


RATE_HZ = 25.0


def _trace(*bursts, seconds=120.0, noise=0.3, rest=2.0):
    """Return times and values: at rest but for (start_s, length_s, height)."""
    times_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ + 5.0
    values = rest + np.abs(np.random.default_rng(6).normal(0, noise, len(times_s)))
    for start_s, length_s, height in bursts:
        values[(times_s > start_s) & (times_s <= start_s + length_s)] += height
    return times_s, values


def test_rest_alone_gives_nothing():
    assert movement.movement_bursts(*_trace()) == []
    assert movement.movement_bursts([], []) == []
    assert movement.movement_bursts([0, 1], [np.nan, np.nan]) == []


def test_a_burst_has_its_time_and_strength():
    (burst,) = movement.movement_bursts(*_trace((60.0, 1.2, 20.0)))
    assert burst.start_s == pytest.approx(60.0, abs=0.05)
    assert burst.duration_s == pytest.approx(1.2, abs=0.09)
    assert burst.course == "short"
    assert burst.peak - burst.rest == pytest.approx(20, abs=1.5)


def test_long_and_rhythmic_movement_is_told_apart():
    beats = [(40 + 0.6 * k, 0.28, 15.0) for k in range(8)]
    found = movement.movement_bursts(*_trace((80.0, 6.0, 20.0), *beats))
    assert [burst.course for burst in found] == ["rhythmic", "long"]
    assert found[0].rate_hz == pytest.approx(1 / 0.6, rel=0.05)
    assert found[0].start_s == pytest.approx(40, abs=0.05)


def test_missing_video_ends_a_burst_and_joins_nothing():
    times_s, values = _trace((50.0, 1.0, 20.0), (56.0, 1.0, 20.0))
    gone = (times_s > 51.0) & (times_s < 56.0)
    found = movement.movement_bursts(times_s[~gone], values[~gone])
    assert [round(burst.start_s) for burst in found] == [50, 56]
    values[(times_s > 50.4) & (times_s < 50.6)] = np.nan
    assert len(movement.movement_bursts(times_s, values)) == 3


def test_a_noisy_camera_needs_more():
    quiet = movement.movement_bursts(*_trace((60.0, 1.0, 5.0)))
    noisy = movement.movement_bursts(*_trace((60.0, 1.0, 5.0), noise=2.5))
    assert len(quiet) == 1
    assert noisy == []


def test_the_least_movement_is_the_rules():
    trace = _trace((60.0, 1.0, 6.0))
    assert movement.movement_bursts(*trace, movement.BurstRule(least=10)) == []
