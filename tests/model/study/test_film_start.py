"""When a film was filmed can be typed, for all clips that lie by their clocks."""

from dataclasses import replace
from datetime import datetime, timedelta

from clip_study import STARTED_AT, film_recording

from eegview.model.annotation import Annotation
from eegview.model.clip import ClipClock, ClockSource
from eegview.model.span import Span
from eegview.model.study.film_start import can_be_typed, held_start, start_act_text, with_typed_start
from eegview.model.study.records import FILM_START_TERM, study_record

FILM = film_recording(Span(0.0, 40.0), Span(3600.0, 3620.0))
TYPED = datetime(2026, 2, 27, 6, 30)


def _said(clip: int, started_at: datetime | None, at: str = "2026-03-05T10:00:00+00:00") -> Annotation:
    return study_record(FILM_START_TERM, FILM.clips[clip].fingerprint, at, held_start(started_at), "ann")


def test_clips_keep_their_distance():
    found = with_typed_start(FILM, [_said(1, TYPED)])
    assert found.started_at == TYPED - timedelta(hours=1)
    assert [clip.clock.started_at for clip in found.clips] == [TYPED - timedelta(hours=1), TYPED]
    assert {clip.clock.source for clip in found.clips} == {ClockSource.TYPED}
    assert found.clips[0].clock.text == "entered by ann"
    assert [clip.span for clip in found.clips] == [clip.span for clip in FILM.clips]


def test_what_was_said_last_holds_whatever_the_order():
    first, last = _said(0, STARTED_AT, "2026-03-05T10:00:00+00:00"), _said(1, TYPED, "2026-03-06T10:00:00+00:00")
    assert (
        with_typed_start(FILM, [last, first]) == with_typed_start(FILM, [first, last]) == with_typed_start(FILM, [last])
    )


def test_taken_back_the_file_holds_again():
    assert with_typed_start(FILM, [_said(0, TYPED), _said(0, None, "2026-03-06T10:00:00+00:00")]) == FILM


def test_of_clips_whose_distance_is_not_known_none_can_be_typed():
    unknown = replace(FILM, clips=(FILM.clips[0], replace(FILM.clips[1], clock=ClipClock())))
    assert not can_be_typed(unknown)
    assert with_typed_start(unknown, [_said(0, TYPED)]) == unknown
    assert can_be_typed(replace(unknown, clips=unknown.clips[1:]))


def test_a_record_that_cannot_be_read_changes_nothing():
    damaged = study_record(
        FILM_START_TERM, FILM.clips[0].fingerprint, "2026-03-05T10:00:00+00:00", {"started": "?"}, "x"
    )
    assert with_typed_start(FILM, [damaged]) == FILM
    assert start_act_text(damaged) == "remove the entered time of filming"


def test_the_history_says_what_was_set():
    assert start_act_text(_said(0, TYPED)) == "set when the clip was filmed to 2026-02-27 06:30:00"
