"""What a link of a report shows on the page: its span, its settings, its frame."""

from collections.abc import Container
from dataclasses import replace

from eegview.app.page import navigation
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.display.view import PAGE_LENGTHS_S, ViewState
from eegview.model.report.link import EvidenceLink
from eegview.model.span import Span

_FILTER = ("lff_hz", "hff_hz", "notch_hz", "phase")
_SAME_S = 1e-6


def link_view(link: EvidenceLink, view: ViewState, montages: Container[str], whole: Span) -> ViewState:
    """Return the view that a link asks for, made from the one there is.

    A span as long as the page is shown to the instant; a shorter one lies in the page and is selected; a longer one is
    shown from its start. What a link does not say, or says of a montage that is not here, stays as it is.

    Parameters
    ----------
    montages : ids of those there are
    whole : the span of the recording
    """
    shown = replace(view, selection=None, selected_rows=(), only_rows=(), cursor_s=None)
    montage_id = link.settings.get("montage", "")
    if montage_id in montages:
        shown = replace(shown, montage_id=montage_id)
    shown = replace(
        shown,
        sensitivity_uv_per_mm=_number(link, "sensitivity_uv_per_mm", view.sensitivity_uv_per_mm),
        page_s=min(max(_number(link, "page_s", view.page_s), PAGE_LENGTHS_S[0] / 10), PAGE_LENGTHS_S[-1]),
    )
    if any(name in link.settings for name in _FILTER):
        shown = replace(shown, filters=shown.filters.with_kind(ChannelKind.EEG, _filters(link, shown)))
    span, cursor_s = link.span, link.frame_s if link.frame_s is not None else link.span.start_s
    if abs(span.duration_s - shown.page_s) < _SAME_S or span.duration_s > shown.page_s:
        shown = replace(navigation.to(shown, span.start_s, whole), cursor_s=cursor_s)
    else:
        shown = navigation.shown(shown, span, whole)
        shown = replace(shown, cursor_s=cursor_s, selection=span if span.duration_s > _SAME_S else None)
    return shown


def missing_montage(link: EvidenceLink, montages: Container[str]) -> str:
    """Return the montage that a link asks for and that is not here, "" for none."""
    montage_id = link.settings.get("montage", "")
    return "" if montage_id in montages else montage_id


def _filters(link: EvidenceLink, view: ViewState) -> FilterSpec:
    held = view.filters.for_kind(ChannelKind.EEG)
    phase = link.settings.get("phase", held.phase.value)
    return FilterSpec(
        _number(link, "lff_hz", held.low_cut_hz),
        _number(link, "hff_hz", held.high_cut_hz),
        _number(link, "notch_hz", held.notch_hz),
        Phase(phase) if phase in set(Phase) else held.phase,
    )


def _number(link: EvidenceLink, name: str, default: float) -> float:
    try:
        value = float(link.settings.get(name, default))
    except ValueError:
        return default
    return value if 0 <= value < 1e9 else default
