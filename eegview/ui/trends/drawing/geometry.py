"""Where time and panels lie on the screen of the whole study: pure arithmetic, logical pixels."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from eegview.model.span import Span
from eegview.ui.trends.drawing.panels import Panel

GAP_PX = 7.0  # between two panels
NAME_CHARACTERS, TICK_CHARACTERS, VALUE_CHARACTERS = 20, 7.5, 20
EMPTY_LINES = 2.2  # of a panel with nothing to draw
MOST_STRETCH = 1.6  # a panel grows by no more than so many times its least height
LEAST_SHARE = 0.34  # of the width that the curves keep, however large the text


@dataclass(frozen=True, slots=True)
class Columns:
    """Names at the left, curves, values at the cursor at the right.

    name_px : width of names; axis labels stand right of them
    left_px, right_px : ends of the curves
    """

    width_px: float
    name_px: float
    left_px: float
    right_px: float
    span: Span

    @property
    def plot_px(self) -> float:
        return max(self.right_px - self.left_px, 1.0)

    def x_of(self, time_s: float) -> float:
        return self.left_px + (time_s - self.span.start_s) / max(self.span.duration_s, 1e-9) * self.plot_px

    def time_of(self, x_px: float) -> float:
        """Return the time at an x, kept within the span."""
        share = min(max((x_px - self.left_px) / self.plot_px, 0.0), 1.0)
        return self.span.start_s + share * self.span.duration_s

    def is_on_plot(self, x_px: float) -> bool:
        return self.left_px <= x_px <= self.right_px


def columns_of(width_px: float, character_px: float, span: Span) -> Columns:
    """Return the columns of a screen so wide, with text of this average width of a character."""
    width_px = max(width_px, 60.0)
    name, tick = NAME_CHARACTERS * character_px, TICK_CHARACTERS * character_px
    value = VALUE_CHARACTERS * character_px
    beside = name + tick + value
    most = width_px * (1 - LEAST_SHARE)
    if beside > most:
        name, tick, value = (one * most / beside for one in (name, tick, value))
    return Columns(width_px, name, round(name + tick), round(width_px - value), span)


@dataclass(frozen=True, slots=True)
class Placed:
    """A panel with the room it has."""

    panel: Panel
    top_px: float
    height_px: float

    @property
    def bottom_px(self) -> float:
        return self.top_px + self.height_px


def placed(
    panels: Sequence[Panel], height_px: float, line_px: float, empty: Collection[str] = ()
) -> tuple[tuple[Placed, ...], float]:
    """Return the panels one below another, and their height in all: more than `height_px` where they do not fit.

    empty : ids of those that have nothing to draw: a sentence needs less room
    """
    if not panels:
        return (), height_px
    lines = [min(panel.lines, EMPTY_LINES) if panel.panel_id in empty else panel.lines for panel in panels]
    shares = [0.0 if panel.panel_id in empty else panel.stretch for panel in panels]
    least = [round(one * line_px) for one in lines]
    left = height_px - sum(least) - GAP_PX * (len(panels) + 1)
    stretch = sum(shares)
    top, found = GAP_PX, []
    for panel, high, share in zip(panels, least, shares, strict=True):
        more = int(left * share / stretch) if left > 0 and stretch else 0
        more = min(more, round(high * MOST_STRETCH))
        found.append(Placed(panel, top, high + more))
        top += high + more + GAP_PX
    return tuple(found), max(top, height_px)
