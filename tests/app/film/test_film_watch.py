"""Of a film that counts as seen which was played or stepped through."""

from eegview.app.film.film_watch import FilmWatch
from eegview.app.review.coverage import seen_text
from eegview.model.display.view import ViewState
from eegview.model.span import Span


def _seen(*shown: tuple[float, float]) -> list[Span]:
    """Return what was seen with pictures at film times, each shown at a time of the clock."""
    watch = FilmWatch()
    found = [watch.show(ViewState(start_s=0.0, page_s=15.0, cursor_s=at_s), now_s) for at_s, now_s in shown]
    return [one.span for some in found for one in some]


def test_a_page_that_stands_is_not_seen():
    assert _seen((5.0, 0.0), (5.0, 60.0)) == []


def test_what_was_played_is_seen():
    assert _seen((5.0, 0.0), (5.04, 0.04), (5.08, 0.08)) == [Span(5.0, 5.04), Span(5.04, 5.08)]


def test_what_was_stepped_through_is_seen_however_long_it_took_in_both_directions():
    assert _seen((5.0, 0.0), (5.04, 30.0), (5.0, 60.0)) == [Span(5.0, 5.04)] * 2


def test_what_was_jumped_over_is_not_seen():
    assert _seen((5.0, 0.0), (9.0, 0.5)) == []
    assert _seen((5.0, 0.0), (9.0, 600.0)) == []


def test_what_was_played_too_fast_is_not_seen():
    assert _seen((5.0, 0.0), (5.64, 0.04)) == []


def test_how_it_was_seen_is_told_without_filters():
    watch = FilmWatch()
    watch.show(ViewState(cursor_s=1.0), 0.0)
    (seen,) = watch.show(ViewState(cursor_s=1.04), 0.04)
    assert seen_text(seen) == "its picture was played or stepped through"
