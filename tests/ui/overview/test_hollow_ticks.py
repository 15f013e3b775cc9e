"""Notes of the file in the overview: hollow, wide enough to see that they are, however many there are."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from eegview.app.page.overview import DASHED, SOLID, Band, Track
from eegview.model.span import Span
from eegview.ui.overview.hollow_ticks import TICK_PX, paint_hollow_ticks, tick_rects
from eegview.ui.overview.strip_geometry import StripGeometry

GEOMETRY = StripGeometry(600.0, Span(0.0, 500.0), 1, 50.0, 550.0, 14.0, 12.0)
RED, WHITE = QColor("#c2410c"), QColor("#ffffff")


def band(*times_s: float, outline: str = SOLID) -> Band:
    times = np.array(times_s, np.float64)
    return Band(times, times, RED.name(), outline=outline)


def test_each_tick_stands_at_its_time_and_those_that_touch_are_one() -> None:
    rects = tick_rects(band(10.0, 100.0, 102.0, 103.0, 400.0), GEOMETRY, 2.0)
    assert [rect.left() for rect in rects] == [60.5, 150.5, 450.5]
    assert all(rect.width() >= TICK_PX - 1 for rect in rects)
    assert rects[1].right() >= 153.5


def test_the_last_tick_stays_on_the_strip() -> None:
    (rect,) = tick_rects(band(500.0 - 1e-6), GEOMETRY, 2.0)
    assert rect.right() <= 550.0


def test_many_notes_are_few_outlines() -> None:
    assert len(tick_rects(band(*np.linspace(0, 499, 20_000)), GEOMETRY, 2.0)) == 1


@pytest.mark.parametrize("outline", [SOLID, DASHED])
def test_a_tick_is_hollow_and_doubt_shows_in_its_edge(qapp, outline: str) -> None:
    image = QImage(600, 40, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    paint_hollow_ticks(painter, [Track("annotations", (band(100.0, outline=outline),))], GEOMETRY)
    painter.end()
    column = [image.pixelColor(150, y) for y in range(4, 14)]
    assert image.pixelColor(152, 8) == WHITE  # its inside
    assert RED in column
    assert (WHITE in column) == (outline == DASHED)
