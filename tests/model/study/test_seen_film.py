"""A film as its reader saw it: kept with what was done, and compared with what holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import film_recording
from there import there

from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.model.study.clip_slowness import ClipSlowness, held_slowness, with_typed_slowness
from eegview.model.study.records import CLIP_SLOWNESS_TERM, study_record
from eegview.model.study.seen_film import check_seen_speed, marks_on, seen_film, seen_film_from_json, seen_film_json

FILM = film_recording(Span(0.0, 80.0), Span(40.0, 60.0))
FIRST, SECOND = (clip.fingerprint for clip in FILM.clips)


@given(st.floats(1.0, 100.0))
def test_it_is_read_back_as_it_was_and_fits_the_speed_it_was_seen_at_only(times):
    seen = there(seen_film(with_typed_slowness(FILM, {FIRST: ClipSlowness(times, "Ada")})))
    assert seen_film_from_json(json.loads(json.dumps(seen_film_json(seen)))) == seen
    record = study_record(CLIP_SLOWNESS_TERM, FIRST, "2026-03-01T00:00:00+00:00", held_slowness(times), "Ada")
    check_seen_speed(seen, [record])
    with pytest.raises(UsageError):
        check_seen_speed(seen, [])
    with pytest.raises(UsageError):
        check_seen_speed(there(seen_film(FILM)), [record])


def test_marks_lie_on_the_clip_that_was_shown():
    marks = [Annotation("a", "spasm", 10.0), Annotation("b", "spasm", 45.0), Annotation("c", "spasm", 70.0)]
    film = there(seen_film(FILM))
    assert [mark.annotation_id for mark in marks_on(film, [FIRST], marks)] == ["a", "c"]
    assert [mark.annotation_id for mark in marks_on(film, [SECOND], marks)] == ["b"]
