"""Which part of the axis is shown: never beyond its ends, and the day pointed at stays."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.ui.infant.days_shown import FEWEST_DAYS, DaysShown

_AXES = st.tuples(st.integers(700_000, 740_000), st.integers(1, 4000)).map(lambda one: DaysShown(one[0], sum(one)))
_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.1, 10), st.integers(699_000, 745_000)),
        st.tuples(st.just("scroll"), st.floats(-2, 2), st.just(0)),
        st.tuples(st.just("from"), st.just(0.0), st.integers(690_000, 750_000)),
    ),
    max_size=8,
)


@given(_AXES, _MOVES)
def test_what_is_shown_lies_on_the_axis_after_any_moves(days: DaysShown, moves: list[tuple[str, float, int]]) -> None:
    for kind, share, day in moves:
        if kind == "zoom":
            days = days.zoomed(share, day)
        elif kind == "scroll":
            days = days.scrolled(share)
        else:
            days = days.from_day(day)
        assert days.whole_first <= days.first_day <= days.last_day <= days.whole_last
        assert days.n_days >= min(FEWEST_DAYS, days.n_whole)


def test_zooming_keeps_the_day_under_the_mouse() -> None:
    days = DaysShown(1000, 1099).zoomed(0.5, 1040)
    assert (days.first_day, days.last_day) == (1020, 1069)
    assert days.zoomed(2.0, 1040).is_all


def test_scrolling_moves_by_a_day_at_least_and_stops_at_the_ends() -> None:
    days = DaysShown(0, 99, 10, 19)
    assert days.scrolled(0.01).first_day == 11
    assert days.at_start().first_day == 0
    assert days.at_end().last_day == 99
    assert days.at_end().scrolled(5).last_day == 99


def test_an_axis_that_grew_shows_the_same_days() -> None:
    assert DaysShown(0, 99, 10, 19).of_whole(-5, 120) == DaysShown(-5, 120, 10, 19)
    assert DaysShown(0, 99).of_whole(-5, 120).is_all
