"""What counts as reviewed: how long each moment stood on the screen, whatever the page did."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.review.coverage import (
    DisplayState,
    PageMotion,
    ReviewedTime,
    ScreenWatch,
    Seen,
    display_state_of,
    joined,
    merged_seen,
    share_of,
    share_text,
)
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, FilterSpec
from eegview.model.display.view import ViewState
from eegview.model.span import Span

PAGE = DisplayState(10.0, "longitudinal_bipolar", "off")


def spans_of(seen: tuple[Seen, ...]) -> list[tuple[float, float]]:
    return [(one.span.start_s, one.span.stop_s) for one in seen]


def test_a_page_counts_once_it_has_stood_for_a_second() -> None:
    watch = ScreenWatch()
    watch.show(Span(0, 10), PAGE, 100.0)
    assert watch.settle(100.9) == ()
    assert spans_of(watch.settle(101.0)) == [(0, 10)]
    assert watch.settle(150.0) == ()  # it is told once


def test_pages_turned_faster_than_that_do_not_count() -> None:
    watch = ScreenWatch()
    for number in range(20):
        assert watch.settle(number * 0.5) == ()
        watch.show(Span(number * 10, number * 10 + 10), PAGE, number * 0.5)


def test_of_a_page_that_moves_each_moment_counts_for_itself() -> None:
    watch, seen = ScreenWatch(), []
    for step in range(41):  # a second of recording each quarter of a second: 10 s of page are seen for 2.5 s
        seen += watch.settle(step * 0.25)
        watch.show(Span(step, step + 10.0), PAGE, step * 0.25)
    # what was on the first page but left it within a second was not seen
    assert joined(one.span for one in seen) == (Span(3.0, 46.0),)


def test_a_page_that_moves_for_long_stays_a_few_pieces() -> None:
    watch = ScreenWatch()
    for step in range(600):  # a page of ten seconds moves thirty times a second
        watch.settle(step / 30)
        watch.show(Span(step / 30, step / 30 + 10.0), PAGE, step / 30)
    assert len(watch._pieces) < 40  # a second's worth, and one for all that is told


@pytest.mark.parametrize(
    ("step_s", "every_s", "expected"),
    [
        (1.0, 1 / 30, True),  # an arrow held down
        (10.0, 1 / 8, True),  # pages
        (1 / 15, 1 / 30, False),  # played at 2×
        (4 / 30, 1 / 30, True),  # played at 4×
        (-1.0, 1 / 30, True),
        (15.0, 1.0, False),  # pages read by a quick reader
        (1.0, 0.6, False),  # second by second
    ],
)
def test_a_page_flies_where_it_moves_faster_than_is_read(step_s: float, every_s: float, expected: bool) -> None:
    motion = PageMotion()
    for step in range(40):
        motion.note(1000.0 + step * step_s, step * every_s)
    assert motion.is_flying(39 * every_s) == expected
    assert not motion.is_flying(39 * every_s + 1.0)  # it stands


def test_another_look_begins_anew() -> None:
    watch = ScreenWatch()
    watch.show(Span(0, 10), PAGE, 0.0)
    watch.show(Span(0, 10), DisplayState(10.0, "cz_reference", "off"), 0.9)
    assert watch.settle(1.5) == ()
    (seen,) = watch.settle(2.0)
    assert seen.display.montage_id == "cz_reference"


def test_looking_away_ends_it() -> None:
    watch = ScreenWatch()
    watch.show(Span(0, 10), PAGE, 0.0)
    watch.show_nothing()
    assert watch.settle(5.0) == ()


def test_the_same_page_counts_again_once_the_picture_is_open() -> None:
    watch = ScreenWatch()
    watch.show(Span(0, 10), PAGE, 0.0)
    assert [one.has_video for one in watch.settle(1.0)] == [False]
    assert [one.has_video for one in watch.settle(2.0, has_video=True)] == [True]
    assert watch.settle(3.0, has_video=True) == ()


def test_a_page_of_an_hour_is_kept_but_not_read() -> None:
    time = ReviewedTime([Seen(Span(0, 3600), DisplayState(3600.0, "none", "off")), Seen(Span(20, 30), PAGE, True)])
    assert time.spans == (Span(20, 30),)
    assert time.spans_with_video == (Span(20, 30),)
    assert [one.display.page_s for one in time.at(25.0)] == [10.0, 3600.0]


def test_gaps_count_neither_way() -> None:
    assert share_of([Span(0, 50)], [Span(0, 50), Span(950, 1000)]) == 0.5
    assert share_of([], []) == 0.0


def test_a_share_never_says_all_or_nothing_wrongly() -> None:
    assert [share_text(s) for s in (0.0, 0.001, 0.384, 0.998, 1.0)] == ["0 %", "under 1 %", "38 %", "99 %", "100 %"]


def test_the_look_names_filters_in_words() -> None:
    filters = NO_FILTERS.with_kind(ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0))
    assert display_state_of(ViewState(filters=filters)).filters == "0.5–70 Hz, notch 50 Hz, causal"
    assert display_state_of(ViewState()).filters == "off"


spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 20))


@given(st.lists(spans, max_size=12))
def test_joining_covers_the_same_moments_and_nothing_twice(given_spans: list[Span]) -> None:
    found = joined(given_spans)
    moments = [k + 0.5 for k in range(81)]
    assert [any(s.contains(t) for s in found) for t in moments] == [
        any(s.contains(t) for s in given_spans) for t in moments
    ]
    assert all(a.stop_s < b.start_s for a, b in itertools.pairwise(found))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), max_size=25))
def test_no_moment_counts_that_was_on_the_screen_for_less_than_a_second(moves: list[tuple[int, int]]) -> None:
    """Against a plain reckoning by quarters of a second and moments of one second."""
    watch, seen, since, expected, now = ScreenWatch(), [], {}, set(), 0.0
    for start_s, quarters in moves:
        seen += watch.settle(now)
        watch.show(Span(start_s, start_s + 10.0), PAGE, now)
        since = {t: since.get(t, now) for t in range(start_s, start_s + 10)}
        now += quarters * 0.25
        expected |= {t for t, began in since.items() if now - began >= 1.0}
        seen += watch.settle(now)
    assert {t for t in range(60) if any(one.span.contains(t + 0.5) for one in merged_seen(seen))} == expected
