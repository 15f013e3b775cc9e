"""What lies over the traces and changes without them: selection, a begun interval, the cursor, messages."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from eegview.app.themes import Theme
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import Overlay


def paint_selection(painter: QPainter, overlay: Overlay, geometry: PageGeometry, theme: Theme) -> None:
    """Fill the selection and write its length; show where an interval was begun with `[`."""
    painter.setClipRect(QRectF(geometry.left_px, 0, geometry.right_px - geometry.left_px, geometry.bottom_px))
    metrics = QFontMetricsF(painter.font())
    if overlay.selection is not None:
        fill = QColor(theme.accent)
        fill.setAlpha(30)
        x0_px, x1_px = geometry.x_of(overlay.selection.start_s), geometry.x_of(overlay.selection.stop_s)
        area = QRectF(x0_px, geometry.top_px, x1_px - x0_px, geometry.bottom_px - geometry.top_px)
        painter.fillRect(area, fill)
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DashLine))
        painter.drawRect(area)
        text = f"{overlay.selection.duration_s:.3f} s"
        left_px = min(max(x0_px, geometry.left_px) + 4, geometry.right_px - metrics.horizontalAdvance(text) - 4)
        painter.drawText(QPointF(left_px, geometry.bottom_px - metrics.descent() - 4), text)
    if overlay.pending_start_s is not None:
        x_px = geometry.x_of(overlay.pending_start_s)
        painter.setPen(QPen(QColor(theme.accent), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))
        painter.drawText(QPointF(x_px + 4, geometry.bottom_px - metrics.descent() - 4), "[")
    painter.setClipping(False)


def paint_cursor(painter: QPainter, overlay: Overlay, geometry: PageGeometry, theme: Theme) -> None:
    """Draw the cursor, and around it how far the video's time may be off."""
    cursor_s = overlay.cursor_s
    if cursor_s is None or not geometry.span.contains(cursor_s):
        return
    x_px = geometry.x_of(cursor_s)
    if overlay.band_s > 0:
        band = QColor(theme.accent)
        band.setAlpha(40)
        half_px = max(overlay.band_s * geometry.px_per_s, 1.0)
        height_px = geometry.bottom_px - geometry.top_px
        painter.fillRect(QRectF(x_px - half_px, geometry.top_px, 2 * half_px, height_px), band)
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.drawLine(QPointF(x_px, geometry.top_px), QPointF(x_px, geometry.bottom_px))


def paint_messages(painter: QPainter, overlay: Overlay, geometry: PageGeometry, theme: Theme) -> None:
    """Write short sentences at the upper left of the traces."""
    metrics = QFontMetricsF(painter.font())
    line_px = metrics.height() + 10
    for i, text in enumerate(overlay.messages):
        width_px = metrics.horizontalAdvance(text) + 20
        area = QRectF(geometry.left_px + 10, geometry.top_px + 8 + (line_px + 4) * i, width_px, line_px)
        painter.fillRect(area, QColor(theme.accent))
        painter.setPen(QColor(theme.accent_ink))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
