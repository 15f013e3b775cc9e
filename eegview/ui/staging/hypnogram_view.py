"""The hypnogram of the whole recording below the page while sleep is staged, the proposal dimmed behind it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from eegview.app.page.hypnogram_course import course_of_codes
from eegview.app.page.overview import clock_ticks
from eegview.app.stage_texts import level_names
from eegview.app.staging.staged_epochs import STAGE_OF_CODE, Codes
from eegview.app.staging.staging import Staging
from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.overview.hypnogram_painter import paint_course, paint_level_names
from eegview.ui.overview.painter import small_font
from eegview.ui.page.geometry import BASE_FONT_PX, GUTTER_PX, RIGHT_PX
from eegview.ui.staging.epoch_widget import EpochWidget

_REDRAW_MS = 150  # keys that come in a burst are drawn once


class HypnogramView(EpochWidget):
    """The line of what is staged, in step with the grid; a click goes to an epoch."""

    def __init__(self, theme: Callable[[], Theme], vocabulary: Vocabulary) -> None:
        self._kept: QPixmap | None = None
        self._timer = QTimer(interval=_REDRAW_MS, singleShot=True)
        super().__init__("staging.hypnogram", theme, vocabulary)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Hypnogram"))
        self.stages: tuple[str, ...] = ()
        self.started_at: datetime | None = None
        self.spasms_s: Sequence[float] = ()
        self.n_drawn = 0  # how often the line was drawn anew
        self._timer.setParent(self)
        self._timer.timeout.connect(self.draw_anew)

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.fontMetrics().height() * 7.6))

    def show_staging(self, staging: Staging | None) -> None:
        super().show_staging(staging)
        self.draw_anew()

    def refresh_soon(self) -> None:
        """Draw the line anew once the changes of this moment are over."""
        self._timer.start()

    def move_box(self) -> None:
        """Follow the current epoch; the line is not drawn anew."""
        self.update()

    def draw_anew(self) -> None:
        """Draw the line anew."""
        self._timer.stop()
        self._kept = None
        self.update()

    @property
    def _area(self) -> QRectF:
        left_px = GUTTER_PX * self.font().pixelSize() / BASE_FONT_PX  # in line with the traces
        metrics = QFontMetricsF(small_font(self.font()))
        bottom_px = metrics.height() * (2.1 if self.spasms_s else 1.2)
        return QRectF(left_px, 4, max(self.width() - RIGHT_PX - left_px, 1.0), self.height() - 6 - bottom_px)

    @property
    def _duration_s(self) -> float:
        return max(self._staging.grid.duration_s, 1e-3) if self._staging is not None else 1.0

    def _x_of(self, time_s: float) -> float:
        area = self._area
        return area.left() + time_s / self._duration_s * area.width()

    def box_of(self, number: int) -> QRectF | None:
        if self._staging is None or not 0 <= number < self._staging.grid.n_epochs:
            return None
        span, area = self._staging.grid.span(number), self._area
        x0, x1 = self._x_of(span.start_s), self._x_of(span.stop_s)
        width_px = max(x1 - x0, 4.0)
        return QRectF((x0 + x1 - width_px) / 2, area.top() - 2, width_px, area.height() + 4)

    def number_under(self, x_px: float, y_px: float) -> int | None:
        if self._staging is None or not self._staging.grid.n_epochs:
            return None
        area = self._area
        return self._staging.grid.number_at((x_px - area.left()) / area.width() * self._duration_s)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.draw_anew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._staging is None:
            painter.fillRect(self.rect(), QColor(self._theme.page))
            return
        if self._kept is None:
            self._kept = self._picture(self._staging)
        painter.drawPixmap(0, 0, self._kept)
        box = self.box_of(self._staging.current)
        if box is not None:
            fill = QColor(self._theme.accent)
            fill.setAlpha(48)
            painter.fillRect(box, fill)
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.drawRect(box)

    def _picture(self, staging: Staging) -> QPixmap:
        self.n_drawn += 1
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.page))
        painter = QPainter(picture)
        area, theme = self._area, self._theme
        paint_level_names(painter, level_names(self.stages), area, theme, self.font(), area.left() - 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if staging.shows_proposal:
            self._paint_codes(painter, staging.proposed_codes, is_dimmed=True)
        epochs = staging.epochs
        both = epochs.codes.copy()
        both[both == 0] = epochs.by_hand[both == 0]
        self._paint_codes(painter, both, is_dimmed=False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_foot(painter, area)
        painter.end()
        return picture

    def _paint_codes(self, painter: QPainter, codes: Codes, is_dimmed: bool) -> None:
        staging = self._staging
        if staging is not None:
            course = course_of_codes(codes, STAGE_OF_CODE, staging.grid.epoch_s, staging.grid.duration_s)
            area = self._area
            left_px, per_s = area.left(), area.width() / self._duration_s
            paint_course(painter, course, lambda time_s: left_px + time_s * per_s, area, self._theme, is_dimmed)

    def _paint_foot(self, painter: QPainter, area: QRectF) -> None:
        """Draw spasms as ticks with their name, and the clock."""
        painter.setFont(small_font(self.font()))
        metrics, top_px = QFontMetricsF(painter.font()), area.bottom() + 2
        if self.spasms_s:
            painter.setPen(QColor(self._theme.quiet))
            box = QRectF(0, top_px, area.left() - 8, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tr("Spasms"))
            painter.setPen(QPen(QColor(self._theme.mark_colour("#c2410c")), 1.5))
            for onset_s in self.spasms_s:
                x_px = self._x_of(onset_s)
                painter.drawLine(QPointF(x_px, top_px + 1), QPointF(x_px, top_px + metrics.height() * 0.8))
            top_px += metrics.height() * 0.9
        span, per_s = Span(0.0, self._duration_s), area.width() / self._duration_s
        label_px = metrics.horizontalAdvance("00:00:00")
        painter.setPen(QColor(self._theme.quiet))
        for time_s, text in clock_ticks(span, self.started_at, per_s, label_px * 1.6):
            x_px = self._x_of(time_s) + 3
            if x_px + metrics.horizontalAdvance(text) <= area.right():
                painter.drawText(QRectF(x_px, top_px, label_px, metrics.height()), Qt.AlignmentFlag.AlignVCenter, text)
