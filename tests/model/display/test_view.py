from eegview.model.channel import ChannelKind
from eegview.model.display.view import PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM, RowStyle, ViewState
from eegview.model.span import Span


def test_the_page_is_as_long_as_the_view_says() -> None:
    assert ViewState(start_s=30.0, page_s=15.0).span == Span(30.0, 45.0)


def test_a_row_without_a_look_of_its_own_has_the_pages() -> None:
    view = ViewState(row_styles=(RowStyle("F3-C3", gain=2.0),))
    assert view.row_style("F3-C3").gain == 2.0
    assert view.row_style("F4-C4") == RowStyle("F4-C4")


def test_the_gain_of_a_row_multiplies_that_of_its_kind() -> None:
    view = ViewState(row_styles=(RowStyle("ECG", gain=2.0),), kind_gain=((ChannelKind.ECG, 0.3),))
    assert view.gain_of("ECG", ChannelKind.ECG) == 0.6
    assert view.gain_of("F3-C3", ChannelKind.EEG) == 1.0


def test_ladders_rise() -> None:
    for rungs in (PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM):
        assert list(rungs) == sorted(set(rungs))
