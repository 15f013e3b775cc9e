"""A link of a report shows the page it was read from, as it was displayed."""

import pytest

from eegview.app.links.view import link_view, missing_montage
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec, Phase
from eegview.model.display.view import ViewState
from eegview.model.report.link import EvidenceLink
from eegview.model.span import Span

WHOLE, MONTAGES = Span(0.0, 600.0), frozenset({"longitudinal_bipolar", "referential"})
FILTERS = DisplayFilters().with_kind(ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0))
NOW = ViewState(100.0, 15.0, filters=FILTERS, selection=Span(101.0, 102.0))
SETTINGS = {
    "montage": "referential",
    "page_s": "10",
    "sensitivity_uv_per_mm": "20",
    "lff_hz": "1.6",
    "hff_hz": "35",
    "notch_hz": "0",
    "phase": "zero",
}


def test_a_page_reopens_to_the_instant_with_all_its_settings() -> None:
    link = EvidenceLink("f", Span(33.25, 43.25), frame_s=35.5, settings=SETTINGS)
    view = link_view(link, NOW, MONTAGES, WHOLE)
    assert (view.start_s, view.page_s, view.cursor_s) == (33.25, 10.0, 35.5)
    assert (view.montage_id, view.sensitivity_uv_per_mm) == ("referential", 20.0)
    assert view.filters.for_kind(ChannelKind.EEG) == FilterSpec(1.6, 35.0, 0.0, Phase.ZERO)
    assert view.selection is None


def test_what_a_link_does_not_say_stays() -> None:
    view = link_view(EvidenceLink("f", Span(300.0, 302.0)), NOW, MONTAGES, WHOLE)
    assert (view.page_s, view.montage_id, view.filters) == (15.0, "longitudinal_bipolar", FILTERS)
    assert view.span.contains(300.0)
    assert view.span.contains(302.0)
    assert view.selection == Span(300.0, 302.0)


@pytest.mark.parametrize("span", [Span(0.0, 600.0), Span(590.0, 605.0)])
def test_a_long_span_is_shown_from_its_start(span: Span) -> None:
    view = link_view(EvidenceLink("f", span), NOW, MONTAGES, WHOLE)
    assert view.start_s == span.start_s
    assert view.selection is None


def test_what_is_not_here_or_cannot_be_read_stays_as_it_is() -> None:
    link = EvidenceLink("f", Span(10.0, 25.0), settings={"montage": "gone", "page_s": "long", "lff_hz": "-3"})
    view = link_view(link, NOW, MONTAGES, WHOLE)
    assert (view.montage_id, view.page_s) == ("longitudinal_bipolar", 15.0)
    assert view.filters.for_kind(ChannelKind.EEG) == FilterSpec(0.5, 70.0, 50.0)
    assert missing_montage(link, MONTAGES) == "gone"
    assert missing_montage(EvidenceLink("f", Span(0, 1)), MONTAGES) == ""
