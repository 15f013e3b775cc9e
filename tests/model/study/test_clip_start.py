"""When a clip was filmed, as a reader typed it."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.errors import UsageError
from eegview.model.film.clip import ClipClock, ClockSource, FilmClip
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.study.clip_start import clip_starts, held_start, parsed_start, start_of, with_typed_starts
from eegview.model.study.records import CLIP_START_TERM, study_record

AT = datetime(2026, 3, 1, 7, 15)
KNOWN = ClipClock(AT, ClockSource.NAME, None, 2.0, "time in the file name")


def film() -> Recording:
    clips = (
        FilmClip("a.mp4", Span(0, 10), clock=KNOWN, fingerprint="a"),
        FilmClip("b.mp4", Span(600, 610), fingerprint="b"),
    )
    return Recording("a.mp4", "video", (), tuple(clip.span for clip in clips), AT, "f", clips=clips)


def record(about: str, text: str | None, at: str = "2026-03-02T00:00:00+00:00", within_s: float | None = None):
    start = parsed_start(text, within_s) if text is not None else None
    return study_record(CLIP_START_TERM, about, at, held_start(start), "Ada")


def test_what_is_typed_goes_before_what_the_file_says_and_moves_no_clip():
    found = with_typed_starts(film(), [record("b", "2026-03-01 09:00", within_s=600.0)])
    assert [clip.span for clip in found.clips] == [clip.span for clip in film().clips]
    assert found.clips[1].clock == ClipClock(datetime(2026, 3, 1, 9), ClockSource.TYPED, None, 600.0, "typed by Ada")
    assert (found.clips[0].clock, found.started_at) == (KNOWN, AT)


def test_the_first_clip_says_when_the_study_began():
    assert with_typed_starts(film(), [record("a", "2026-02-28 23:59:30")]).started_at == datetime(
        2026, 2, 28, 23, 59, 30
    )


def test_what_was_typed_can_be_taken_back():
    said = [record("a", "2026-02-28 23:59"), record("a", None, "2026-03-03T00:00:00+00:00")]
    assert clip_starts(said) == {}
    assert with_typed_starts(film(), said) == film()


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-01", "2026-03-01T07:15Z", "0001-01-01 00:00", "07:15"])
def test_what_is_no_local_date_with_a_time_is_refused(text):
    with pytest.raises(UsageError):
        parsed_start(text)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.none() | st.floats(0, 86400))
def test_a_start_comes_back_from_its_record(at, within_s):
    typed = parsed_start(at.isoformat(" "), within_s)
    back = start_of(study_record(CLIP_START_TERM, "a", "2026-03-02T00:00:00+00:00", held_start(typed), "Ada"))
    assert back is not None
    assert (back.started_at, back.within_s, back.author) == (at, within_s, "Ada")


@given(st.text(max_size=30), st.text(max_size=10))
def test_no_stored_text_breaks_it(started, within):
    start_of(study_record(CLIP_START_TERM, "a", "x", {"started": started, "within_s": within}, "Ada"))
