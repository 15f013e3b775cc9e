"""Pages of a film are turned from clip to clip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_studies.clip_study import film_recording

from eegview.app.film.turning import at_the_end, turned, with_cursor_on_page
from eegview.model.display.view import ViewState
from eegview.model.span import Span

FILM = film_recording(Span(0.0, 40.0), Span(3600.0, 3620.0), Span(90000.0, 90010.0))


def _at(start_s: float, cursor_s: float | None = None) -> ViewState:
    return ViewState(start_s=start_s, page_s=15.0, cursor_s=cursor_s)


def test_within_a_clip_pages_follow_each_other():
    assert turned(_at(0.0), 1, FILM).start_s == 15.0


def test_after_a_clip_comes_the_next_one():
    assert turned(_at(30.0), 1, FILM).start_s == 3600.0
    assert turned(_at(3615.0), 1, FILM).start_s == 90000.0


def test_before_a_clip_comes_the_end_of_the_one_before():
    assert turned(_at(3600.0), -1, FILM).start_s == 25.0


def test_after_the_last_clip_nothing_moves():
    assert turned(_at(90000.0), 1, FILM) == _at(90000.0)


@given(st.floats(0.0, 90010.0), st.sampled_from((-1, 1)))
def test_wherever_it_is_turned_from_a_clip_is_on_the_page_or_nothing_moves(start_s, pages):
    before = _at(start_s)
    after = turned(before, pages, FILM)
    assert after == before or any(clip.span.overlaps(after.span) for clip in FILM.clips)


def test_a_clip_some_pictures_longer_than_its_pages_ends_with_a_full_page_of_it():
    film = film_recording(Span(0.0, 60.045), Span(3600.0, 3612.0))
    last = turned(_at(45.0), 1, film)
    assert last.span.stop_s == pytest.approx(60.045)
    assert turned(last, 1, film).start_s == 3600.0


def test_the_end_is_the_last_clip_with_its_first_picture_where_it_is_shorter_than_a_page():
    view = at_the_end(_at(0.0, cursor_s=3.0), FILM)
    assert view.start_s == 90000.0
    assert with_cursor_on_page(view, FILM).cursor_s == 90000.0
    longer = film_recording(Span(0.0, 5.0), Span(100.0, 160.0))
    assert at_the_end(_at(0.0), longer).span.stop_s == 160.0


def test_the_cursor_goes_along_with_the_page():
    assert with_cursor_on_page(_at(15.0, cursor_s=3.0), FILM).cursor_s == 15.0
    assert with_cursor_on_page(_at(15.0, cursor_s=16.0), FILM).cursor_s == 16.0
    assert with_cursor_on_page(_at(15.0), FILM).cursor_s is None


def test_the_cursor_stands_on_a_picture_where_the_page_begins_without_one():
    assert with_cursor_on_page(_at(3590.0, cursor_s=3.0), FILM).cursor_s == 3600.0
