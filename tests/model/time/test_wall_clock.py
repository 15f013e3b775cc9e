"""The time of day of a study of clips: each clip by its own clock, and none where nothing says it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import STARTED_AT, film_recording

from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.time.wall_clock import (
    clock_times_s,
    even_start,
    has_clock,
    recording_time_s,
    wall_clock,
    wall_clock_at,
)

TYPED = datetime(2026, 3, 2, 22, 0, 10)


def film(*started_at: datetime | None) -> Recording:
    """Return clips of 10 s, 100 s from one to the next, with these clocks."""
    clips = tuple(
        FilmClip(
            f"{k}.mp4", Span(100.0 * k, 100.0 * k + 10), clock=ClipClock(at, ClockSource.TYPED), fingerprint=f"{k}"
        )
        for k, at in enumerate(started_at)
    )
    return Recording("0.mp4", "video", (), tuple(c.span for c in clips), started_at[0], "f", clips=clips)


def test_a_clip_without_a_clock_has_no_time_of_day_whatever_the_one_before_says():
    study = film(STARTED_AT, None)
    assert wall_clock(study, 4.0) == STARTED_AT + timedelta(seconds=4)
    assert [wall_clock(study, time_s) for time_s in (50.0, 100.0, 104.0, 110.0)] == [None] * 4
    assert wall_clock_at(study, 104.0) == ""
    assert (has_clock(study), even_start(study)) == (True, None)
    assert even_start(study, Span(0, 20)) == STARTED_AT
    assert even_start(study, Span(90, 120)) is None


def test_a_clip_whose_start_was_typed_goes_by_what_was_typed():
    study = film(None, TYPED)
    assert [wall_clock(study, time_s) for time_s in (4.0, 50.0)] == [None, None]
    assert wall_clock_at(study, 104.5, 1) == "22:00:14.5"
    assert clock_times_s("22:00:12", study) == (102.0,)
    assert recording_time_s("@22:00:12", study) == 102.0
    with pytest.raises(UsageError):
        recording_time_s("@07:15:04", study)


def test_between_clips_whose_clocks_agree_the_time_of_day_is_known():
    study = film_recording(Span(0, 10), Span(100, 110))
    assert wall_clock(study, 50.0) == STARTED_AT + timedelta(seconds=50)
    assert recording_time_s("@07:15:50", study) == 50.0
    assert even_start(study) == STARTED_AT


def test_without_any_clock_a_time_of_day_is_refused():
    assert not has_clock(film(None, None))
    with pytest.raises(UsageError, match="no start time"):
        recording_time_s("@07:15:00", film(None, None))


@given(
    st.lists(st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=4),
    st.floats(0, 10, exclude_max=True),
)
def test_within_a_clip_the_clock_is_the_clips_own(started_at, after_s):
    study = film(*started_at)
    for k, at in enumerate(started_at):
        found = wall_clock(study, 100.0 * k + after_s)
        assert (found is None) == (at is None)
        if found is not None and at is not None:
            assert abs((found - at).total_seconds() - after_s) < 1e-5
