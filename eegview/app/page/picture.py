"""Draw a page on paper: PNG, SVG or PDF. matplotlib is loaded only here, when a picture is requested."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eegview.app.page.row_drawing import direction, middles
from eegview.dsp.envelope import envelope
from eegview.exchange.writing import whole_file
from eegview.model.channel import ChannelKind
from eegview.model.clock import elapsed_text
from eegview.model.errors import UsageError
from eegview.model.filters import FilterSpec, Phase
from eegview.model.montage import Row
from eegview.model.page import PageResult, Trace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURE_SUFFIXES = (".png", ".svg", ".pdf")
PX_PER_INCH = 96
PX_PER_MM = PX_PER_INCH / 25.4
SMALLEST_PX, LARGEST_PX = 200, 20_000
_DENSE = 8  # samples to a pixel above which only the extremes of each half pixel are drawn
_MARGINS_PX = {"left": 110, "right": 64, "top": 34, "bottom": 52}
_SIDE_COLOURS = {"left": "#1f4e9c", "right": "#a3222d"}
_INK, _QUIET, _BAD, _CLIPPED = "#111111", "#6b7280", "#9ca3af", "#d97706"


@dataclass(frozen=True, slots=True)
class PicturePageStyle:
    """The size and scale of a page on paper; a millimetre is true when printed at full size.

    kind_gain : height of rows of a kind beside EEG of the same µV
    footer : the line at the foot of the picture
    row_gain : (row label, factor) for rows drawn taller or flatter than their kind
    """

    width_px: int = 1600
    height_px: int = 900
    sensitivity_uv_per_mm: float = 15.0
    kind_gain: tuple[tuple[ChannelKind, float], ...] = ()
    footer: str = ""
    row_gain: tuple[tuple[str, float], ...] = ()


def draw_page(page: PageResult, path: Path, style: PicturePageStyle, started_at: datetime | None = None) -> None:
    """Write the picture of `page` to `path`, in the format of its suffix.

    Negative is up. A row whose filter keeps a constant offset is centred on the median of what is shown.

    Raises
    ------
    UsageError : the suffix is none of .png, .svg, .pdf, or the size is impossible
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        raise UsageError(f"A page cannot be written as “{path.suffix}”.", "Use .npz, .png, .svg or .pdf.")
    if not all(SMALLEST_PX <= size <= LARGEST_PX for size in (style.width_px, style.height_px)):
        raise UsageError("The picture's size makes no sense.", f"Use {SMALLEST_PX} to {LARGEST_PX} px each way.")
    import matplotlib
    from matplotlib.figure import Figure

    text_as_text: Any = {"svg.fonttype": "none", "pdf.fonttype": 42, "font.family": "sans-serif", "font.size": 8}
    with matplotlib.rc_context(text_as_text):
        size_in = (style.width_px / PX_PER_INCH, style.height_px / PX_PER_INCH)
        figure = Figure(figsize=size_in, dpi=PX_PER_INCH, facecolor="white")
        left = _MARGINS_PX["left"] / style.width_px
        bottom = _MARGINS_PX["bottom"] / style.height_px
        width = 1 - (_MARGINS_PX["left"] + _MARGINS_PX["right"]) / style.width_px
        height = 1 - (_MARGINS_PX["top"] + _MARGINS_PX["bottom"]) / style.height_px
        axes = figure.add_axes((left, bottom, width, height))
        height_mm = height * style.height_px / PX_PER_MM
        _draw_axes(axes, page, height_mm, started_at)
        _draw_rows(axes, page, style, height_mm)
        _draw_scale(axes, style, height_mm)
        figure.text(0.008, 1 - 12 / style.height_px, strip_text(page, style, started_at), va="center", color=_INK)
        figure.text(0.008, 10 / style.height_px, style.footer, va="center", color=_QUIET)
        with whole_file(path) as file:
            figure.savefig(file, format=path.suffix[1:].lower())


def strip_text(page: PageResult, style: PicturePageStyle, started_at: datetime | None = None) -> str:
    """Return the line that states the settings a page was read with."""
    request = page.request
    parts = [request.montage.label, *filter_texts(request.filters.for_kind(ChannelKind.EEG))]
    parts += [f"{style.sensitivity_uv_per_mm:g} µV/mm", f"{request.span.duration_s:g} s/page"]
    parts.append(f"from {elapsed_text(request.span.start_s, 1)}")
    if started_at is not None:
        parts.append((started_at + timedelta(seconds=request.span.start_s)).strftime("clock %H:%M:%S"))
    return "   ·   ".join(parts)


def filter_texts(spec: FilterSpec) -> list[str]:
    """Return low cut, high cut, notch and phase in words; "off" where there is none."""

    def cut(name: str, cut_hz: float) -> str:
        return f"{name} {cut_hz:g} Hz" if cut_hz else f"{name} off"

    texts = [cut("low cut", spec.low_cut_hz), cut("high cut", spec.high_cut_hz), cut("notch", spec.notch_hz)]
    return texts if spec.is_off else [*texts, "zero phase" if spec.phase is Phase.ZERO else "causal"]


def _draw_axes(axes: "Axes", page: PageResult, height_mm: float, started_at: datetime | None) -> None:
    """Set up x in seconds and y in millimetres from the top, time ticks, second lines and hatched gaps."""
    span = page.request.span
    axes.set_xlim(span.start_s, span.stop_s)
    axes.set_ylim(height_mm, 0)
    axes.set_yticks([])
    step_s = next((s for s in (1, 2, 5, 10, 30, 60, 120, 300, 600) if span.duration_s / s <= 20), 1800)
    if span.duration_s < 1:
        step_s = span.duration_s / 5
    ticks_s = np.arange(np.ceil(span.start_s / step_s - 1e-9), np.floor(span.stop_s / step_s + 1e-9) + 1) * step_s
    decimals = 0 if step_s >= 1 else 2
    labels = [elapsed_text(float(tick_s), decimals) for tick_s in ticks_s]
    axes.set_xticks(ticks_s, labels)
    axes.grid(axis="x", color="#d8dce2", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel("time from the recording's start", labelpad=1, color=_QUIET)
    for gap in page.gaps:
        axes.axvspan(gap.start_s, gap.stop_s, facecolor="#f3f4f6", edgecolor="#9ca3af", hatch="//", linewidth=0)
    for spine in axes.spines.values():
        spine.set_color("#9ca3af")


def _draw_rows(axes: "Axes", page: PageResult, style: PicturePageStyle, height_mm: float) -> None:
    n_rows = max(len(page.rows), 1)
    centres_mm = [(number + 0.5) * height_mm / n_rows for number in range(n_rows)]
    size = min(8.0, 0.8 * height_mm / n_rows * 72 / 25.4)
    for number, row in enumerate(page.rows):
        colour = _BAD if row.is_bad else _SIDE_COLOURS.get(row.side, _INK)
        label = f"{row.label} (bad)" if row.is_bad else row.label
        if not row.is_available:
            colour = _QUIET
            axes.text(
                page.request.span.start_s, centres_mm[number], f"  {_why(row)}", color=_QUIET, va="center", size=size
            )
        axes.text(
            -0.006, centres_mm[number], label, color=colour, va="center", ha="right", size=size,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    middle_of = middles(page)
    for trace in page.traces:
        row = page.rows[trace.row]
        colour = _BAD if row.is_bad else _SIDE_COLOURS.get(row.side, _INK)
        y_mm = centres_mm[trace.row] + _deflection_mm(
            page, trace, style, height_mm / n_rows, middle_of.get(trace.row, 0.0)
        )
        x_s = trace.first_s + np.arange(len(trace.values)) / trace.rate_hz
        if len(y_mm) > _DENSE * style.width_px:
            x_s, y_mm = _thinned(x_s, y_mm, 2 * style.width_px)
        axes.plot(x_s, y_mm, color=colour, linewidth=0.6, solid_joinstyle="round", clip_on=True)
    for number, span in page.clipped:
        axes.plot((span.start_s, span.stop_s), (centres_mm[number],) * 2, color=_CLIPPED, linewidth=3, alpha=0.7)
    if page.clipped:
        note = "orange: input at the limit of what the file can hold"
        axes.text(1, 1.006, note, transform=axes.transAxes, ha="right", va="bottom", color=_CLIPPED)


def _thinned(x_s: np.ndarray, y_mm: np.ndarray, n_bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest sample of each bin, in turn: the same picture with fewer points."""
    edges = np.linspace(0, len(y_mm), n_bins + 1).astype(np.int64)
    low, high = envelope(y_mm.astype(np.float32), edges)
    return np.repeat(x_s[edges[:-1]], 2), np.column_stack((low, high)).ravel()


def _deflection_mm(page: PageResult, trace: Trace, style: PicturePageStyle, row_mm: float, middle: float) -> np.ndarray:
    """Return how far below its row's centre each sample lies, (n_samples,)."""
    row = page.rows[trace.row]
    if np.isnan(trace.values).all():
        return trace.values
    if row.kind is ChannelKind.TRIGGER:  # a switch: what matters is when, so it fills its row
        low, high = float(np.nanmin(trace.values)), float(np.nanmax(trace.values))
        return (0.5 * (low + high) - trace.values) * (0.7 * row_mm / (high - low) if high > low else 0.0)
    gain = dict(style.kind_gain).get(row.kind, 1.0) * dict(style.row_gain).get(row.label, 1.0)
    return (trace.values - middle) * (direction(row) * gain / style.sensitivity_uv_per_mm)


def _why(row: Row) -> str:
    if row.missing:
        return f"not shown: the recording has no {' and no '.join(row.missing)}"
    return f"not shown: {row.problem}"


def _draw_scale(axes: "Axes", style: PicturePageStyle, height_mm: float) -> None:
    """Draw a bar of 10 mm, less on a low page, right of the traces."""
    bar_mm = min(10.0, height_mm / 4)
    to_right = axes.get_yaxis_transform()
    axes.plot(
        (1.008, 1.008), (height_mm, height_mm - bar_mm), color=_INK, linewidth=2, transform=to_right, clip_on=False
    )
    text = f"{bar_mm * style.sensitivity_uv_per_mm:.4g}\nµV"
    axes.text(1.012, height_mm - bar_mm / 2, text, va="center", color=_INK, transform=to_right)
