"""The page of an item: traces from 0 s, the instant asked about, the learner's onset, the experts' reasons."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF

from eegview.app.themes import Theme
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.trace_view import TraceView
from eegview.ui.training.page.reasons_painter import NumberedReason, paint_reasons

_CARET_PX = 7.0


@dataclass(frozen=True, slots=True)
class OverItem:
    """What lies over the traces of an item, beside the cursor and marks of every page.

    asked_s : the instant that is asked about
    own_onset_s, key_onset_s : onsets of the learner and of the key
    key_from : who the key is from, "experts" or "simulator"
    key_range : within which the experts' onsets lie
    """

    asked_s: float | None = None
    reasons: tuple[NumberedReason, ...] = ()
    own_onset_s: float | None = None
    key_onset_s: float | None = None
    key_range: Span | None = None
    key_from: str = "experts"


class StretchTraces(TraceView):
    """Paints a page as the window's own does, and an `OverItem` over it."""

    def __init__(self, theme: Theme, object_name: str = "training.page") -> None:
        super().__init__(theme)
        self.setObjectName(object_name)
        self.setAccessibleName(tr("EEG of the item"))
        self._over = OverItem()

    def tell_film(self, is_film: bool) -> None:
        """Say to who hears the window whether the page shows EEG or what was measured in a film."""
        self.setAccessibleName(tr("Movement and sound of the item") if is_film else tr("EEG of the item"))

    @property
    def over(self) -> OverItem:
        return self._over

    def show_over(self, over: OverItem) -> None:
        """Paint this over the traces from now on."""
        if over != self._over:
            self._over = over
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        page, geometry, over = self.shown_page, self.geometry_of_page(), self._over
        if page is None or geometry is None:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        if over.reasons:
            paint_reasons(painter, over.reasons, page, geometry, self.theme)
        if over.asked_s is not None and page.span.contains(over.asked_s):
            self._paint_caret(painter, over.asked_s, geometry)
        self._paint_onsets(painter, over, geometry)
        painter.end()

    def _paint_caret(self, painter: QPainter, at_s: float, geometry: PageGeometry) -> None:
        """Point at the instant that is asked about, above and below the traces; nothing lies on them."""
        x_px, colour = geometry.x_of(at_s), QColor(self.theme.ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for y_px, up in ((geometry.top_px - 1, -1), (geometry.bottom_px + 1, 1)):
            corners = [(0.0, 0.0), (-_CARET_PX * 0.7, up * _CARET_PX), (_CARET_PX * 0.7, up * _CARET_PX)]
            painter.drawPolygon(QPolygonF([QPointF(x_px + dx, y_px + dy) for dx, dy in corners]))

    def _paint_onsets(self, painter: QPainter, over: OverItem, geometry: PageGeometry) -> None:
        theme = self.theme
        if over.key_range is not None:
            left_px, right_px = geometry.x_of(over.key_range.start_s), geometry.x_of(over.key_range.stop_s)
            shade = QColor(theme.mark_colour("#2563a8"))
            shade.setAlpha(40)
            height_px = geometry.bottom_px - geometry.top_px
            painter.fillRect(QRectF(left_px, geometry.top_px, max(right_px - left_px, 2), height_px), shade)
        if over.key_onset_s is not None:
            self._paint_onset(painter, over.key_onset_s, over.key_from, "#2563a8", Qt.PenStyle.SolidLine, 0, geometry)
        if over.own_onset_s is not None:
            self._paint_onset(painter, over.own_onset_s, "you", theme.accent, Qt.PenStyle.DashLine, 1, geometry)

    def _paint_onset(
        self,
        painter: QPainter,
        at_s: float,
        text: str,
        colour: str,
        pen: Qt.PenStyle,
        line: int,
        geometry: PageGeometry,
    ) -> None:
        x_px, theme = geometry.x_of(at_s), self.theme
        if not geometry.left_px <= x_px <= geometry.right_px:
            return
        painter.setPen(QPen(QColor(theme.mark_colour(colour) if colour != theme.accent else colour), 2, pen))
        painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        metrics = QFontMetricsF(bold)
        width_px = metrics.horizontalAdvance(text) + 8
        left_px = x_px + 2 if x_px + 2 + width_px <= geometry.right_px else x_px - 2 - width_px
        top_px = geometry.top_px + 2 + line * (metrics.height() + 2)
        area = QRectF(left_px, top_px, width_px, metrics.height())
        painter.fillRect(area, QColor(theme.page))
        painter.setPen(QColor(theme.text_colour(colour) if colour != theme.accent else colour))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
