"""Colour and scale the rows of a page: from a view and a theme to numbers."""

import numpy as np

from eegview.app.themes import Theme
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.display.montage import Row
from eegview.model.display.page import PageResult
from eegview.model.display.view import ViewState
from eegview.model.film.sound_level import SOUND_UNIT
from eegview.model.recording import Samples

SIDE_COLOURS = "sides"  # left blue, right red, midline ink
ONE_COLOUR = "one"


def row_colour(row: Row, theme: Theme, scheme: str = SIDE_COLOURS) -> str:
    """Return a row's colour, "#rrggbb". Colour carries no information that the label does not."""
    if row.is_bad or not row.is_available:
        return theme.trace_bad
    if row.kind != ChannelKind.EEG:
        return theme.trace_polygraphy
    if scheme == ONE_COLOUR:
        return theme.trace
    return {"left": theme.trace_left, "right": theme.trace_right}.get(row.side, theme.trace)


# amounts, not potentials: more is drawn higher
UPWARD_KINDS = (ChannelKind.MOVEMENT, ChannelKind.SOUND, ChannelKind.SPO2)


def direction(row: Row) -> float:
    """Return 1 for rows drawn negative up, as potentials are, -1 for amounts."""
    return -1.0 if row.kind in UPWARD_KINDS else 1.0


def scale_text(row: Row, view: ViewState) -> str:
    """Return the row's own scale where it differs from the page's, "" otherwise and where it has no trace."""
    gain = view.gain_of(row.label, row.kind)
    if not row.is_available or (gain == 1.0 and row.unit == "uV"):
        return ""
    unit = {"uV": "µV", SOUND_UNIT: "dB"}.get(row.unit, row.unit or "units")
    return f"{view.sensitivity_uv_per_mm / gain:.3g} {unit}/mm"


def keeps_offset(row: Row, filters: DisplayFilters) -> bool:
    """Check whether no filter removes a row's constant part: it is then drawn around its own middle.

    Electrodes sit at tens of millivolts, a saturation near 100 %: drawn from zero they would not be on the page.
    """
    return filters.for_kind(row.kind).low_cut_hz == 0


def middles(result: PageResult) -> dict[int, float]:
    """Return the middle on the page of each row that keeps its offset, by row index, in the row's unit.

    It is the median; of movement and sound, which rest low and burst upwards, the level they rest at (a tenth lies
    below).
    """
    values: dict[int, list[Samples]] = {}
    for trace in result.traces:
        if keeps_offset(result.rows[trace.row], result.request.filters):
            values.setdefault(trace.row, []).append(trace.values)
    found = {}
    for row, parts in values.items():
        known = np.concatenate(parts)
        known = known[np.isfinite(known)]
        if len(known):
            share = 10.0 if result.rows[row].kind in (ChannelKind.MOVEMENT, ChannelKind.SOUND) else 50.0
            found[row] = float(np.percentile(known, share))
    return found


def grid_steps_s(page_s: float) -> tuple[float, float]:
    """Return the steps of thin and strong time lines for a page of this length; 0 = none."""
    if page_s <= 2:
        return 0.2, 1.0
    if page_s <= 60:
        return 1.0, 5.0
    if page_s <= 600:
        return 10.0, 60.0
    return 60.0 if page_s <= 3600 else 0.0, 600.0 if page_s <= 14400 else 3600.0
