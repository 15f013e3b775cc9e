"""One scale of the overview: a picture of a stretch of the recording, the page as a frame on it, and the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.page.overview import REVIEWED, Track
from eegview.app.themes import Theme
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.ui.overview.painter import draw_strip, paint_reviewed, small_font
from eegview.ui.overview.strip_geometry import StripGeometry
from eegview.ui.page.geometry import BASE_FONT_PX, GUTTER_PX, RIGHT_PX

NEAR_PX = 3.0  # what lies this near to the mouse is what is meant
_FRAME_PX = 4.0  # a page is drawn at least this wide


class OverviewStrip(QWidget):
    """Paints from a kept picture: moving the frame copies pixels and draws a rectangle, however many marks there are.

    describe : what lies within a stretch of time, in words, for the tip
    snap : the time meant by a click within a stretch
    track_lines : height of a lane in lines of small text
    """

    time_asked = Signal(float)  # bring this time to the middle of the page

    def __init__(
        self,
        object_name: str,
        theme: Theme,
        describe: Callable[[float, Span], str],
        snap: Callable[[float, Span], float],
        track_lines: float = 0.92,
    ) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme, self._describe, self._snap, self._track_lines = theme, describe, snap, track_lines
        self._recording: Recording | None = None
        self._span = Span(0.0, 1.0)
        self._tracks: tuple[Track, ...] = ()
        self._page: Span | None = None
        self._reviewed: tuple[Span, ...] = ()
        self._window: Span | None = None  # what the strip below shows of this one
        self._hover_px: float | None = None
        self._image: QImage | None = None
        self.n_drawn = 0  # how often the picture was made anew

    # what is shown

    @property
    def span(self) -> Span:
        return self._span

    @property
    def tracks(self) -> tuple[Track, ...]:
        return self._tracks

    def show_recording(self, recording: Recording | None, span: Span) -> None:
        """Show this stretch of a recording, or nothing."""
        if (recording, span) != (self._recording, self._span):
            self._recording, self._span = recording, span
            self._spoil()

    def show_tracks(self, tracks: tuple[Track, ...]) -> None:
        has_other_height = [track.lines for track in tracks] != [track.lines for track in self._tracks]
        self._tracks = tracks
        if has_other_height:
            self.updateGeometry()
        self._spoil()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._spoil()

    def show_reviewed(self, spans: tuple[Span, ...]) -> None:
        """Fill the lane of what was reviewed; it grows all the time, so the kept picture is not drawn anew for it."""
        if spans != self._reviewed:
            self._reviewed = spans
            track = self._track_of_reviewed()
            if track is not None:
                geometry = self.geometry_of_strip()
                self.update(0, int(geometry.top_of(track)), self.width(), round(geometry.height_of(track)) + 2)

    def _track_of_reviewed(self) -> int | None:
        return next((number for number, track in enumerate(self._tracks) if track.name == REVIEWED), None)

    def show_page(self, page: Span | None) -> None:
        """Move the frame; only the pixels it leaves and takes are painted."""
        self._move_box("_page", page)

    def show_window(self, window: Span | None) -> None:
        """Bracket what another strip shows of this one."""
        self._move_box("_window", window)

    def _move_box(self, name: str, span: Span | None) -> None:
        before = self.box_of(getattr(self, name))
        setattr(self, name, span)
        after = self.box_of(span)
        if after != before:
            for box in (before, after):
                if box is not None:
                    self.update(box.adjusted(-3, -3, 3, 3).toAlignedRect())

    def box_of(self, span: Span | None) -> QRectF | None:
        """Return where a stretch of time is framed, in whole pixels; None where the strip does not show it."""
        if span is None or span.stop_s < self._span.start_s or span.start_s > self._span.stop_s:
            return None
        geometry = self.geometry_of_strip()
        left_px = max(geometry.x_of(span.start_s), geometry.left_px)
        right_px = min(geometry.x_of(span.stop_s), geometry.right_px)
        width_px = max(round(right_px - left_px), _FRAME_PX)
        left_px = min(round((left_px + right_px - width_px) / 2), geometry.right_px - width_px)
        return QRectF(left_px, 1, width_px, geometry.tracks_bottom_px - 2)

    def geometry_of_strip(self) -> StripGeometry:
        metrics = QFontMetricsF(small_font(self.font()))
        return StripGeometry(
            self.width(),
            self._span,
            len(self._tracks),
            GUTTER_PX * self.font().pixelSize() / BASE_FONT_PX,  # in line with the traces above
            self.width() - RIGHT_PX,
            round(metrics.height() * self._track_lines),
            round(metrics.height() * 1.1),
            tuple(track.lines for track in self._tracks),
        )

    # size and pixels

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.geometry_of_strip().height_px))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _spoil(self) -> None:
        self._image = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._recording is None:
            painter.fillRect(self.rect(), QColor(self._theme.ground))
            return
        if self._image is None:
            self.n_drawn += 1
            self._image = draw_strip(
                self._tracks,
                self._recording,
                self.geometry_of_strip(),
                self._theme,
                self.font(),
                self.devicePixelRatioF(),
            )
        painter.drawImage(QPointF(0, 0), self._image)
        track = self._track_of_reviewed()
        if track is not None:
            paint_reviewed(painter, self._reviewed, self.geometry_of_strip(), track, self._theme)
        self._paint_boxes(painter)

    def _paint_boxes(self, painter: QPainter) -> None:
        geometry, accent = self.geometry_of_strip(), QColor(self._theme.accent)
        window, page = self.box_of(self._window), self.box_of(self._page)
        if window is not None:
            painter.setPen(QPen(QColor(self._theme.quiet), 1, Qt.PenStyle.DotLine))
            painter.drawRect(window.adjusted(0.5, 0.5, -0.5, -0.5))
        if page is not None:
            fill = QColor(accent)
            fill.setAlpha(36)
            painter.fillRect(page, fill)
            painter.setPen(QPen(accent, 2))
            painter.drawRect(page.adjusted(1, 1, -1, -1))
        if self._hover_px is not None:
            painter.setPen(QPen(QColor(self._theme.quiet), 1))
            painter.drawLine(QPointF(self._hover_px, 1), QPointF(self._hover_px, geometry.tracks_bottom_px))

    def resizeEvent(self, event: QEvent) -> None:
        self._spoil()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self.updateGeometry()
            self._spoil()
        super().changeEvent(event)

    # mouse

    def _near(self, x_px: float) -> tuple[float, Span]:
        """Return the time under the mouse, and the stretch that is as good as it."""
        geometry = self.geometry_of_strip()
        time_s, near_s = geometry.time_of(x_px), NEAR_PX / geometry.px_per_s
        return time_s, Span(time_s - near_s, time_s + near_s)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._recording is not None:
            self.time_asked.emit(self._snap(*self._near(event.position().x())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._recording is None:
            return
        x_px = event.position().x()
        self._hover_at(x_px)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.time_asked.emit(self.geometry_of_strip().time_of(x_px))
        else:
            text = self._describe(*self._near(x_px))
            above_px = (text.count("\n") + 1) * QFontMetricsF(QToolTip.font()).lineSpacing() + 40
            QToolTip.showText(self.mapToGlobal(QPoint(round(x_px) + 12, -round(above_px))), text, self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_at(None)
        super().leaveEvent(event)

    def _hover_at(self, x_px: float | None) -> None:
        for at_px in (self._hover_px, x_px):
            if at_px is not None:
                self.update(round(at_px) - 2, 0, 5, self.height())
        self._hover_px = x_px
