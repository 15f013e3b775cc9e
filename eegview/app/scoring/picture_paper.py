"""A sheet of paper that is written from the top: what is to be drawn is collected, then drawn on a figure."""

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET, LINE, PALE = "#1b1f24", "#606761", "#c9cac3", "#ecece6"
VIOLET, WARNING = "#6d28a8", "#8a4b00"
_PX_A_POINT = 96 / 72
_PX_A_LETTER = 0.56 * _PX_A_POINT  # wide, of a point of size
_SIZE = 8.5

At = Literal["left", "centre", "right"]


class Paper:
    """Collects texts, boxes and discs in px of 1/96 inch from the top left.

    y_px : where the next line begins
    """

    def __init__(self, left_px: float, right_px: float) -> None:
        self.left_px, self.right_px = left_px, right_px
        self.y_px = 0.0
        self._draws: list[Callable[[Figure, float, float], None]] = []

    def space(self, px: float) -> None:
        """Leave some room."""
        self.y_px += px

    def line(
        self, text: str, colour: str = INK, size: float = _SIZE, *, is_bold: bool = False, left_px: float | None = None
    ) -> None:
        """Write a text that goes to the next line where the paper ends."""
        left_px = self.left_px if left_px is None else left_px
        letters = max(int((self.right_px - left_px) / (size * _PX_A_LETTER * (1.08 if is_bold else 1.0))), 8)
        high_px = size * _PX_A_POINT * 1.32
        for part in textwrap.wrap(text, letters) or [""]:
            self.text(left_px, self.y_px + high_px / 2, part, colour, size, is_bold=is_bold)
            self.y_px += high_px

    def heading(self, text: str, note: str = "") -> float:
        """Write the heading of a section, a note at its right; return where the section begins."""
        self.rule(self.y_px)
        self.y_px += 6
        if note:
            self.text(self.right_px, self.y_px + 7, note, QUIET, at="right")
        self.line(text, size=9.5, is_bold=True)
        self.y_px += 2
        return self.y_px

    def text(
        self,
        x_px: float,
        y_px: float,
        text: str,
        colour: str = INK,
        size: float = _SIZE,
        *,
        is_bold: bool = False,
        at: At = "left",
    ) -> None:
        """Write a text whose middle is at a height."""
        side = {"left": "left", "centre": "center", "right": "right"}[at]

        def draw(figure: "Figure", width_px: float, height_px: float) -> None:
            figure.text(
                x_px / width_px, 1 - y_px / height_px, text, color=colour, size=size, ha=side, va="center_baseline",
                weight="bold" if is_bold else "normal", parse_math=False,
            )  # fmt: skip

        self._draws.append(draw)

    def box(
        self, x_px: float, y_px: float, wide_px: float, high_px: float, edge: str = "", fill: str = "", hatch: str = ""
    ) -> None:
        """Draw a box from its top left; without fill or edge that part is not drawn."""

        def draw(figure: "Figure", width_px: float, height_px: float) -> None:
            from matplotlib.patches import Rectangle

            figure.add_artist(
                Rectangle(
                    (x_px / width_px, 1 - (y_px + high_px) / height_px),
                    wide_px / width_px,
                    high_px / height_px,
                    facecolor=fill or "none",
                    edgecolor=edge or "none",
                    linewidth=0.8 if edge else 0,
                    hatch=hatch or None,
                )
            )

        self._draws.append(draw)

    def disc(self, x_px: float, y_px: float, radius_px: float, edge: str = "", fill: str = "") -> None:
        """Draw a disc around a point."""

        def draw(figure: "Figure", width_px: float, height_px: float) -> None:
            from matplotlib.patches import Ellipse

            figure.add_artist(
                Ellipse(
                    (x_px / width_px, 1 - y_px / height_px),
                    2 * radius_px / width_px,
                    2 * radius_px / height_px,
                    facecolor=fill or "none",
                    edgecolor=edge or "none",
                    linewidth=0.8 if edge else 0,
                )
            )

        self._draws.append(draw)

    def path(self, points_px: list[tuple[float, float]], colour: str = INK) -> None:
        """Draw a line through points."""

        def draw(figure: "Figure", width_px: float, height_px: float) -> None:
            from matplotlib.lines import Line2D

            xs = [x / width_px for x, _y in points_px]
            ys = [1 - y / height_px for _x, y in points_px]
            figure.add_artist(Line2D(xs, ys, color=colour, linewidth=0.9))

        self._draws.append(draw)

    def rule(self, y_px: float) -> None:
        """Draw a line across the paper."""
        self.path([(self.left_px, y_px), (self.right_px, y_px)], LINE)

    def draw_on(self, figure: "Figure", width_px: float, height_px: float, footer: str) -> None:
        """Draw all that was collected, and a line at the foot."""
        self.text(self.left_px, height_px - 22, footer, QUIET)
        for draw in self._draws:
            draw(figure, width_px, height_px)
