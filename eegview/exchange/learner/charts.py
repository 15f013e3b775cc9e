"""The charts of a learner's page as SVG: learning curve, curve of found against false alarms, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

_WIDTH, _HEIGHT = 260, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 12, 30, 30
_INK, _QUIET, _TEAL, _HAIR = "#1b1f24", "#5c635e", "#0b6e75", "#dcddd6"
Place = tuple[float, float]


@dataclass(slots=True)
class Chart:
    """A chart with two axes from stated ends; both in the units of what is drawn.

    x_ticks, y_ticks : place and text
    """

    title: str
    x_title: str
    y_title: str
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    x_ticks: Sequence[tuple[float, str]]
    y_ticks: Sequence[tuple[float, str]]
    _parts: list[str] = field(default_factory=list[str])

    def line(self, places: Iterable[Place], colour: str = _TEAL, width: float = 1.6, dash: str = "") -> None:
        """Draw a line through places."""
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in map(self._at, places))
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'
        )

    def band(self, low: Sequence[Place], high: Sequence[Place]) -> None:
        """Fill what lies between two lines."""
        points = " ".join(f"{x:.2f},{y:.2f}" for x, y in map(self._at, [*low, *reversed(high)]))
        self._parts.append(f'<polygon points="{points}" fill="{_TEAL}" fill-opacity="0.15"/>')

    def dot(self, place: Place, is_filled: bool = True, colour: str = _TEAL, size: float = 3.2) -> None:
        """Draw a point."""
        x, y = self._at(place)
        fill = colour if is_filled else "#ffffff"
        dot = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{size}" fill="{fill}" stroke="{colour}" stroke-width="1.2"/>'
        self._parts.append(dot)

    def text(self, place: Place, words: str, dx: float = 6, dy: float = 3) -> None:
        """Write beside a place."""
        x, y = self._at(place)
        self._parts.append(
            f'<text x="{x + dx:.2f}" y="{y + dy:.2f}" font-size="8" fill="{_INK}">{escape(words)}</text>'
        )

    def svg(self) -> str:
        """Return the chart."""
        axes: list[str] = []
        for value, words in self.x_ticks:
            x, y = self._at((value, self.y_ends[0]))
            axes.append(_text(x, y + 11, words, "middle"))
        for value, words in self.y_ticks:
            x, y = self._at((self.x_ends[0], value))
            axes.append(
                f'<line x1="{x}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="{_HAIR}" stroke-width="0.6"/>'
            )
            axes.append(_text(x - 4, y + 3, words, "end"))
        titles = [
            f'<text x="2" y="9" font-size="9" font-weight="bold" fill="{_INK}">{escape(self.title)}</text>',
            _text(2, 19, self.y_title, "start"),
            _text(_WIDTH - _RIGHT, _HEIGHT - 8, self.x_title, "end"),
        ]
        body = "".join([*axes, *self._parts, *titles])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
            f'height="{_HEIGHT}" font-family="DejaVu Sans">{body}</svg>'
        )

    def _at(self, place: Place) -> Place:
        (x0, x1), (y0, y1) = self.x_ends, self.y_ends
        x = _LEFT + (place[0] - x0) / ((x1 - x0) or 1.0) * (_WIDTH - _LEFT - _RIGHT)
        y = _HEIGHT - _BOTTOM - (place[1] - y0) / ((y1 - y0) or 1.0) * (_HEIGHT - _TOP - _BOTTOM)
        return x, y


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="7.5" fill="{_QUIET}" text-anchor="{anchor}">{escape(words)}</text>'
    )
