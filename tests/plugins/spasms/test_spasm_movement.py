"""Movement on video as evidence of a spasm: sudden movement counts, within a bound, and nothing else does."""

import math
from dataclasses import replace

import numpy as np
import pytest
from detectors.plugin_parts import plugin_part


@pytest.fixture(scope="module")
def movement():
    return plugin_part("spasms", "spasm_movement")


def trace(*moves: tuple[float, float, float], rate_hz: float = 12.5) -> tuple[np.ndarray, np.ndarray]:
    """Return two minutes of a picture that hardly moves, but for (from, to, level)."""
    times_s = np.arange(0, 120, 1 / rate_hz)
    values = np.full(len(times_s), 1.0, np.float32)
    for start_s, stop_s, level in moves:
        values[(times_s >= start_s) & (times_s < stop_s)] = level
    return times_s, values


def test_a_movement_that_begins_at_the_onset_stands_out_and_one_that_goes_on_does_not(movement):
    sudden = movement.sudden_movement(trace((60.2, 61, 30.0)), 60.0)
    assert sudden == pytest.approx(math.log(32 / 3))
    assert movement.sudden_movement(trace((60.2, 61, 30.0), rate_hz=25), 60.0) == pytest.approx(sudden)
    assert movement.sudden_movement(trace((50, 70, 30.0)), 60.0) == pytest.approx(0.0)
    assert movement.sudden_movement(trace((57, 58, 60.0), (60.2, 61, 30.0)), 60.0) < 0
    assert movement.sudden_movement(trace(), 60.0) == pytest.approx(0.0)


def test_where_it_cannot_be_told_it_says_nothing(movement):
    assert math.isnan(movement.sudden_movement(None, 60.0))
    changed_light = trace((60.2, 61, 30.0), (59.9, 60.6, math.nan))
    assert math.isnan(movement.sudden_movement(changed_light, 60.0))
    assert math.isnan(movement.sudden_movement(trace((56, 58, math.nan)), 60.0))
    one_frame = trace((60.2, 61, 30.0), (60.4, 60.47, math.nan))
    assert math.isfinite(movement.sudden_movement(one_frame, 60.0))
    times_s, values = trace()
    kept = (times_s < 60) | (times_s > 61)  # the camera stopped for a second
    assert math.isnan(movement.sudden_movement((times_s[kept], values[kept]), 60.0))
    assert math.isnan(movement.sudden_movement((times_s, values), 119.5))
    assert math.isnan(movement.sudden_movement((times_s, values), 500.0))


def test_movement_alone_makes_no_spasm():
    terms = plugin_part("spasms", "spasm_terms")
    (term,) = terms.PRIOR_TERMS
    for kind, weights in terms.load_weights().items():
        most = weights.points["movement"] * (term.full - term.zero)
        assert 0 <= most <= 1.5, kind
        assert terms.chance(weights.start + most) < 0.1
        without = replace(weights, points={key: p for key, p in weights.points.items() if key != "movement"})
        assert without.points.get("movement", 0.0) == 0.0
    assert term.amount(math.nan) == 0.0
    assert term.amount(-3.0) == 0.0  # a quiet picture takes no points
    assert term.amount(50.0) == pytest.approx(term.full - term.zero)
