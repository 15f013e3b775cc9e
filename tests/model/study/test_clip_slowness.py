"""A typed slowness: times follow, marks stay on their frames, and all of it goes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import film_recording

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.study.clip_slowness import (
    ClipSlowness,
    checked_slowness,
    clip_slownesses,
    held_slowness,
    mark_at_speed,
    moved_with_frames,
    slowness_act_text,
    with_typed_slowness,
)
from eegview.model.study.records import CLIP_SLOWNESS_TERM, study_record

FILM = film_recording(Span(0.0, 80.0), Span(600.0, 640.0))
SECOND = FILM.clips[1].fingerprint
TIMES = st.floats(1.0, 100.0, allow_nan=False)


def test_a_clip_begins_where_it_began_and_ends_sooner():
    slow = with_typed_slowness(FILM, {SECOND: ClipSlowness(8.0, "Ada")})
    assert [clip.span for clip in slow.clips] == [Span(0.0, 80.0), Span(600.0, 605.0)]
    assert slow.segments == (Span(0.0, 80.0), Span(600.0, 605.0))
    assert (slow.clips[1].slowness, slow.clips[1].slowness_text) == (8.0, "typed by Ada")
    assert slow.fingerprint == FILM.fingerprint


@given(TIMES, TIMES)
def test_what_is_typed_again_or_removed_gives_the_film_as_if_the_first_had_not_been(first, second):
    once = with_typed_slowness(FILM, {SECOND: ClipSlowness(first, "Ada")})
    twice = with_typed_slowness(once, {SECOND: ClipSlowness(second, "Ada")})
    at_once = with_typed_slowness(FILM, {SECOND: ClipSlowness(second, "Ada")})
    assert twice.clips[1].span.stop_s == pytest.approx(at_once.clips[1].span.stop_s)
    back = with_typed_slowness(twice, {})
    assert (back.clips[1].slowness, back.clips[1].slowness_text) == (1.0, "")
    assert back.clips[1].span.stop_s == pytest.approx(FILM.clips[1].span.stop_s)


@given(TIMES, st.floats(600.0, 639.9))
def test_a_mark_stays_on_its_frame_and_comes_back(times, onset_s):
    mark = Annotation("m", "spasm", onset_s, 1.0)
    slow = with_typed_slowness(FILM, {SECOND: ClipSlowness(times, "Ada")})
    moved = mark_at_speed(mark, FILM, slow)
    assert (moved.onset_s - 600.0) * times == pytest.approx(onset_s - 600.0, abs=1e-9)  # stored time of the frame
    assert moved.duration_s * times == pytest.approx(1.0)
    assert mark_at_speed(moved, slow, FILM).onset_s == pytest.approx(onset_s)


def test_marks_of_other_clips_do_not_move():
    slow = with_typed_slowness(FILM, {SECOND: ClipSlowness(4.0, "Ada")})
    marks = [Annotation("a", "spasm", 10.0), Annotation("b", "spasm", 620.0), Annotation("c", "spasm", 300.0)]
    assert [change.mark.annotation_id for change in moved_with_frames(marks, FILM, slow)] == ["b"]


@given(TIMES, st.floats(0.0, 79.9), st.floats(5.0, 60.0), st.floats(1.0, 30.0), st.booleans())
def test_of_clips_filmed_at_once_only_marks_on_the_one_that_was_shown_move(times, onset_s, start_s, length_s, is_first):
    film = film_recording(Span(0.0, 80.0), Span(start_s, start_s + length_s))
    typed = film.clips[0 if is_first else 1]
    slow = with_typed_slowness(film, {typed.fingerprint: ClipSlowness(times, "Ada")})
    is_on_second = start_s <= onset_s < start_s + length_s
    mark = Annotation("m", "spasm", onset_s, 1.0)
    moved = mark_at_speed(mark, film, slow)
    if is_first == is_on_second:
        assert moved == mark
    else:
        assert (moved.onset_s - typed.span.start_s) * times == pytest.approx(onset_s - typed.span.start_s, abs=1e-9)


def test_a_mark_on_a_clip_filmed_during_another_stays_when_the_other_is_slowed():
    film = film_recording(Span(0.0, 80.0), Span(40.0, 60.0))
    slow = with_typed_slowness(film, {film.clips[0].fingerprint: ClipSlowness(8.0, "Ada")})
    assert moved_with_frames([Annotation("m", "spasm", 45.0, 1.0)], film, slow) == []
    assert [c.after.onset_s for c in moved_with_frames([Annotation("m", "spasm", 32.0)], film, slow) if c.after] == [
        4.0
    ]


def test_a_record_is_read_back_and_told():
    record = study_record(CLIP_SLOWNESS_TERM, SECOND, "2026-03-01T00:00:00+00:00", held_slowness(8.0), "Ada")
    assert clip_slownesses([record])[SECOND].times == 8.0
    assert slowness_act_text(record) == "set the film to play 8 times slower than it happened"
    gone = study_record(CLIP_SLOWNESS_TERM, SECOND, "2026-03-02T00:00:00+00:00", held_slowness(None), "Bo")
    assert clip_slownesses([record, gone]) == {}


@pytest.mark.parametrize("times", [0.0, 0.5, 101.0, float("nan"), float("inf"), -8.0])
def test_what_cannot_be_is_refused(times):
    with pytest.raises(UsageError):
        checked_slowness(times)


def test_what_was_viewed_at_one_speed_was_not_viewed_at_another():
    slow, slower = (with_typed_slowness(FILM, {SECOND: ClipSlowness(times)}) for times in (4.0, 8.0))
    assert len({FILM.reviewed_id, slow.reviewed_id, slower.reviewed_id}) == 3
    assert FILM.reviewed_id == FILM.fingerprint
