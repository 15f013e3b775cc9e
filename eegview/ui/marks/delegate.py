"""How a mark is drawn in a list: a patch of its colour and pattern, its name, in quiet ink its answers and note."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

DETAIL_ROLE = int(Qt.ItemDataRole.UserRole)
CONFIRMED_ROLE = DETAIL_ROLE + 1  # True: a small camera stands behind the name
OPINION_ROLE = DETAIL_ROLE + 2  # what others think of it, as signs: `✓2 ?`
GAP_CHARACTERS = 2


class MarkDelegate(QStyledItemDelegate):
    """Paints name and details side by side, each cut with “…” where there is no room."""

    def __init__(self, parent: QWidget, quiet: str) -> None:
        super().__init__(parent)
        self.quiet = quiet  # "#rrggbb"

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        name, detail = option.text, str(index.data(DETAIL_ROLE) or "")
        option.text = ""
        widget: QWidget | None = option.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        painter.save()
        area = QRectF(option.rect).adjusted(3, 0, -3, 0)
        font: QFont = option.font
        used_px = self._write(painter, area, name, font, widget.palette().text().color() if widget else QColor())
        plain = QFont(font)
        plain.setBold(False)
        gap_px = QFontMetricsF(plain).averageCharWidth() * GAP_CHARACTERS
        if index.data(CONFIRMED_ROLE) and used_px + gap_px < area.width():
            used_px += gap_px / 2 + paint_camera(painter, area.adjusted(used_px + gap_px / 2, 0, 0, 0), plain)
        opinions = str(index.data(OPINION_ROLE) or "")
        if opinions:
            ink = widget.palette().text().color() if widget else QColor()
            used_px += gap_px + self._write(painter, area.adjusted(used_px + gap_px, 0, 0, 0), opinions, font, ink)
        self._write(painter, area.adjusted(used_px + gap_px, 0, 0, 0), detail, plain, QColor(self.quiet))
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, area: QRectF, text: str, font: QFont, colour: QColor) -> float:
        """Write one line and return how wide it became."""
        metrics = QFontMetricsF(font)
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        if area.width() > 0:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        return min(metrics.horizontalAdvance(elided), area.width())


def paint_camera(painter: QPainter, area: QRectF, font: QFont) -> float:
    """Draw a small camera at the left of `area`, in the ink of the text, and return its width."""
    height_px = QFontMetricsF(font).ascent() * 0.62
    body = QRectF(area.left(), area.center().y() - height_px / 2, height_px * 1.35, height_px)
    colour = painter.pen().color()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(body, 2, 2)
    x_px, middle_px, lens_px = body.right() + 1, body.center().y(), height_px * 0.5
    painter.drawPolygon(
        [
            QPointF(x_px, middle_px),
            QPointF(x_px + lens_px, middle_px - lens_px * 0.8),
            QPointF(x_px + lens_px, middle_px + lens_px * 0.8),
        ]
    )
    painter.restore()
    return body.width() + 1 + lens_px


_cache: dict[tuple[str, str, int, float, bool], QIcon] = {}


def swatch(
    colour: QColor, pattern: Qt.BrushStyle, side_px: int, pixel_ratio: float, is_file_note: bool = False
) -> QIcon:
    """Return a square patch; the recorder's notes get a dotted line instead, as on the page."""
    key = (colour.name(), pattern.name, side_px, pixel_ratio, is_file_note)
    if key not in _cache:
        pixmap = _drawn(colour, pattern, side_px, pixel_ratio, is_file_note)
        icon = _cache[key] = QIcon(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it, and the colour is what it is about
    return _cache[key]


def _drawn(colour: QColor, pattern: Qt.BrushStyle, side_px: int, pixel_ratio: float, is_file_note: bool) -> QPixmap:
    pixmap = QPixmap(round(side_px * pixel_ratio), round(side_px * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    area = QRectF(1, 1, side_px - 2, side_px - 2)
    if is_file_note:
        painter.setPen(QPen(colour, 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(side_px / 2, 1), QPointF(side_px / 2, side_px - 1))
    else:
        painter.setPen(QPen(colour, 1))
        if pattern == Qt.BrushStyle.SolidPattern:
            painter.setBrush(colour)
        else:
            ground = QColor(colour)
            ground.setAlpha(70)
            painter.fillRect(area, ground)
            painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(area)
    painter.end()
    return pixmap
