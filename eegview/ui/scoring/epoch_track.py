"""The whole recording as a line, with the candidates and the epoch that is scored on it; the epoch can be dragged."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.text.language import tr

_EDGE_PX, _LEAST_PX = 8.0, 6.0


class EpochTrack(QWidget):
    """A drag asks for an epoch that begins so many pages later or earlier.

    start_dragged : emits the start (s) under the mouse while the button is down
    start_chosen : emits the start (s) once it is released
    """

    start_dragged = Signal(float)
    start_chosen = Signal(float)

    def __init__(self, theme: Callable[[], Theme], clock: Callable[[float], str]) -> None:
        super().__init__()
        self.setObjectName("score.track")
        self.setAccessibleName(tr("The epoch in the recording"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Drag to begin the epoch somewhere else, by whole pages."))
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._theme, self.clock = theme, clock
        self._recording = Span(0.0, 1.0)
        self._epoch: Span | None = None
        self._candidates: tuple[Span, ...] = ()
        self._scored: tuple[Span, ...] = ()
        self._page_s = 15.0
        self._grip_s = 0.0
        self._dragged_s: float | None = None

    def sizeHint(self) -> QSize:
        return QSize(200, round(self.fontMetrics().height() * 0.9) + 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def show_epochs(
        self, recording: Span, epoch: Span, candidates: tuple[Span, ...], scored: tuple[Span, ...], page_s: float
    ) -> None:
        """Show where the epoch lies, the candidates, and the epochs with evidence."""
        self._recording, self._epoch, self._candidates, self._scored = recording, epoch, candidates, scored
        self._page_s = page_s
        self.setAccessibleDescription(tr("The epoch begins at {clock}.", clock=self.clock(epoch.start_s)))
        self.update()

    @property
    def _px_per_s(self) -> float:
        return (self.width() - 2 * _EDGE_PX) / max(self._recording.duration_s, 1e-9)

    def x_of(self, time_s: float) -> float:
        """Return where a time lies (px)."""
        return _EDGE_PX + (time_s - self._recording.start_s) * self._px_per_s

    def _start_at(self, x_px: float) -> float:
        """Return the start of the epoch dragged to here: whole pages from where it was."""
        assert self._epoch is not None
        wanted_s = (x_px - _EDGE_PX) / self._px_per_s + self._recording.start_s - self._grip_s
        last_s = max(self._recording.stop_s - self._epoch.duration_s, self._recording.start_s)
        n_pages = round((wanted_s - self._epoch.start_s) / self._page_s)
        start_s = self._epoch.start_s + n_pages * self._page_s
        while start_s > last_s:
            start_s -= self._page_s
        while start_s < self._recording.start_s:
            start_s += self._page_s
        return start_s

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._epoch is None or event.button() != Qt.MouseButton.LeftButton:
            return
        time_s = (event.position().x() - _EDGE_PX) / self._px_per_s + self._recording.start_s
        is_on_it = self._area(self._epoch).adjusted(-4, -9, 4, 9).contains(event.position())
        self._grip_s = time_s - self._epoch.start_s if is_on_it else self._epoch.duration_s / 2
        self._dragged_s = self._start_at(event.position().x())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_s is not None:
            self._dragged_s = self._start_at(event.position().x())
            self.start_dragged.emit(self._dragged_s)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged_s, self._dragged_s = self._dragged_s, None
        self.update()
        if dragged_s is not None and self._epoch is not None and dragged_s != self._epoch.start_s:
            self.start_chosen.emit(dragged_s)

    def _area(self, span: Span) -> QRectF:
        left_px, right_px = self.x_of(span.start_s), self.x_of(span.stop_s)
        short_px = max(_LEAST_PX - (right_px - left_px), 0.0)
        return QRectF(left_px - short_px / 2, 4, right_px - left_px + short_px, self.height() - 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme()
        painter.fillRect(event.rect(), QColor(theme.ground))
        if self._epoch is None:
            return
        middle_px = self.height() / 2
        painter.setPen(QPen(QColor(theme.line_strong), 2))
        painter.drawLine(round(_EDGE_PX), round(middle_px), round(self.width() - _EDGE_PX), round(middle_px))
        painter.setPen(QPen(QColor(theme.quiet), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.page))
        for span in self._candidates:
            painter.drawRect(self._area(span))
        painter.setPen(QPen(QColor(theme.quiet), 1))
        painter.setBrush(QColor(theme.quiet))
        for span in self._scored:
            painter.drawRect(self._area(span))
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.setBrush(QColor(theme.accent))
        epoch = self._epoch
        if self._dragged_s is not None:
            epoch = Span(self._dragged_s, self._dragged_s + epoch.duration_s)
        area = self._area(epoch)
        painter.drawRect(area)
        if self._dragged_s is not None:
            self._paint_time(painter, area, theme)

    def _paint_time(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Write when the dragged epoch would begin, beside it."""
        assert self._dragged_s is not None
        text, metrics = self.clock(self._dragged_s), painter.fontMetrics()
        width_px = metrics.horizontalAdvance(text) + 8
        left_px = area.right() + 4 if area.right() + 4 + width_px < self.width() else area.left() - width_px - 4
        box = QRectF(left_px, 0, width_px, self.height())
        painter.fillRect(box, QColor(theme.ground))
        painter.setPen(QColor(theme.ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
