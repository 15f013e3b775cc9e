"""The text of a cluster stands whole beside the scale bar."""

from PySide6.QtGui import QColor, QImage, QPainter

from eegview.app.themes import load_themes
from eegview.model.span import Span
from eegview.ui.page.clusters_painter import Bracket, paint_brackets
from eegview.ui.page.geometry import PageGeometry

GEOMETRY = PageGeometry(1000, 500, Span(0.0, 15.0), 10, 4.0)


def test_the_text_ends_before_the_scale_bar(qapp) -> None:
    theme = load_themes()[0]
    image = QImage(1000, 500, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page))
    end_px = GEOMETRY.right_px - 100
    painter = QPainter(image)
    bracket = Bracket(Span(13.0, 20.0), "Cluster 1 · 5 spasms · median interval 25 s", "#c2410c")
    paint_brackets(painter, [bracket], GEOMETRY, theme, end_px)
    painter.end()
    rows = range(round(GEOMETRY.bottom_px) - 22, round(GEOMETRY.bottom_px) - 12)
    inked = [x for x in range(1000) if any(image.pixelColor(x, y).name() != theme.page for y in rows)]
    assert inked
    assert max(inked) < end_px
    assert min(inked) >= GEOMETRY.left_px
