"""Draw the panels that show columns of the table: bands, margins, lines, spectrograms, lanes."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from eegview.app.themes import Theme
from eegview.app.trends.colour_maps import coloured, diverging, sequential
from eegview.app.trends.table import TrendTable
from eegview.model.span import Span
from eegview.ui.trends.drawing.panels import Kind, Panel
from eegview.ui.trends.drawing.pixels import Pixels, argb, mixed
from eegview.ui.trends.drawing.reduction import Reduced, Spectrogram, reduced
from eegview.ui.trends.drawing.scales import Scale

_STACK_SHADES = (0.14, 0.38, 0.62, 0.86)  # places on the sequential map, light enough apart to be told in grey
_DASHES_PX = (0, 7, 3, 1, 12)  # of the first, second … curve that has no side: told apart without colour


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """How columns are drawn at this moment.

    level_db : lowest and highest power of the colour map
    spectrogram_of : returns the spectrogram of a column, which is kept from picture to picture
    """

    table: TrendTable
    span: Span
    theme: Theme
    level_db: tuple[float, float]
    spectrogram_of: Callable[[str], Spectrogram]
    _held: dict[tuple[str, int], Reduced | None] = field(default_factory=dict)  # by column and width

    def draw(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        """Draw a panel of columns; what is missing of it is left out."""
        match panel.kind:
            case Kind.BAND:
                self._band(pixels, panel, scale)
            case Kind.MARGINS:
                self._margins(pixels, panel, scale)
            case Kind.LINES:
                self._lines(pixels, panel, scale)
            case Kind.SHARE:
                self._share(pixels, panel, scale)
            case Kind.DIFFERENCE:
                self._difference(pixels, panel, scale)
            case Kind.SPECTROGRAM | Kind.DIFFERENCES:
                self._spectrogram(pixels, panel)
            case Kind.STACK:
                self._stack(pixels, panel)
            case Kind.LANE:
                self._lane(pixels, panel)
            case _:
                raise ValueError(panel.kind)

    def artifact(self, n: int) -> npt.NDArray[np.bool_]:
        """Return which columns of pixels are mostly artifact: half of rows × time or more."""
        held = self._reduced("artifact", n)
        return held.middle >= 50.0 if held is not None else np.zeros(n, np.bool_)

    def _reduced(self, column_id: str, n: int) -> Reduced | None:
        key = column_id, n
        if key not in self._held:
            column = self.table.column(column_id)
            is_curve = column is not None and not column.frequencies_hz
            found = reduced(self.table.values(column_id), column.step_s, self.span, n) if column and is_curve else None
            self._held[key] = found
        return self._held[key]

    def _colours(self, panel: Panel) -> tuple[str, ...]:
        return curve_colours(panel, self.theme)

    def _band(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        lower, upper = (self._reduced(one, pixels.width) for one in panel.columns)
        if lower is None or upper is None:
            return
        colour = self._colours(panel)[0]
        pixels.fill(scale.shares(lower.low), scale.shares(upper.high), mixed(colour, self.theme.page, 0.66))
        pixels.fill(scale.shares(lower.middle), scale.shares(upper.middle), mixed(colour, self.theme.page, 0.18))

    def _margins(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        lines = []
        for number, colour in enumerate(self._colours(panel)):
            lower, median, upper = (
                self._reduced(one, pixels.width) for one in panel.columns[3 * number : 3 * number + 3]
            )
            if lower is not None and upper is not None:
                pixels.fill(scale.shares(lower.middle), scale.shares(upper.middle), colour, 0.28)
            if median is not None:
                lines.append((scale.shares(median.middle), colour))
        for shares, colour in lines:
            pixels.line(shares, colour)

    def _lines(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        held = [self._reduced(one, pixels.width) for one in panel.columns]
        colours, dashes = self._colours(panel), curve_dashes(panel)
        if len(held) == 1 and held[0] is not None:
            pixels.fill(scale.shares(held[0].low), scale.shares(held[0].high), mixed(colours[0], self.theme.page, 0.68))
        for one, colour, dash_px in zip(held, colours, dashes, strict=True):
            if one is not None:
                pixels.line(scale.shares(one.middle), colour, dash_px)

    def _share(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        held = self._reduced(panel.columns[0], pixels.width)
        if held is not None:
            draw_share(pixels, held, scale, self.theme.accent, self.theme.page)

    def _difference(self, pixels: Pixels, panel: Panel, scale: Scale) -> None:
        held = self._reduced(panel.columns[0], pixels.width)
        if held is None:
            return
        nothing = scale.shares(np.zeros(pixels.width, np.float32))
        for colour, is_above in ((self.theme.trace_left, False), (self.theme.trace_right, True)):
            bound = np.maximum if is_above else np.minimum
            far = held.high if is_above else held.low
            for values, pale in ((far, 0.68), (held.middle, 0.1)):
                with np.errstate(invalid="ignore"):
                    bounded = np.where(bound(values, 0) != 0, bound(values, 0), np.nan)
                ends = (nothing, scale.shares(bounded)) if is_above else (scale.shares(bounded), nothing)
                pixels.fill(*ends, mixed(colour, self.theme.page, pale))

    def _spectrogram(self, pixels: Pixels, panel: Panel) -> None:
        column_id = panel.columns[0]
        if self.table.column(column_id) is None:
            return
        values = self.spectrogram_of(column_id).columns(self.span, pixels.width)
        nothing = argb(self.theme.page)
        if panel.kind is Kind.DIFFERENCES:
            colours = coloured(values, *panel.level, diverging(), nothing)
        else:
            colours = coloured(values, *self.level_db, sequential(), nothing)
        pixels.place(colours)

    def _stack(self, pixels: Pixels, panel: Panel) -> None:
        held = [self._reduced(one, pixels.width) for one in panel.columns]
        parts = np.array([one.middle if one is not None else np.full(pixels.width, np.nan) for one in held])
        reach = np.concatenate((np.zeros((1, pixels.width)), np.cumsum(np.nan_to_num(parts), axis=0)))
        whole = np.where(np.isfinite(parts).any(axis=0) & (reach[-1] > 0), reach[-1], np.nan)
        for number, shade in enumerate(_STACK_SHADES[: len(parts)]):
            pixels.fill(reach[number] / whole, reach[number + 1] / whole, stack_colour(shade))

    def _lane(self, pixels: Pixels, panel: Panel) -> None:
        held = self._reduced(panel.columns[0], pixels.width)
        if held is None:
            return
        full = np.ones(pixels.width)
        for least, pale in ((1.0, 0.75), (25.0, 0.45), (50.0, 0.05)):
            with np.errstate(invalid="ignore"):
                high = np.where(held.high >= least, full, np.nan)
            pixels.fill(high * 0.0, high, mixed(self.theme.quiet, self.theme.page, pale))


def curve_colours(panel: Panel, theme: Theme) -> tuple[str, ...]:
    """Return the colour of each curve: left and right as on the page, others in turn."""
    sided = {"left": theme.trace_left, "right": theme.trace_right}
    others = theme.accent, theme.ink, theme.warning, theme.quiet
    found, n_others = [], 0
    for side in panel.sides:
        found.append(sided.get(side) or others[n_others % len(others)])
        n_others += side not in sided
    return tuple(found)


def curve_dashes(panel: Panel) -> tuple[int, ...]:
    """Return how each curve is dashed, pixels on and off; 0 = solid. Left and right are solid."""
    found, n_others = [], 0
    for side in panel.sides:
        found.append(_DASHES_PX[n_others % len(_DASHES_PX)] if side == "" else 0)
        n_others += side == ""
    return tuple(found)


def stack_colour(shade: float) -> str:
    """Return the colour of a share among others, by its place on the sequential map."""
    return f"#{int(sequential()[round(shade * 255)]) & 0xFFFFFF:06x}"


def draw_share(pixels: Pixels, held: Reduced, scale: Scale, colour: str, ground: str) -> None:
    """Draw one curve filled from its foot, its highest values pale above it."""
    foot = scale.shares(np.zeros(pixels.width, np.float32))
    pixels.fill(foot, scale.shares(held.high), mixed(colour, ground, 0.72))
    pixels.fill(foot, scale.shares(held.middle), mixed(colour, ground, 0.45))
    pixels.line(scale.shares(held.middle), colour)
