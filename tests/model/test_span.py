import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.span import Span, gaps_between

TICKS = st.integers(-1000, 1000).map(lambda n: n / 8)  # eighths add and subtract without rounding


@st.composite
def spans(draw: st.DrawFn) -> Span:
    return Span(*sorted((draw(TICKS), draw(TICKS))))


@pytest.mark.parametrize(("start_s", "stop_s"), [(2.0, 1.0), (math.nan, 1.0), (0.0, math.nan)])
def test_a_span_cannot_run_backwards_or_nowhere(start_s: float, stop_s: float) -> None:
    with pytest.raises(ValueError, match="cannot stop"):
        Span(start_s, stop_s)


def test_the_end_belongs_to_the_next_span() -> None:
    assert Span(1.0, 2.0).contains(1.0)
    assert not Span(1.0, 2.0).contains(2.0)
    assert not Span(1.0, 1.0).contains(1.0)
    assert not Span(0.0, 1.0).overlaps(Span(1.0, 2.0))


@given(spans(), spans(), TICKS)
def test_the_intersection_holds_what_both_hold(a: Span, b: Span, time_s: float) -> None:
    common = a.intersection(b)
    assert common == b.intersection(a)
    assert (common is not None and common.contains(time_s)) == (a.contains(time_s) and b.contains(time_s))


@given(spans(), spans())
def test_overlap_is_an_intersection_of_some_length(a: Span, b: Span) -> None:
    is_long = a.duration_s > 0 and b.duration_s > 0
    assert (a.overlaps(b) and is_long) == (a.intersection(b) is not None)


@given(spans(), TICKS, TICKS.map(abs))
def test_shifting_keeps_the_length_and_widening_adds_to_it(span: Span, by_s: float, margin_s: float) -> None:
    assert span.shifted(by_s).shifted(-by_s) == span
    assert span.shifted(by_s).duration_s == span.duration_s
    assert span.widened(margin_s, 0.0).duration_s == span.duration_s + margin_s
    assert span.widened(margin_s) == Span(span.start_s - margin_s, span.stop_s + margin_s)


@given(st.lists(spans(), max_size=8), spans(), TICKS)
def test_a_time_is_covered_or_in_a_gap_never_both(covered: list[Span], within: Span, time_s: float) -> None:
    gaps = gaps_between(covered, within)
    is_covered = any(span.contains(time_s) for span in covered)
    assert sum(gap.contains(time_s) for gap in gaps) == (within.contains(time_s) and not is_covered)
    assert list(gaps) == sorted(gaps)
    assert all(gap.duration_s > 0 for gap in gaps)
