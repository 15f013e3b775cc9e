"""Clocks that differ a little are no pauses, and pauses are no drift."""

import numpy as np
import pytest

from eegview.readers.persyst.clock import clock_of


def times(n: int, rate_hz: float, every: int = 2000, jitter_s: float = 0.0, digits: int = 6) -> list[tuple[int, float]]:
    noise = np.random.default_rng(1).uniform(-jitter_s, jitter_s, n)
    return [(k * every, round(k * every / rate_hz + float(noise[k]) * (k > 0), digits)) for k in range(n)]


@pytest.mark.parametrize("true_hz", [199.98, 200.02, 199.9999, 200.0, 199.82])
def test_a_clock_that_runs_evenly_gives_the_rate(true_hz: float) -> None:
    clock = clock_of(times(500, true_hz), 200.0)
    assert clock.rate_hz == pytest.approx(true_hz, rel=2e-6)
    assert bool(clock.issues) == (abs(true_hz - 200) > 0.001)


@pytest.mark.parametrize("starts", [[], [(0, 0.0)], [(0, 0.0), (400, 2.0)], times(500, 200.0, jitter_s=0.004)])
def test_a_clock_that_agrees_changes_nothing(starts: list[tuple[int, float]]) -> None:
    clock = clock_of(starts, 200.0)
    assert clock.rate_hz == pytest.approx(200.0, rel=1e-6)
    assert clock.issues == ()


def test_pauses_are_left_out() -> None:
    starts = times(200, 199.98)
    starts = [(sample, at_s + 100.0 * (sample > 100_000)) for sample, at_s in starts]
    assert clock_of(starts, 200.0).rate_hz == pytest.approx(199.98, rel=2e-6)
    assert clock_of([(0, 0.0), (1000, 100.0), (2000, 200.0)], 200.0).rate_hz == 200.0


def test_a_clock_without_a_line_is_not_followed() -> None:
    starts = [(sample, at_s + 0.005 * (sample // 20_000) ** 2) for sample, at_s in times(200, 200.0)]
    assert clock_of(starts, 200.0).rate_hz == 200.0


def test_times_in_whole_seconds_allow_for_a_second() -> None:
    starts = [(k * 2500, float(int(k * 12.5))) for k in range(100)]
    clock = clock_of(starts, 200.0)
    assert clock.rate_hz == 200.0
    assert clock.within_s > 1.0
