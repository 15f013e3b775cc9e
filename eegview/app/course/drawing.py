"""A drawing of an infant's timeline in the making: what every row needs to draw itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from eegview.app.course.course_view import CourseView
from eegview.app.course.layout import CourseLayout
from eegview.app.course.shapes import Align, Area, Lettering, Measure, Shape, fitted
from eegview.app.themes import Theme

EEG, CLIP, DAY, TREATMENT, MILESTONE = "eeg", "clip", "day", "treatment", "milestone"


@dataclass(frozen=True, slots=True)
class SceneItem:
    """What can be pointed at and opened.

    kind, key : EEG or CLIP and the fingerprint, DAY and the ordinal, TREATMENT and MILESTONE and their ids
    told : lines that say all of it
    """

    kind: str
    key: str
    area: Area
    told: str


@dataclass(slots=True)
class Drawing:
    """The shapes drawn so far, and how a row adds its own.

    frame : around the axis
    inside : on the axis
    """

    view: CourseView
    layout: CourseLayout
    theme: Theme
    measure: Measure
    frame: list[Shape] = field(default_factory=list[Shape])
    inside: list[Shape] = field(default_factory=list[Shape])
    items: list[SceneItem] = field(default_factory=list[SceneItem])

    def name(self, band: str, text: str, below: str = "") -> None:
        """Write a row's name at its left, and in quiet letters below it what is drawn."""
        place, line_px = self.layout.bands[band], self.layout.line_px
        width_px = self.layout.axis.left_px - 12
        n_lines = 2 if below and place.height_px >= 2 * line_px else 1
        top_px = place.top_px + max((place.height_px - n_lines * line_px) / 2, 0)
        self.frame.append(
            Lettering(Area(4, top_px, width_px, line_px), fitted(text, width_px, self.measure, True), self.theme.ink,
                      is_bold=True)
        )  # fmt: skip
        if n_lines > 1:
            area = Area(4, top_px + line_px, width_px, line_px)
            self.frame.append(Lettering(area, fitted(below, width_px, self.measure), self.theme.quiet))

    def write(self, area: Area, text: str, colour: str, align: Align = Align.LEFT, is_bold: bool = False) -> None:
        """Write a text on the axis, cut where it has no room."""
        shown = fitted(text, area.width_px, self.measure, is_bold)
        if shown:
            self.inside.append(Lettering(area, shown, colour, align, is_bold))

    def empty(self, band: str, text: str) -> None:
        """Say in a row that there is nothing in it."""
        place, axis = self.layout.bands[band], self.layout.axis
        area = Area(axis.left_px + 6, place.top_px, axis.right_px - axis.left_px - 12, place.height_px)
        self.write(area, text, self.theme.quiet)

    def is_in_sight(self, day: int) -> bool:
        """Whether a day is on the axis."""
        return self.layout.axis.first_day <= day <= self.layout.axis.last_day
