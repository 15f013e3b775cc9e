"""One study of the row: a page, sleep, spasms, amplitude and what is counted; a click shows its page beside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QWidget

from eegview.app.page.hypnogram_course import course_of
from eegview.app.page.row_drawing import middles, row_colour
from eegview.app.themes import Theme
from eegview.app.trends.panels import PanelKind
from eegview.app.trends.reduction import reduced
from eegview.model.display.page import PageResult
from eegview.model.text.language import tr
from eegview.ui.overview.hypnogram_painter import paint_course
from eegview.ui.overview.painter import small_font
from eegview.ui.response.course_strip import REEG, SPASM_COLOUR
from eegview.ui.response.multiples.study_small import StudySmall, eeg_rows

LINES = (1.3, 1.05, 7.4, 2.0, 0.7, 2.0, 1.1, 1.1)  # title, day, page, hypnogram, spasms, amplitude, count, score
LOW_LINES = (1.3, 1.05, 4.2, 1.4, 0.6, 1.3, 1.1, 1.1)  # in a low window
_PAD_PX, _GAP_PX = 6.0, 2.0
_LOW_UV, _HIGH_UV = 5.0, 1000.0
_LEFT, _RIGHT = (
    Qt.AlignmentFlag.AlignVCenter | side for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


def cell_areas(width_px: float, line_px: float, is_low: bool = False) -> tuple[QRectF, ...]:
    """Return where the parts of a cell lie from top to bottom; see `LINES`."""
    found, top_px = list[QRectF](), _PAD_PX
    for lines in LOW_LINES if is_low else LINES:
        found.append(QRectF(_PAD_PX, top_px, max(width_px - 2 * _PAD_PX, 1.0), lines * line_px))
        top_px += lines * line_px + _GAP_PX
    return tuple(found)


class StudyCell(QAbstractButton):
    """Draws a `StudySmall`; `removed` where its study is to be compared no more."""

    removed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.small: StudySmall | None = None
        self.is_low = False  # there is little room from top to bottom
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.remove = QToolButton(self)
        self.remove.setText("×")
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(tr("Compare this study no more; nothing is deleted"))
        self.remove.clicked.connect(lambda _checked=False: self.removed.emit())

    def show_small(self, small: StudySmall, theme: Theme) -> None:
        self.small, self._theme = small, theme
        self.setObjectName(f"response.row.{small.name.lower().replace(' ', '_')}")
        self.setAccessibleName(small.spoken)
        scale = f"rows {small.row_uv:g} µV apart, {small.montage}"
        act = "" if small.is_open else "\nClick to show its page beside the open study."
        self.setToolTip(
            tr(
                "{title}: {on}, {age}\nPage: {place}, {scale}{act}",
                title=small.title,
                on=small.on,
                age=small.age,
                place=small.place,
                scale=scale,
                act=act,
            )
        )
        self.remove.setAccessibleName(tr("Remove {name} from the comparison", name=small.name))
        self.remove.setVisible(not small.is_open)
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * 56)
        self._place()
        self.update()

    # geometry

    @property
    def _line_px(self) -> float:
        return QFontMetricsF(small_font(self.font())).height()

    def sizeHint(self) -> QSize:
        height_px = sum(LOW_LINES if self.is_low else LINES) * self._line_px + len(LINES) * _GAP_PX + 2 * _PAD_PX
        return QSize(220, round(height_px))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self.fontMetrics().averageCharWidth() * 20), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side_px = round(self._line_px * 1.2)
        self.remove.setGeometry(self.width() - side_px - 4, 4, side_px, side_px)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        small, theme = self.small, self._theme
        if small is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_shown = bool(small.side)
        width_px = 2.0 if is_shown or self.hasFocus() else 1.0
        style = Qt.PenStyle.DashLine if self.hasFocus() and is_shown else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.accent if is_shown or self.hasFocus() else theme.line), width_px, style))
        painter.setBrush(QColor(theme.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        title, day, page, sleep, spasms, amplitude, count, score = cell_areas(self.width(), self._line_px, self.is_low)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        self._write(painter, title.adjusted(0, 0, -20, 0), small.title, theme.ink)
        painter.setFont(small_font(self.font()))
        self._write(painter, day, f"{small.on} · {small.age}", theme.quiet)
        self._paint_page(painter, page, small)
        self._paint_course(painter, sleep, spasms, amplitude, small)
        self._write(painter, count, small.spasms, theme.ink)
        self._write(painter, score, small.score, theme.ink)

    @staticmethod
    def _write(painter: QPainter, area: QRectF, text: str, colour: str, flags: Qt.AlignmentFlag = _LEFT) -> None:
        painter.setPen(QColor(colour))
        shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, flags, shown)

    def _paint_page(self, painter: QPainter, area: QRectF, small: StudySmall) -> None:
        theme = self._theme
        painter.fillRect(area, QColor(theme.page))
        if small.page is None:
            self._write(painter, area, small.problem or "reading …", theme.quiet, Qt.AlignmentFlag.AlignCenter)
            return
        rows = eeg_rows(small.page)
        if not rows:
            self._write(painter, area, "no EEG row", theme.quiet, Qt.AlignmentFlag.AlignCenter)
            return
        painter.save()
        painter.setClipRect(area)
        row_px = area.height() / len(rows)
        for lines, colour in page_lines(small.page, rows, area, small.row_uv / row_px, theme):
            painter.setPen(QPen(QColor(colour), 0.8))
            painter.drawPolyline(lines)
        painter.restore()
        self._paint_scale(painter, area, row_px, small.row_uv)

    def _paint_scale(self, painter: QPainter, area: QRectF, row_px: float, row_uv: float) -> None:
        """Draw how high some rows' distance is, and what it stands for."""
        n_rows = max(round(14 / row_px), 1)
        height_px = n_rows * row_px
        x_px, bottom_px = area.right() - 3, area.bottom() - 2
        text = tr(
            "{n_rows:g} µV · {small_span_text}", n_rows=n_rows * row_uv, small_span_text=small_span_text(self.small)
        )
        metrics = QFontMetricsF(painter.font())
        width_px = metrics.horizontalAdvance(text) + 6
        box = QRectF(x_px - 4 - width_px, bottom_px - metrics.height(), width_px, metrics.height())
        ground = QColor(self._theme.page)
        ground.setAlpha(215)
        painter.fillRect(box, ground)
        self._write(painter, box, text, self._theme.ink, Qt.AlignmentFlag.AlignCenter)
        painter.setPen(QPen(QColor(self._theme.ink), 1.6))
        painter.drawLine(QPointF(x_px, bottom_px - height_px), QPointF(x_px, bottom_px))

    def _paint_course(self, painter: QPainter, sleep: QRectF, spasms: QRectF, amplitude: QRectF,
                      small: StudySmall) -> None:  # fmt: skip
        course, theme = small.course, self._theme
        whole = course.whole

        def x_of(time_s: float) -> float:
            return sleep.left() + (time_s - whole.start_s) / max(whole.duration_s, 1e-9) * sleep.width()

        if course.hypnogram.bouts:
            paint_course(painter, course_of(course.hypnogram), x_of, sleep, theme, False)
        else:
            self._write(painter, sleep, "no sleep staged", theme.quiet, Qt.AlignmentFlag.AlignCenter)
        painter.fillRect(spasms, QColor(theme.ground))
        painter.setPen(QPen(QColor(theme.mark_colour(SPASM_COLOUR)), 1.4))
        for onset_s in course.spasms_s:
            painter.drawLine(QPointF(x_of(onset_s), spasms.top() + 1), QPointF(x_of(onset_s), spasms.bottom() - 1))
        self._paint_amplitude(painter, amplitude, small, x_of)
        shade = QColor(theme.accent)
        shade.setAlpha(70)
        left_px = x_of(small.span.start_s)
        width_px = max(x_of(small.span.stop_s) - left_px, 2.0)
        painter.fillRect(QRectF(left_px, sleep.top(), width_px, amplitude.bottom() - sleep.top()), shade)

    def _paint_amplitude(
        self, painter: QPainter, area: QRectF, small: StudySmall, x_of: Callable[[float], float]
    ) -> None:
        theme, table = self._theme, small.course.table
        columns = [(table.column(name), side) for name, side in REEG] if table is not None else []
        for value_uv in (_LOW_UV, _HIGH_UV):
            painter.setPen(QPen(QColor(theme.line), 1))
            y_px = _y_of(value_uv, area)
            painter.drawLine(QPointF(area.left(), y_px), QPointF(area.right(), y_px))
        if table is None or not any(column is not None for column, _side in columns):
            text = small.course.state or tr("trends not computed")
            self._write(painter, area, text, theme.quiet, Qt.AlignmentFlag.AlignCenter)
            return
        for column, side in columns:
            if column is None:
                continue
            edges_s, values = reduced(table, column, small.course.whole, round(area.width()), PanelKind.LOG)
            painter.setPen(QPen(QColor(theme.trace_left if side == "left" else theme.trace_right), 1.1))
            points: list[QPointF] = []
            for time_s, value in zip(((edges_s[:-1] + edges_s[1:]) / 2).tolist(), values.tolist(), strict=True):
                if np.isfinite(value):
                    points.append(QPointF(x_of(time_s), _y_of(value, area)))
                else:
                    painter.drawPolyline(QPolygonF(points))
                    points = []
            painter.drawPolyline(QPolygonF(points))
        box = QRectF(area.left(), area.top() - self._line_px / 2, area.width(), self._line_px)
        self._write(painter, box, f"rEEG, {_LOW_UV:g}–{_HIGH_UV:g} µV, log", theme.quiet, _RIGHT)


def page_lines(
    page: PageResult, rows: tuple[int, ...], area: QRectF, uv_per_px: float, theme: Theme
) -> list[tuple[QPolygonF, str]]:
    """Return the lines of a page in an area with their colours; negative is up, missing samples break a line.

    Of more samples than pixels each pixel has its lowest and its highest one, so that no spike is lost.
    """
    row_px, middle = area.height() / len(rows), middles(page)
    span, found = page.request.span, list[tuple[QPolygonF, str]]()
    for trace in page.traces:
        if trace.row not in rows:
            continue
        centre_px = area.top() + (rows.index(trace.row) + 0.5) * row_px
        values = trace.values.astype(float) - middle.get(trace.row, 0.0)
        times_s = trace.first_s + np.arange(len(values)) / trace.rate_hz
        per = max(int(len(values) // max(area.width() * 2, 1)), 1)
        if per > 1:
            times_s, values = _thinned(times_s, values, per)
        x_px = area.left() + (times_s - span.start_s) / max(span.duration_s, 1e-9) * area.width()
        y_px = centre_px + values / uv_per_px
        colour = row_colour(page.rows[trace.row], theme)
        for part in np.split(np.arange(len(y_px)), np.flatnonzero(~np.isfinite(y_px))):
            kept = part[np.isfinite(y_px[part])]
            if len(kept) > 1:
                points = [QPointF(x, y) for x, y in zip(x_px[kept].tolist(), y_px[kept].tolist(), strict=True)]
                found.append((QPolygonF(points), colour))
    return found


def _thinned(times_s: np.ndarray, values: np.ndarray, per: int) -> tuple[np.ndarray, np.ndarray]:
    """Return lowest and highest value of each `per` samples, in the order in which they come."""
    n = len(values) // per * per
    blocks = values[:n].reshape(-1, per)
    is_hole = ~np.isfinite(blocks).all(axis=1)
    filled = np.where(np.isfinite(blocks), blocks, 0.0)
    at = np.sort(np.stack((filled.argmin(axis=1), filled.argmax(axis=1)), axis=1), axis=1)
    kept = np.take_along_axis(blocks, at, axis=1)
    kept[is_hole] = np.nan
    places = at + np.arange(len(blocks))[:, None] * per
    return times_s[places.ravel()], kept.ravel()


def small_span_text(small: StudySmall | None) -> str:
    """Return how long the page is: `10 s`."""
    return f"{small.span.duration_s:g} s" if small is not None else ""


def _y_of(value_uv: float, area: QRectF) -> float:
    value_uv = min(max(value_uv, _LOW_UV), _HIGH_UV)
    return area.bottom() - float(np.log(value_uv / _LOW_UV) / np.log(_HIGH_UV / _LOW_UV)) * area.height()
