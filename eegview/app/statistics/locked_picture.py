"""Draw spasm-locked EEG, EMG and movement on paper: raster, average with its interval, head map at the slow wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from eegview.app.page.head_field import HeadField
from eegview.app.page.picture_file import PX_PER_INCH, picture_content
from eegview.app.page.picture_frame import plain, points_that_fit
from eegview.app.statistics.locked_epochs import LockedEpochs
from eegview.app.statistics.locked_scale import colour_map_of, row_scale, shown_rows, unit_text
from eegview.app.trends.colour_maps import paper_map
from eegview.clinical.statistics.rates import LEAST_UNITS, few_runs
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Row
from eegview.model.report.document import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INK, _QUIET, _ACCENT, _BAND = "#1b1f24", "#5b625d", "#0b6e75", "#9cc9cc"
_LEFT_PX, _GAP_PX, _TOP_PX, _FOOT_PX, _MAP_PX, _BAR_PX = 52.0, 68.0, 34.0, 30.0, 160.0, 8.0
_AVERAGE_PX, _BETWEEN_PX, _TEXT_PX = 110.0, 10.0, 12.0
_MM_PER_PX = 25.4 / PX_PER_INCH
_HEAD_EDGE = 1.06  # of `HeadField.grid_uv`


@dataclass(frozen=True, slots=True)
class LockedPictureFacts:
    """What is drawn, and what the picture states beside it.

    row_labels : rows of the raster, () = the EEG row with the largest wave, the first EMG and the movement
    layer : whose spasms, in words
    is_simulated : nobody was recorded
    is_figure : inside a document whose caption says what title and notes would; letters are drawn as lines
    """

    row_labels: tuple[str, ...] = ()
    layer: str = ""
    file_name: str = ""
    is_simulated: bool = False
    width_px: int = 900
    height_px: int = 460
    is_figure: bool = False


def locked_picture(epochs: LockedEpochs, facts: LockedPictureFacts | None = None, kind: str = "svg") -> Picture:
    """Return raster, averages and head map as one drawing for a report; `kind` is "svg" or "png"."""
    facts = facts or LockedPictureFacts()
    content = locked_picture_bytes(epochs, facts, kind)
    return Picture(content, f".{kind}", facts.width_px * _MM_PER_PX, facts.height_px * _MM_PER_PX)


def locked_picture_bytes(epochs: LockedEpochs, facts: LockedPictureFacts, kind: str) -> bytes:
    """Return the drawing as the content of a file; `kind` is "svg", "png" or "pdf"."""
    chosen = [number for label in facts.row_labels if (number := epochs.row_number(label)) is not None]
    numbers = chosen or list(shown_rows(epochs))
    peak_s = epochs.slow_wave_peak_s()
    field = epochs.field_at(peak_s) if peak_s is not None else None
    notes = () if facts.is_figure else picture_notes(epochs, facts)

    def draw(figure: "Figure") -> None:
        _draw(figure, epochs, facts, numbers, field, notes)

    return picture_content(facts.width_px, facts.height_px, kind, draw, 2 * PX_PER_INCH, facts.is_figure)


def locked_caption(epochs: LockedEpochs, facts: LockedPictureFacts | None = None) -> str:
    """Return what stands under the figure."""
    return " ".join(picture_notes(epochs, facts or LockedPictureFacts()))


def locked_alternative(epochs: LockedEpochs) -> str:
    """Return in words what is seen, for those who cannot see it."""
    peak_s = epochs.slow_wave_peak_s()
    field = epochs.field_at(peak_s) if peak_s is not None else None
    parts = [f"Raster of {epochs.n_spasms} spasms and average of {epochs.n_included}, aligned by {epochs.alignment}."]
    if field is not None:
        parts.append(f"Slow wave {field.at_s:+.2f} s from the {epochs.alignment}: {field.text}.".replace("-", "−"))
    return " ".join(parts)


def picture_notes(epochs: LockedEpochs, facts: LockedPictureFacts) -> tuple[str, ...]:
    """Return the sentences that a reader of the picture needs."""
    n_left_out = len(epochs.excluded)
    left_out = f" ({n_left_out} left out by a reader)" if n_left_out else ""
    whose = f" of {facts.layer}" if facts.layer else ""
    by = "marked onset" if epochs.alignment == "onset" else f"peak of the slow wave: {epochs.settings.peak_text}"
    found = [
        f"{epochs.n_included} of {epochs.n_spasms} spasms{whose}{left_out}; 0 s is the {by}.",
        "Raster: one line per spasm, outliers (distance of the EEG from the median) at the top; × = left out.",
        f"Average: mean, {band_text(epochs.n_runs())}; EEG negative up.",
        f"Montage {epochs.settings.montage.label}. {epochs.filters}.",
    ]
    n_missing = int((~np.isfinite(epochs.lags_s)).sum())
    if epochs.alignment == "peak" and n_missing:
        found.append(f"In {n_missing} spasms the peak is not measurable; they are left out.")
    return tuple(map(plain, found))


def band_text(n_runs: int) -> str:
    """Return what the band around an average is, or why there is none.

    n_runs : in which the averaged spasms come
    """
    if n_runs < LEAST_UNITS:
        return f"no interval ({few_runs(n_runs)})"
    return f"95 % interval at each sample with {n_runs} runs of spasms as units"


def _draw(
    figure: "Figure",
    epochs: LockedEpochs,
    facts: LockedPictureFacts,
    numbers: Sequence[int],
    field: HeadField | None,
    notes: tuple[str, ...],
) -> None:
    width_px, height_px = facts.width_px, facts.height_px
    foot_px = _FOOT_PX + (0.0 if facts.is_figure else _TEXT_PX * (len(notes) + 1))
    wide_px = (width_px - _LEFT_PX - _MAP_PX - 24 - _GAP_PX * len(numbers)) / max(len(numbers), 1)
    raster_px = height_px - _TOP_PX - _AVERAGE_PX - _BETWEEN_PX - foot_px
    order = [k for k in epochs.order if not (epochs.alignment == "peak" and not np.isfinite(epochs.lags_s[k]))]
    for column, number in enumerate(numbers):
        left_px = _LEFT_PX + column * (wide_px + _GAP_PX)
        box = left_px / width_px, 1 - (_TOP_PX + raster_px) / height_px, wide_px / width_px, raster_px / height_px
        _draw_raster(figure.add_axes(box), epochs, number, order, wide_px, column == 0)
        below = box[0], foot_px / height_px, box[2], _AVERAGE_PX / height_px
        _draw_average(figure.add_axes(below), epochs, number)
    title = "" if facts.is_figure else " · ".join(filter(None, ("Spasm-locked average", plain(facts.file_name))))
    figure.text(8 / width_px, 1 - 12 / height_px, title, va="center", weight="bold", color=_INK, parse_math=False)
    if facts.is_simulated and not facts.is_figure:
        figure.text(
            1 - 10 / width_px, 1 - 12 / height_px, "SIMULATED", va="center", ha="right", weight="bold", color="#8a5a00"
        )
    _draw_map(figure, facts, field, epochs.alignment)
    for line, text in enumerate(reversed(notes)):
        figure.text(
            8 / width_px, (8 + _TEXT_PX * line) / height_px, text, va="center", color=_QUIET, parse_math=False,
            size=points_that_fit(text, width_px - 16),
        )  # fmt: skip


def _draw_raster(
    axes: "Axes", epochs: LockedEpochs, number: int, order: Sequence[int], wide_px: float, is_first: bool
) -> None:
    row = epochs.rows[number]
    top = row_scale(epochs, number)
    low = -top if row.kind is ChannelKind.EEG else 0.0
    values = epochs.data[list(order), number] if order else np.full((1, len(epochs.times_s)), np.nan, np.float32)
    map_name = colour_map_of(row)
    first, last = float(epochs.times_s[0]), float(epochs.times_s[-1])
    picture = axes.imshow(
        np.ma.masked_invalid(values), aspect="auto", cmap=paper_map(map_name), vmin=low, vmax=top,
        extent=(first, last, len(values), 0), interpolation="none", rasterized=True,
    )  # fmt: skip
    axes.set_facecolor("#e3e4de")
    axes.axvline(0, color=_INK, linewidth=0.7)
    left_out = [line for line, k in enumerate(order) if not epochs.is_included[k]]
    axes.plot(
        [last + 0.012 * (last - first)] * len(left_out), [line + 0.5 for line in left_out], "x", color=_INK,
        markersize=3, clip_on=False,
    )  # fmt: skip
    axes.set_xlim(first, last)
    axes.set_xticks([])
    axes.set_yticks([0.5, len(values) - 0.5] if len(values) > 1 else [0.5], ["1", str(len(values))][: len(values)])
    axes.tick_params(labelsize=7, length=2)
    if is_first:
        axes.set_ylabel("spasm", size=7, color=_QUIET)
    axes.set_title(plain(row.label), size=8, color=_INK, loc="left", pad=3, parse_math=False)
    bar = axes.inset_axes((1 + 12 / wide_px, 0.0, _BAR_PX / wide_px, 0.5))
    axes.figure.colorbar(picture, cax=bar)
    bar.tick_params(labelsize=6, length=2)
    bar.set_title(unit_text(row), size=6, color=_QUIET, loc="left", pad=2, parse_math=False)


def _draw_average(axes: "Axes", epochs: LockedEpochs, number: int) -> None:
    row: Row = epochs.rows[number]
    mean = epochs.average([number])
    axes.fill_between(epochs.times_s, mean.low[0], mean.high[0], color=_BAND, linewidth=0)
    axes.plot(epochs.times_s, mean.mean[0], color=_ACCENT, linewidth=1.0)
    axes.axvline(0, color=_INK, linewidth=0.7)
    axes.axhline(0, color="#dcddd6", linewidth=0.7, zorder=0)
    axes.set_xlim(float(epochs.times_s[0]), float(epochs.times_s[-1]))
    if row.kind is ChannelKind.EEG:
        axes.invert_yaxis()
    axes.tick_params(labelsize=7, length=2)
    axes.locator_params(axis="y", nbins=4)
    axes.set_xlabel("s from the " + ("marked onset" if epochs.alignment == "onset" else "peak"), size=7, color=_QUIET)
    axes.set_ylabel(unit_text(row), size=7, color=_QUIET, labelpad=1)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _draw_map(figure: "Figure", facts: LockedPictureFacts, field: HeadField | None, alignment: str) -> None:
    width_px, height_px = facts.width_px, facts.height_px
    left_px = width_px - _MAP_PX - 12
    middle = (left_px + _MAP_PX / 2) / width_px
    if field is None:
        text = "No head map: too few\nreferential electrodes\nor no peak."
        figure.text(middle, 0.6, text, ha="center", va="center", size=7, color=_QUIET)
        return
    box = (
        left_px / width_px, 1 - (_TOP_PX + _MAP_PX + 14) / height_px, _MAP_PX / width_px, _MAP_PX / height_px
    )  # fmt: skip
    axes = figure.add_axes(box)
    from matplotlib.patches import Circle

    top = max(float(np.nanmax(np.abs(field.grid_uv))), 10.0)
    image = axes.imshow(
        field.grid_uv, extent=(-_HEAD_EDGE, _HEAD_EDGE, -_HEAD_EDGE, _HEAD_EDGE), cmap=paper_map("vik"), vmin=-top,
        vmax=top, interpolation="bilinear",
    )  # fmt: skip
    image.set_clip_path(Circle((0, 0), _HEAD_EDGE, transform=axes.transData))
    axes.add_patch(Circle((0, 0), 1.0, fill=False, color=_INK, linewidth=0.8))
    axes.plot([-0.12, 0, 0.12], [1.0, 1.14, 1.0], color=_INK, linewidth=0.8)
    axes.plot(field.places[:, 0], field.places[:, 1], ".", color=_INK, markersize=2)
    axes.set_xlim(-1.25, 1.25)
    axes.set_ylim(-1.25, 1.25)
    axes.set_axis_off()
    when = f"{field.at_s:+.2f} s from the {alignment}".replace("-", "−")
    (low, low_uv), (high, high_uv) = field.lowest, field.highest
    lines = (
        "Slow wave, 0.5–4 Hz",
        when,
        f"− most negative {low}: {field.value_text(low_uv)}",
        f"+ most positive {high}: {field.value_text(high_uv)}",
        f"{len(field.names)} electrodes, average reference",
        f"scale ±{top:.0f} µV (blue −, red +)",
    )
    for line, text in enumerate(lines):
        figure.text(
            middle, 1 - (_TOP_PX + _MAP_PX + 22 + _TEXT_PX * line) / height_px, text, ha="center", size=7,
            color=_INK if line == 0 else _QUIET, parse_math=False,
        )  # fmt: skip
