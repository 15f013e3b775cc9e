"""How a reviewer displays a study: filters, sensitivity, page length and montage, and the rows of each montage."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec, Phase
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.study.records import DISPLAY_TERM, newest_about, own_record

PAGE = "page"  # subject of the record of a `PageDisplay`
_ROWS = "rows:"  # before a montage's id: subject of the record of a `RowArrangement`
_DISPLAY = "display"  # the attribute with the JSON text
_LONGEST_PAGE_S = 7 * 86400.0


@dataclass(frozen=True, slots=True)
class PageDisplay:
    """What holds for the whole page, as in `ViewState`."""

    montage_id: str
    filters: DisplayFilters
    sensitivity_uv_per_mm: float
    page_s: float
    preset_id: str = ""
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RowArrangement:
    """Hidden rows, gains, offsets and order of the rows of one montage, as in `ViewState`."""

    styles: tuple[RowStyle, ...] = ()
    order: tuple[str, ...] = ()


AS_THE_MONTAGE = RowArrangement()


def page_display(view: ViewState) -> PageDisplay:
    """Return what of a view is kept for the whole page."""
    return PageDisplay(
        view.montage_id, view.filters, view.sensitivity_uv_per_mm, view.page_s, view.preset_id, view.kind_gain
    )


def with_page_display(view: ViewState, display: PageDisplay) -> ViewState:
    """Return the view displayed like this; where it is and what is selected stays."""
    return replace(
        view,
        montage_id=display.montage_id,
        filters=display.filters,
        sensitivity_uv_per_mm=display.sensitivity_uv_per_mm,
        page_s=display.page_s,
        preset_id=display.preset_id,
        kind_gain=display.kind_gain,
    )


def arrangement_of(view: ViewState) -> RowArrangement:
    """Return the arrangement of the rows of the montage that a view shows."""
    return RowArrangement(tuple(sorted(view.row_styles, key=lambda style: style.label)), view.row_order)


def with_arrangement(view: ViewState, arrangement: RowArrangement) -> ViewState:
    """Return the view with its rows arranged like this."""
    return replace(view, row_styles=arrangement.styles, row_order=arrangement.order)


def rows_subject(montage_id: str) -> str:
    """Return the subject of the record of a montage's rows."""
    return f"{_ROWS}{montage_id}"


# records


def held_page(display: PageDisplay) -> dict[str, str]:
    """Return what the record of a page's display holds."""
    return {_DISPLAY: _text(page_to_json(display))}


def held_rows(arrangement: RowArrangement) -> dict[str, str]:
    """Return what the record of a montage's rows holds."""
    return {_DISPLAY: _text(rows_to_json(arrangement))}


def page_for(records: Iterable[Annotation], author: str) -> PageDisplay | None:
    """Return the page's display that a reviewer kept, else the newest that anybody kept, None where nobody did."""
    record = _record_for(tuple(records), PAGE, author)
    return page_from_json(_content(record)) if record is not None else None


def rows_for(records: Iterable[Annotation], author: str) -> dict[str, RowArrangement]:
    """Return the arrangement of rows by montage: what the reviewer kept, else the newest that anybody kept."""
    records = tuple(records)
    found: dict[str, RowArrangement] = {}
    for subject in newest_about(records, DISPLAY_TERM):
        record = _record_for(records, subject, author)
        if subject.startswith(_ROWS) and record is not None:
            arrangement = rows_from_json(_content(record))
            if arrangement is not None:
                found[subject.removeprefix(_ROWS)] = arrangement
    return found


def has_own(records: Iterable[Annotation], author: str) -> bool:
    """Whether a reviewer has kept how they display the study."""
    return any(record.term_id == DISPLAY_TERM and record.layer == author for record in records)


def _record_for(records: tuple[Annotation, ...], subject: str, author: str) -> Annotation | None:
    own = own_record(records, DISPLAY_TERM, subject, author)
    return own if own is not None else newest_about(records, DISPLAY_TERM).get(subject)


def _content(record: Annotation) -> Any:
    try:
        return json.loads(record.attribute(_DISPLAY) or "")
    except (ValueError, RecursionError):
        return None


# JSON


def filters_to_json(filters: DisplayFilters) -> Any:
    """Return filters as values of JSON."""
    return {
        kind.value: [spec.low_cut_hz, spec.high_cut_hz, spec.notch_hz, spec.phase.value]
        for kind, spec in filters.by_kind
    }


def filters_from_json(content: Any) -> DisplayFilters | None:
    """Return the filters in values that `filters_to_json` made, None for anything else."""
    try:
        filters = DisplayFilters()
        for name, (low, high, notch, phase) in dict(content).items():
            spec = FilterSpec(_number(low, 0, 1e5), _number(high, 0, 1e5), _number(notch, 0, 1e5), Phase(phase))
            filters = filters.with_kind(ChannelKind(name), spec)
    except (TypeError, ValueError):
        return None
    return filters


def page_to_json(display: PageDisplay) -> Any:
    """Return a page's display as values of JSON."""
    return {
        "montage": display.montage_id,
        "filters": filters_to_json(display.filters),
        "sensitivity_uv_per_mm": display.sensitivity_uv_per_mm,
        "page_s": display.page_s,
        "preset": display.preset_id,
        "kind_gain": {kind.value: gain for kind, gain in display.kind_gain},
    }


def page_from_json(content: Any) -> PageDisplay | None:
    """Return the display in values that `page_to_json` made, None for anything else."""
    try:
        filters = filters_from_json(content["filters"])
        if filters is None:
            return None
        gains = {ChannelKind(kind): _number(gain, 1e-6, 1e6) for kind, gain in dict(content["kind_gain"]).items()}
        return PageDisplay(
            str(content["montage"]),
            filters,
            _number(content["sensitivity_uv_per_mm"], 1e-3, 1e6),
            _number(content["page_s"], 1e-3, _LONGEST_PAGE_S),
            str(content["preset"]),
            tuple(sorted(gains.items())),
        )
    except (TypeError, ValueError, KeyError):
        return None


def rows_to_json(arrangement: RowArrangement) -> Any:
    """Return an arrangement of rows as values of JSON."""
    return {
        "order": list(arrangement.order),
        "rows": {style.label: [style.gain, style.offset_mm, style.is_hidden] for style in arrangement.styles},
    }


def rows_from_json(content: Any) -> RowArrangement | None:
    """Return the arrangement in values that `rows_to_json` made, None for anything else."""
    try:
        styles = tuple(
            RowStyle(str(label), _number(gain, 1e-3, 1e4), _number(offset, -1e4, 1e4), _choice(is_hidden))
            for label, (gain, offset, is_hidden) in sorted(dict(content["rows"]).items())
        )
        return RowArrangement(styles, tuple(map(str, list(content["order"]))))
    except (TypeError, ValueError, KeyError):
        return None


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _number(value: Any, least: float, most: float) -> float:
    number = float(value)
    if not (math.isfinite(number) and least <= number <= most):
        raise ValueError(value)
    return number


def _choice(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise ValueError(value)
