"""Time lines stand on round times of the clock, wherever a recording starts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import STARTED_AT, film_recording

from eegview.app.page.clock_grid import ROUND_STEPS_S, clock_offset_s, grid_offset_s, round_step_s, round_times_s
from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.clock import recorder_time
from eegview.ui.window.time_form import tick_text


@given(
    start=st.integers(0, 86_399_999),
    at_s=st.floats(0, 200_000),
    page_s=st.sampled_from((0.5, 1.0, 10.0, 15.0, 60.0, 3600.0)),
    step_s=st.sampled_from(ROUND_STEPS_S),
)
def test_every_line_is_a_multiple_of_the_step_after_midnight(start: int, at_s: float, page_s: float, step_s: float):
    began = recorder_time(2024, 3, 30) + timedelta(milliseconds=start)
    offset_s = clock_offset_s(began)
    span = Span(at_s, at_s + page_s)
    times_s = round_times_s(span, step_s, offset_s)
    for time_s in times_s.tolist():
        steps = (time_s + offset_s) / step_s
        assert steps == pytest.approx(round(steps), abs=1e-5)
        assert span.start_s - 1e-4 * step_s <= time_s <= span.stop_s + 1e-4 * step_s
    assert abs(len(times_s) - page_s / step_s) <= 1


def test_without_a_clock_lines_stand_on_round_seconds_from_the_start():
    assert clock_offset_s(None) == 0.0
    assert round_times_s(Span(7.3, 16.1), 5.0, 0.0).tolist() == [10.0, 15.0]


@pytest.mark.parametrize(("least_s", "step_s"), [(0.05, 0.1), (1.0, 1.0), (3.0, 5.0), (61.0, 120.0), (90_000, 172_800)])
def test_a_step_is_round_and_no_shorter_than_asked(least_s: float, step_s: float):
    assert round_step_s(least_s) == pytest.approx(step_s)


def _recording(started_at: datetime | None) -> Recording:
    return Recording("x.edf", "EDF", (), (Span(0, 90_000),), started_at, "f")


@pytest.mark.parametrize(
    "began", [recorder_time(2024, 5, 1, 13, 52, 31), recorder_time(2024, 5, 1, 13, 52, 30, 437_850)]
)
def test_the_text_under_a_line_is_the_round_second_of_the_clock(began: datetime):
    times_s = round_times_s(Span(0.0, 10.0), 5.0, clock_offset_s(began))
    texts = [tick_text(_recording(began), time_s) for time_s in times_s.tolist()]
    assert texts == ["13:52:35", "13:52:40"]


def test_over_midnight_the_clock_begins_anew_and_the_night_of_summer_time_has_no_hole():
    began = recorder_time(2024, 3, 30, 23, 59, 51, 250_000)
    times_s = round_times_s(Span(0.0, 20.0), 5.0, clock_offset_s(began)).tolist()
    assert [tick_text(_recording(began), time_s) for time_s in times_s] == [
        "23:59:55",
        "00:00:00",
        "00:00:05",
        "00:00:10",
    ]
    hours_s = round_times_s(Span(0.0, 5 * 3600.0), 3600.0, clock_offset_s(began)).tolist()
    assert [tick_text(_recording(began), time_s) for time_s in hours_s] == [f"0{h}:00:00" for h in range(5)]


def test_tenths_are_said_only_where_a_line_is_off_the_whole_second():
    assert tick_text(_recording(None), 3.0) == "00:00:03"
    assert tick_text(_recording(None), 3.2) == "00:00:03.2"
    assert tick_text(_recording(recorder_time(2024, 5, 1, 8, 0, 0, 500_000)), 0.7) == "08:00:01.2"


def test_lines_over_a_clip_stand_on_round_seconds_of_its_own_clock() -> None:
    study = film_recording(Span(0, 60), Span(660, 720))
    typed = ClipClock(datetime(2026, 3, 2, 22, 0, 0, 250_000), ClockSource.TYPED)
    study = replace(study, clips=(study.clips[0], replace(study.clips[1], clock=typed)))
    page = Span(660.0, 670.0)
    assert round_times_s(page, 5.0, grid_offset_s(study, page)).tolist() == [664.75, 669.75]
    no_clock = replace(study, clips=(study.clips[0], replace(study.clips[1], clock=ClipClock())))
    assert grid_offset_s(no_clock, page) == 0.0
    assert grid_offset_s(study, Span(0.0, 10.0)) == clock_offset_s(STARTED_AT)
