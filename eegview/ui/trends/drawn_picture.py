"""Draw clock and panels as they are shown into a file: PNG, SVG or PDF."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

from eegview.exchange.writing import write_whole
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.ui.trends.view import TrendsView

_RATIO = 2.0  # pixels of a PNG for one of the screen
_PDF_DPI = 144
_PX_AN_INCH = 96.0
_PT_A_PX = 72.0 / _PX_AN_INCH


def write_picture(view: TrendsView, path: Path, caption: str) -> None:
    """Write what is shown, panels that are scrolled out of sight too.

    Raises
    ------
    CannotWrite : the disk or the folder refused; no half file is left
    UsageError : the ending is none of .png, .svg, .pdf
    """
    makers: dict[str, Callable[[QSize, Callable[[QPainter], None]], bytes]] = {".png": _png, ".svg": _svg, ".pdf": _pdf}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise UsageError(f"{path.name} cannot be written as a picture.", "Use .png, .svg or .pdf.")
    clock, stack = view.clock, view.stack
    line = clock.fontMetrics().height() + 6
    size = QSize(stack.width(), clock.height() + stack.height() + line)

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(stack.look.theme.page))
        _render(clock, painter, QPoint(0, 0))
        _render(stack, painter, QPoint(0, clock.height()))
        painter.setPen(QColor(stack.look.theme.quiet))
        painter.setFont(clock.font())
        foot = QRectF(8, size.height() - line, size.width() - 16, line)
        text = clock.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideMiddle, round(foot.width()))
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, text)

    write_whole(path, maker(size, paint))


def _render(widget: QWidget, painter: QPainter, at: QPoint) -> None:
    widget.render(painter, at, QRegion(), QWidget.RenderFlag.DrawChildren)


def _png(size: QSize, paint: Callable[[QPainter], None]) -> bytes:
    image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def _svg(size: QSize, paint: Callable[[QPainter], None]) -> bytes:
    from PySide6.QtSvg import QSvgGenerator  # late: only here

    content = QByteArray()
    buffer = QBuffer(content)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(size)
    drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
    drawing.setTitle(tr("Trends"))
    painter = QPainter(drawing)
    paint(painter)
    painter.end()
    return bytes(content.data())


def _pdf(size: QSize, paint: Callable[[QPainter], None]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("Trends"))
    writer.setResolution(_PDF_DPI)
    points = QSizeF(size.width() * _PT_A_PX, size.height() * _PT_A_PX)
    page = QPageSize(points, QPageSize.Unit.Point, "Trends", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.scale(_PDF_DPI / _PX_AN_INCH, _PDF_DPI / _PX_AN_INCH)
    paint(painter)
    painter.end()
    return bytes(content.data())
