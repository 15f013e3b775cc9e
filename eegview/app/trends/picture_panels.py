"""One panel of the trends on paper: its axis with units, its curves, and why it is empty where it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.page.picture_frame import plain, points_that_fit
from eegview.app.trends.aeeg_scale import aeeg_height
from eegview.app.trends.colour_maps import paper_map
from eegview.app.trends.panels import CurveRole, PanelCurve, PanelKind, TrendPanel
from eegview.app.trends.picture_of_marks import OF_MARKS
from eegview.app.trends.reduction import reduced
from eegview.app.trends.study_marks import StudyMarks
from eegview.app.trends.table import TrendTable
from eegview.model.span import Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET = "#1b1f24", "#646b66"
LEFT, RIGHT = "#1d4e89", "#9b2335"
_LINES = ("#1b1f24", "#0b6e75", "#b45309", "#6d28a8", "#5b7a1f")
_GRID = "#dcddd6"
LEFT_PX, FIGURE_LEFT_PX = 230.0, 104.0
_FIGURE_POINTS = 5.8
_APART_PX = 12.0  # of two labels of an axis in a figure
_NOTHING = "Nothing could be measured here."


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """A panel with the part of the recording that it shows and its size in px of 1/96 inch.

    is_figure : inside a document whose text says what is drawn; there is less room for names, and letters are smaller
    """

    panel: TrendPanel
    span: Span
    width_px: float
    height_px: float
    is_figure: bool = False

    @property
    def left_px(self) -> float:
        """Return the room for the panel's name and the labels of its axis."""
        return FIGURE_LEFT_PX if self.is_figure else LEFT_PX

    def size(self, points: float) -> float:
        """Return the size of letters that are `points` high in a picture of its own."""
        return min(points, _FIGURE_POINTS) if self.is_figure else points


def draw_panel(axes: "Axes", place: PanelPlace, table: TrendTable, marks: StudyMarks, gaps: tuple[Span, ...]) -> None:
    """Draw a panel into its axes, whose x is set up already."""
    panel = place.panel
    axes.set_yticks([])
    axes.set_ylim(0, 1)
    axes.grid(axis="x", color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_color("#9ca3af")
    if panel.kind in OF_MARKS:
        note = OF_MARKS[panel.kind](axes, marks)
    else:
        note = _draw_columns(axes, place, table)
    for gap in gaps:
        axes.axvspan(gap.start_s, gap.stop_s, facecolor="#f3f4f6", edgecolor="#9ca3af", hatch="//", linewidth=0)
    _write_title(axes, place, _subtitle(panel, table), note)


def _subtitle(panel: TrendPanel, table: TrendTable) -> str:
    """Return what a panel draws, with its unit."""
    column = table.column(panel.columns[-1]) if panel.columns else None
    text = column.title if column is not None and panel.is_told_by_column else panel.subtitle
    if panel.kind is PanelKind.AEEG and column is not None:
        row = column.title.partition("(")[2].partition(")")[0]
        text = f"{row}, {text}" if row else text
    return f"{text}, {panel.unit}" if panel.unit and not text.startswith(panel.unit) else text


def _write_title(axes: "Axes", place: PanelPlace, subtitle: str, why_empty: str) -> None:
    """Write the panel's name and what it draws at its left, and in it why there is nothing to draw."""
    panel, high_px = place.panel, place.height_px
    left = (8 - place.left_px) / place.width_px
    if place.is_figure:
        has_unit_below = bool(panel.unit) and high_px >= 28  # on one line both would run into the ticks
        title = f"{panel.title}, {panel.unit}" if panel.unit and not has_unit_below else panel.title
        axes.text(
            left, 1 - 5 / high_px, title, transform=axes.transAxes, va="center", weight="bold", color=INK,
            parse_math=False, size=place.size(points_that_fit(title, place.left_px - 46)),
        )  # fmt: skip
        if has_unit_below:
            axes.text(
                left, 1 - 15 / high_px, panel.unit, transform=axes.transAxes, va="center", color=QUIET,
                parse_math=False, size=place.size(7.0),
            )  # fmt: skip
        _write_why(axes, place, why_empty)
        return
    is_high = high_px >= 28
    # a low panel has neither a line for the subtitle nor ticks
    scale = f"{panel.low:g}–{panel.high:g} " if panel.unit else ""
    title = panel.title if is_high or not subtitle else f"{panel.title}, {scale}{subtitle}"
    axes.text(
        left, 1 - 7 / high_px, title, transform=axes.transAxes, va="center", weight="bold", color=INK,
        parse_math=False, size=points_that_fit(title, 165),
    )  # fmt: skip
    if is_high:
        axes.text(
            left, 1 - 20 / high_px, subtitle, transform=axes.transAxes, va="center", color=QUIET, parse_math=False,
            size=min(points_that_fit(subtitle, 165), 7.0),
        )  # fmt: skip
    _write_why(axes, place, why_empty)


def _write_why(axes: "Axes", place: PanelPlace, why_empty: str) -> None:
    if why_empty:
        axes.text(
            0.5, 0.5, plain(why_empty), transform=axes.transAxes, va="center", ha="center", color=QUIET,
            parse_math=False, size=place.size(points_that_fit(why_empty, place.width_px - 40)),
        )  # fmt: skip


def _draw_columns(axes: "Axes", place: PanelPlace, table: TrendTable) -> str:
    """Draw the curves or the map of a panel; return why there is none, "" where there is."""
    panel = place.panel
    held = [curve for curve in panel.curves if table.column(curve.column_id) is not None]
    if not held:
        reasons = (table.why_missing(curve.column_id) for curve in panel.curves)
        return next(filter(None, reasons), "Not measured in this recording.")
    is_empty = not any(np.isfinite(table.values_in(curve.column_id, place.span)).any() for curve in held)
    if panel.kind is PanelKind.SPECTROGRAM:
        _draw_map(axes, place, table, held[0])
        return _NOTHING if is_empty else ""
    height = _height(panel)
    axes.set_yticks(height(np.array(panel.ticks)).tolist(), [f"{tick:g}" for tick in panel.ticks])
    axes.tick_params(axis="y", labelsize=place.size(6.5), length=2)
    _inside(axes, place)
    if panel.kind is PanelKind.RASTER:
        axes.set_yticks([])
    axes.grid(axis="y", color=_GRID, linewidth=0.6)
    _draw_curves(axes, place, table, held, height)
    return _NOTHING if is_empty else ""


def _inside(axes: "Axes", place: PanelPlace) -> None:
    """Keep the labels of a figure's axis beside their own panel and apart: the ends first, others where they fit."""
    if not place.is_figure:
        return
    low, high = axes.get_ylim()
    at_px = [place.height_px * (at - low) / (high - low) for at in axes.get_yticks()]
    labels = list(zip(at_px, axes.get_yticklabels(), strict=True))
    kept: list[float] = []
    for y_px, label in sorted(labels[:1] + labels[-1:]) + labels[1:-1]:
        if any(abs(y_px - other_px) < _APART_PX for other_px in kept):
            label.set_visible(False)
            continue
        kept.append(y_px)
        share = y_px / place.height_px
        label.set_verticalalignment("bottom" if share < 0.1 else "top" if share > 0.9 else "center")


def _height(panel: TrendPanel) -> Callable[[np.ndarray], np.ndarray]:
    """Return how high values stand in a panel, 0 at its foot, 1 at its top; what is beyond stands at the edge."""
    low, high = panel.low, panel.high

    def linear(values: np.ndarray) -> np.ndarray:
        return np.clip((values - low) / (high - low), 0.0, 1.0)

    def logarithmic(values: np.ndarray) -> np.ndarray:
        return np.log(np.clip(values, low, high) / low) / np.log(high / low)

    if panel.kind is PanelKind.AEEG:
        return lambda values: np.minimum(aeeg_height(values), 1.0)
    return logarithmic if panel.kind is PanelKind.LOG else linear


def _colour(curve: PanelCurve, number: int) -> str:
    return {"left": LEFT, "right": RIGHT}.get(curve.side, _LINES[number % len(_LINES)])


def _draw_curves(
    axes: "Axes",
    place: PanelPlace,
    table: TrendTable,
    curves: list[PanelCurve],
    height: Callable[[np.ndarray], np.ndarray],
) -> None:
    panel = place.panel
    drawn: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for curve in curves:
        column = table.column(curve.column_id)
        if column is not None:
            edges_s, values = reduced(table, column, place.span, round(place.width_px), panel.kind)
            drawn[curve.column_id] = edges_s, height(values.astype(np.float64))
    for number, curve in enumerate(curves):
        edges_s, values = drawn[curve.column_id]
        colour = _colour(curve, number)
        upper = curves[number + 1] if number + 1 < len(curves) else None
        if curve.role is CurveRole.LOWER and upper is not None and upper.role is CurveRole.UPPER:
            axes.fill_between(
                edges_s, _to_edges(values), _to_edges(drawn[upper.column_id][1]), step="post", color=colour, alpha=0.75,
                linewidth=0,
            )  # fmt: skip
        elif curve.role is CurveRole.LINE:
            if panel.kind in (PanelKind.PERCENT, PanelKind.RASTER, PanelKind.DIVERGING) and len(curves) == 1:
                base = float(height(np.array([0.0]))[0])
                axes.fill_between(edges_s, base, _to_edges(values), step="post", color=colour, alpha=0.6, linewidth=0)
            axes.plot(
                (edges_s[:-1] + edges_s[1:]) / 2, values, color=colour, linewidth=0.8,
                marker="." if len(values) < 3 else "",
            )  # fmt: skip
    _write_legend(axes, place, [(one, n) for n, one in enumerate(curves) if one.role is CurveRole.LINE and one.label])


def _to_edges(values: np.ndarray) -> np.ndarray:
    return np.append(values, values[-1:])


def _write_legend(axes: "Axes", place: PanelPlace, named: list[tuple[PanelCurve, int]]) -> None:
    """Write what each line is at the right of the panel."""
    for line, (curve, number) in enumerate(named):
        axes.text(
            1 + 6 / place.width_px, 1 - (7 + 11 * line) / place.height_px, curve.label, transform=axes.transAxes,
            va="center", color=_colour(curve, number), size=place.size(7), parse_math=False,
        )  # fmt: skip


def _draw_map(axes: "Axes", place: PanelPlace, table: TrendTable, curve: PanelCurve) -> None:
    """Draw a spectrogram with its scale of colours at the right."""
    panel, column = place.panel, table.column(curve.column_id)
    if column is None:
        return
    edges_s, values = reduced(table, column, place.span, round(place.width_px), panel.kind)
    hz = np.array(column.frequencies_hz)
    step_hz = hz[1] - hz[0] if len(hz) > 1 else 1.0
    edges_hz = np.append(hz - step_hz / 2, hz[-1] + step_hz / 2)
    if len(values):
        axes.pcolormesh(
            edges_s, edges_hz, np.ma.masked_invalid(values.T), cmap=paper_map(panel.colour_map), rasterized=True,
            vmin=panel.level_low, vmax=panel.level_high, shading="flat",
        )  # fmt: skip
    axes.set_ylim(panel.low, panel.high)
    axes.set_yticks(panel.ticks, [f"{tick:g}" for tick in panel.ticks])
    axes.tick_params(axis="y", labelsize=place.size(6.5), length=2)
    _inside(axes, place)
    bar = axes.inset_axes((1 + 6 / place.width_px, 0.08, 8 / place.width_px, 0.84))
    levels = np.linspace(panel.level_low, panel.level_high, 64)[:, None]
    bar.imshow(levels, aspect="auto", origin="lower", cmap=paper_map(panel.colour_map), extent=(0, 1, 0, 1))
    bar.set_xticks([])
    bar.set_yticks([])
    unit = panel.level_unit.split(" ")[0]
    for y, level in ((0.94, panel.level_high), (0.06, panel.level_low)):
        axes.text(
            1 + 18 / place.width_px, y, f"{level:g} {unit}", transform=axes.transAxes, va="center", color=QUIET,
            size=place.size(6.5),
        )  # fmt: skip
