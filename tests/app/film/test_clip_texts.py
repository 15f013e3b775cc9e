"""The clip on the page is named, with what says when it was filmed."""

from dataclasses import replace

from made_studies.clip_study import film_recording

from eegview.app.film.clip_texts import clip_index_at, clip_text
from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.span import Span

FILM = film_recording(Span(0.0, 40.0), Span(3600.0, 3620.0))


def test_between_two_clips_it_is_the_one_before():
    assert [clip_index_at(FILM, time_s) for time_s in (0.0, 39.9, 1000.0, 3600.0, 4000.0)] == [0, 0, 0, 1, 1]


def test_the_time_in_a_name_is_told_as_unsure():
    text = clip_text(FILM, 1)
    assert (text.clip, text.filmed, text.source) == ("2 of 2", "2026-03-01 08:15", "time in the file name")
    assert not text.is_sure


def _clocked(clock: ClipClock):
    return replace(FILM, clips=(replace(FILM.clips[0], clock=clock),))


def test_how_far_the_clock_may_be_off_is_told():
    clock = replace(
        FILM.clips[0].clock, source=ClockSource.CONTAINER_LOCAL, uncertainty_s=1.0, text="the phone's clock"
    )
    text = clip_text(_clocked(clock), 0)
    assert (text.source, text.is_sure) == ("the phone's clock (±1 s)", True)


def test_a_clock_that_is_not_known_is_told():
    text = clip_text(_clocked(ClipClock()), 0)
    assert (text.filmed, text.is_sure) == ("time not known", False)
    assert text.source == "Nothing says when this clip was filmed."
