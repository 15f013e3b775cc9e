"""Sleep and waking as staged: what was seen is counted, what was not staged is never assumed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.coverage import SleepCoverage, coverage_of
from eegview.clinical.stages import STAGES
from eegview.model.annotation import Annotation
from eegview.model.span import Span

HOUR = (Span(0.0, 3600.0),)


def stage(onset_s: float, stop_s: float, value: str = "") -> Annotation:
    attributes = (("stage", value),) if value else ()
    return Annotation(f"s{onset_s}", "sleep_stage", onset_s, stop_s - onset_s, (), attributes)


def arousal(onset_s: float) -> Annotation:
    return Annotation(f"a{onset_s}", "arousal", onset_s)


def test_nothing_staged_says_nothing() -> None:
    assert coverage_of([], HOUR) == SleepCoverage(3600.0)
    assert not coverage_of([], HOUR).has_cycle


def test_a_cycle_is_sleep_that_ends_in_waking() -> None:
    found = coverage_of([stage(0, 600, "W"), stage(600, 1800, "N2"), stage(1800, 2400, "W")], HOUR)
    assert (found.fell_asleep_s, found.woke_s, found.has_cycle) == (600.0, 1800.0, True)
    assert found.after_waking_s == 1800.0  # to the end: unstaged minutes were recorded all the same
    assert found.staged_share == pytest.approx(2400 / 3600)
    seconds = dict(zip(STAGES, found.seconds, strict=True))
    assert {name: held_s for name, held_s in seconds.items() if held_s} == {"W": 1200, "N2": 1200}


def test_sleep_without_waking_is_no_cycle_even_with_an_arousal() -> None:
    found = coverage_of([stage(0, 600, "W"), stage(600, 1800, "N2"), arousal(1700.0)], HOUR)
    assert (found.has_cycle, found.after_waking_s, found.arousal_s) == (False, None, 1700.0)


def test_an_arousal_before_any_sleep_is_not_one_out_of_sleep() -> None:
    assert coverage_of([arousal(10.0), stage(600, 1800, "N2")], HOUR).arousal_s is None


def test_minutes_after_waking_end_where_sleep_comes_back() -> None:
    marks = [stage(0, 100, "N2"), stage(100, 400, "W"), stage(400, 500, "N1")]
    assert coverage_of(marks, HOUR).after_waking_s == 300.0


@pytest.mark.parametrize(
    ("marks", "segments"),
    [
        pytest.param([stage(0, 600, "N2"), stage(900, 1800, "W")], HOUR, id="unstaged in between"),
        pytest.param([stage(0, 600, "N2"), stage(600, 900, "?"), stage(900, 1800, "W")], HOUR, id="not sure"),
        pytest.param(
            [stage(0, 600, "N2"), stage(900, 1800, "W")], (Span(0, 600), Span(900, 3600)), id="a gap in between"
        ),
        pytest.param(
            [stage(0, 900, "N2"), stage(900, 1800, "W")], (Span(0, 600), Span(900, 3600)), id="staged over a gap"
        ),
        pytest.param([stage(0, 600, "N2"), stage(600, 1800, "W")], (Span(0, 600), Span(600.2, 3600)), id="a short gap"),
    ],
)
def test_waking_that_nobody_saw_is_no_awakening(marks: list[Annotation], segments: tuple[Span, ...]) -> None:
    found = coverage_of(marks, segments)
    assert (found.woke_s, found.after_waking_s, found.has_cycle) == (None, None, False)
    assert found.awake_again_s in (900.0, 600.2)
    assert found.sleep_s == 600.0


def test_epochs_drawn_by_hand_need_not_touch_to_the_sample() -> None:
    found = coverage_of([stage(0, 600, "N2"), stage(600.4, 1800, "W")], HOUR)
    assert found.woke_s == 600.4


def test_a_seen_awakening_counts_beside_one_that_was_not() -> None:
    marks = [stage(0, 60, "N2"), stage(90, 120, "W"), stage(120, 180, "N1"), stage(180, 240, "W")]
    found = coverage_of(marks, HOUR)
    assert (found.fell_asleep_s, found.woke_s, found.awake_again_s) == (120.0, 180.0, 90.0)


def test_gaps_count_as_nothing() -> None:
    segments = (Span(0.0, 200.0), Span(1000.0, 1200.0))
    found = coverage_of([stage(0, 100, "N2"), stage(100, 1100, "W")], segments)
    assert found.recorded_s == 400.0
    assert found.seconds[:3] == (200.0, 0.0, 100.0)
    assert found.after_waking_s == 300.0


def test_what_is_left_open_is_not_staged() -> None:
    found = coverage_of([stage(0, 60, "?"), stage(60, 90), stage(90, 120, "N3")], HOUR)
    assert (found.staged_s, found.unsure_s) == (30.0, 90.0)


def test_the_later_of_two_overlapping_epochs_counts() -> None:
    found = coverage_of([stage(0, 60, "N1"), stage(30, 60, "N2")], HOUR)
    assert found.seconds[1:3] == (30.0, 30.0)


epochs = st.lists(
    st.tuples(st.integers(0, 3500), st.integers(1, 300), st.sampled_from((*STAGES, "?", ""))),
    max_size=12,
    unique_by=lambda epoch: epoch[0],
)


@given(epochs)
def test_no_second_counts_twice(given_epochs: list[tuple[int, int, str]]) -> None:
    found = coverage_of([stage(onset, onset + length, value) for onset, length, value in given_epochs], HOUR)
    moments = {t for onset, length, _ in given_epochs for t in range(onset, min(onset + length, 3600))}
    assert found.staged_s + found.unsure_s <= len(moments)
    assert found.has_cycle == (found.after_waking_s is not None)
