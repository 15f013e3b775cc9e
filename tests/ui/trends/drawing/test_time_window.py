import pytest

from eegview.model.span import Span
from eegview.ui.trends.drawing.time_window import TimeWindow

WHOLE = Span(0.0, 36000.0)
ALL = TimeWindow(WHOLE, WHOLE)


def test_a_zoom_keeps_its_anchor_where_it_is() -> None:
    found = ALL.zoomed(3, 9000.0)
    assert (9000.0 - found.span.start_s) / found.span.duration_s == pytest.approx(0.25)
    assert found.zoomed(-3, 9000.0).is_all
    assert found.zoomed(-9, 9000.0).is_all


def test_a_length_is_never_longer_than_the_study_nor_beyond_it() -> None:
    assert ALL.of_length(1e9, 5.0).is_all
    found = ALL.of_length(7200.0, 36000.0)
    assert found.span.stop_s == 36000.0
    assert found.moved(1e6).span == found.span
    assert found.moved(-1e6).span == Span(0.0, 7200.0)
    assert ALL.of_length(0.0, 100.0).span.duration_s == 10.0
    short = Span(0.0, 4.0)
    assert TimeWindow(short, short).of_length(1.0, 2.0).span == short


def test_a_time_out_of_sight_comes_into_sight_and_one_in_sight_moves_nothing() -> None:
    found = ALL.of_length(1800.0, 0.0)
    assert found.holding(900.0) == found
    later = found.holding(5000.0)
    assert later.span.start_s < 5000.0 < later.span.stop_s
    assert later.span.duration_s == 1800.0
