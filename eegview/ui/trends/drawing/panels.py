"""How each panel of `app.trends.panels` is drawn here: its form, its axis, its room."""

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from eegview.app.trends.pair_panel import LIKE, pair_panel
from eegview.app.trends.panels import CurveRole, PanelKind, TrendPanel, all_panels
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.scales import Linear, Logarithmic, Scale, SemiLogarithmic


class Kind(Enum):
    """The form of a panel."""

    STAGES = "stages"
    SPASMS = "spasms"
    MARKS = "marks"
    MOVEMENT = "movement"
    REVIEWED = "reviewed"
    SHARE = "share"  # one curve from 0, filled
    LINES = "lines"
    BAND = "band"  # lower and upper margin, filled between
    MARGINS = "margins"  # lower, median, upper of each side
    SPECTROGRAM = "spectrogram"
    DIFFERENCE = "difference"  # a curve to either side of nothing
    DIFFERENCES = "differences"  # a spectrogram of differences
    STACK = "stack"  # shares one upon another, 100 % together
    LANE = "lane"  # dark where there is much of it


FROM_STUDY = frozenset({Kind.STAGES, Kind.SPASMS, Kind.MARKS, Kind.MOVEMENT, Kind.REVIEWED})
_KINDS = {
    PanelKind.HYPNOGRAM: Kind.STAGES,
    PanelKind.SPASMS: Kind.SPASMS,
    PanelKind.MARKS: Kind.MARKS,
    PanelKind.MOVEMENT: Kind.MOVEMENT,
    PanelKind.REVIEWED: Kind.REVIEWED,
    PanelKind.RASTER: Kind.LANE,
    PanelKind.AEEG: Kind.BAND,
    PanelKind.LOG: Kind.LINES,
    PanelKind.LINEAR: Kind.LINES,
    PanelKind.PERCENT: Kind.LINES,
    PanelKind.DIVERGING: Kind.DIFFERENCE,
    PanelKind.SPECTROGRAM: Kind.SPECTROGRAM,
}
# Least height in lines of text, and the share of what is left, by form.
_ROOM = {
    Kind.STAGES: (4.0, 0.8),
    Kind.SPASMS: (3.2, 0.5),
    Kind.MARKS: (2.2, 0.3),
    Kind.MOVEMENT: (2.6, 0.7),
    Kind.REVIEWED: (1.3, 0.0),
    Kind.LANE: (1.3, 0.0),
    Kind.BAND: (4.2, 1.6),
    Kind.MARGINS: (4.2, 1.8),
    Kind.SPECTROGRAM: (3.8, 1.4),
    Kind.DIFFERENCES: (3.8, 1.2),
    Kind.STACK: (3.6, 1.0),
}
_OTHER_ROOM = 3.0, 0.8
LANE_LINES = 0.85  # of a lane of marks that is named
_NO_AXIS = Linear(0.0, 1.0)
_STACKED, _BOTH_SIDES = "relative", "reeg"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel as it is drawn.

    columns : ids of the columns it draws; of `MARGINS` lower, median, upper for each side
    scale : of its axis
    names : of its curves, "" where there is one
    sides : whose colours its curves have, "left", "right" or "" (neither)
    notes : what stands under its title
    level : ends of a spectrogram's colours
    is_told_by_column : its first note holds a parameter, which its column names as it is now
    lines : least height in lines of text; `stretch` is its share of what is left
    """

    panel_id: str
    title: str
    kind: Kind
    columns: tuple[str, ...] = ()
    scale: Scale = _NO_AXIS
    names: tuple[str, ...] = ("",)
    sides: tuple[str, ...] = ("",)
    notes: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    level: tuple[float, float] = (0.0, 1.0)
    lines: float = 3.0
    stretch: float = 0.8
    is_told_by_column: bool = False


@lru_cache
def drawn_panels() -> tuple[Panel, ...]:
    """Return all panels there are, in the order in which they are offered."""
    panels = all_panels()
    across = next(place for place, panel in enumerate(panels) if panel.panel_id == LIKE)
    return tuple(map(panel_of, (*panels[: across + 1], pair_panel(), *panels[across + 1 :])))


def panel_of(found: TrendPanel) -> Panel:
    """Return how a panel is drawn."""
    kind = _kind_of(found)
    columns, sides = found.columns, tuple(curve.side for curve in found.curves) or ("",)
    names = tuple(curve.label for curve in found.curves) or ("",)
    if kind is Kind.MARGINS:
        places = ("left", "right") if found.panel_id == _BOTH_SIDES else (found.panel_id.removeprefix("reeg_"),)
        columns = tuple(f"reeg_{what}_{place}" for place in places for what in ("lower", "median", "upper"))
        names = places if len(places) > 1 else ("",)
        sides = tuple(place if place in ("left", "right") else "" for place in places)
    lines, stretch = _ROOM.get(kind, _OTHER_ROOM)
    order = "from below: δ, θ, α, β" if kind is Kind.STACK else ""
    notes = (found.subtitle, _axis_note(found), order) if found.subtitle else ()
    return Panel(
        found.panel_id,
        found.title,
        kind,
        columns,
        _scale_of(found),
        names,
        sides,
        tuple(filter(None, notes)),
        found.unit,
        found.help,
        (found.level_low, found.level_high),
        lines,
        stretch,
        found.is_told_by_column,
    )


def with_room(panel: Panel, n_lanes: int) -> Panel:
    """Return a panel high enough for its lanes of marks to be named; others as they are."""
    lines = max(panel.lines, LANE_LINES * n_lanes)
    return replace(panel, lines=lines) if panel.kind is Kind.MARKS and lines > panel.lines else panel


def _kind_of(found: TrendPanel) -> Kind:
    roles = {curve.role for curve in found.curves}
    if found.panel_id == _BOTH_SIDES or (found.kind is PanelKind.LOG and CurveRole.LOWER in roles):
        return Kind.MARGINS
    if found.panel_id == _STACKED:
        return Kind.STACK
    if found.kind is PanelKind.PERCENT and len(found.curves) == 1:
        return Kind.SHARE
    if found.kind is PanelKind.SPECTROGRAM and found.colour_map == "vik":
        return Kind.DIFFERENCES
    return _KINDS[found.kind]


def _scale_of(found: TrendPanel) -> Scale:
    if found.kind is PanelKind.AEEG:
        return SemiLogarithmic(found.ticks)
    if found.kind is PanelKind.LOG:
        return Logarithmic(found.low, found.high, found.ticks)
    return Linear(found.low, found.high, found.ticks) if found.high > found.low else _NO_AXIS


def _axis_note(found: TrendPanel) -> str:
    if found.kind is PanelKind.AEEG:
        return tr("semilog 0–100 µV")
    if found.kind is PanelKind.LOG:
        return tr("log {low:g}–{high:g} {unit}", low=found.low, high=found.high, unit=found.unit)
    return ""
