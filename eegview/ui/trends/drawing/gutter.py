"""Names, notes and axis labels left of a panel, values right of it: as many whole lines as there is room for."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from eegview.app.themes import Theme
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.geometry import Columns, Placed
from eegview.ui.trends.drawing.lanes import mark_lanes
from eegview.ui.trends.drawing.panels import Kind
from eegview.ui.trends.drawing.readouts import Readout, value_text
from eegview.ui.trends.drawing.scales import Scale
from eegview.ui.trends.drawing.shown_study import ShownStudy

_PAD_PX = 8.0
_LEAST_LANE = 0.9  # of the height of a lane's name


def paint_name(
    painter: QPainter, one: Placed, columns: Columns, theme: Theme, font: QFont, notes: Sequence[str]
) -> None:
    """Write title and notes of a panel."""
    bold = QFont(font)
    bold.setBold(True)
    _lines(
        painter,
        (one.panel.title, *notes),
        QRectF(_PAD_PX, one.top_px, columns.name_px - _PAD_PX, one.height_px),
        bold,
        font,
        (theme.ink,),
        theme.quiet,
    )


def paint_values(
    painter: QPainter, one: Placed, columns: Columns, theme: Theme, font: QFont, found: Readout, colours: Sequence[str]
) -> None:
    """Write the values at the cursor."""
    bold = QFont(font)
    bold.setBold(True)
    box = QRectF(
        columns.right_px + _PAD_PX, one.top_px, columns.width_px - columns.right_px - 2 * _PAD_PX, one.height_px
    )
    _lines(painter, found.lines, box, bold, font, colours, theme.quiet)


def _lines(
    painter: QPainter, texts: Sequence[str], box: QRectF, bold: QFont, font: QFont, colours: Sequence[str], quiet: str
) -> None:
    """Write lines from the top; the first is bold, others wrap; lines that do not fit whole are left out."""
    small = small_font(font)
    top, bottom = box.top() - 1, box.bottom() + 2
    for number, text in enumerate(texts):
        used = bold if number == 0 else small
        metrics = QFontMetricsF(used)
        painter.setFont(used)
        painter.setPen(QColor(colours[number] if number < len(colours) and colours[number] else quiet))
        for place, line in enumerate(_fitted(text, used.toString(), round(box.width()))):
            if (number or place) and top + metrics.height() > bottom:
                return
            at = QRectF(box.left(), top, box.width(), metrics.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
            top += metrics.height()


@lru_cache(2048)
def _fitted(text: str, font: str, width_px: int) -> tuple[str, ...]:
    """Return a text in lines that fit a width; a word that is wider than all of it ends in “…”."""
    used = QFont()
    used.fromString(font)
    metrics = QFontMetricsF(used)
    elide = Qt.TextElideMode.ElideRight
    return tuple(metrics.elidedText(line, elide, width_px) for line in wrapped(text, metrics, width_px))


def wrapped(text: str, metrics: QFontMetricsF, width_px: float) -> list[str]:
    """Return a text in lines no wider than this, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def paint_ticks(
    painter: QPainter, one: Placed, columns: Columns, scale: Scale, study: ShownStudy, theme: Theme, font: QFont
) -> None:
    """Write what stands beside the axis, none over another."""
    panel = one.panel
    small = small_font(font)
    metrics = QFontMetricsF(small)
    painter.setFont(small)
    painter.setPen(QColor(theme.quiet))
    right = columns.left_px - 5
    room = columns.left_px - columns.name_px - 5

    def write(y: float, text: str) -> None:
        y = min(max(y, one.top_px + metrics.height() / 2 - 2), one.bottom_px - metrics.height() / 2 + 2)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(right - room, y - metrics.height() / 2, room, metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            text,
        )

    if panel.kind is Kind.MARKS:
        lanes = mark_lanes(study)
        lane_px = one.height_px / max(len(lanes), 1)
        if lane_px >= metrics.height() * _LEAST_LANE:
            beside = max(metrics.horizontalAdvance(note) for note in ("all layers", panel.title)) * 1.2
            room = right - _PAD_PX - beside  # names of terms are longer than numbers
            for number, band in enumerate(lanes):
                write(one.top_px + (number + 0.5) * lane_px, band.label)
        return
    if panel.kind in (Kind.STAGES, Kind.SPASMS, Kind.REVIEWED, Kind.LANE):
        return
    ticks = scale.ticks
    shares = scale.shares(np.array(ticks, np.float64)).tolist()
    last = len(ticks) - 1
    kept: list[float] = []
    for place in (last, 0, *range(last - 1, 0, -1)):  # the ends first
        y = one.bottom_px - shares[place] * one.height_px
        shown_y = min(max(y, one.top_px + metrics.height() / 2 - 2), one.bottom_px - metrics.height() / 2 + 2)
        if any(abs(shown_y - other) < metrics.height() * 0.92 for other in kept):
            continue
        kept.append(shown_y)
        if panel.kind is Kind.DIFFERENCE and place in (0, last):
            write(y, f"{'R' if place else 'L'} {value_text(abs(ticks[place]), panel.unit)}")
        else:
            text = value_text(ticks[place], panel.unit if place == last else "")
            write(y, text if metrics.horizontalAdvance(text) <= room else value_text(ticks[place], ""))
