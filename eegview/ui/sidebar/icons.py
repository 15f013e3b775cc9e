"""Icons of the rail and of panels' headers: one drawing each, in the colours of the theme."""

from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from eegview.app.resources import read_text, resources_folder
from eegview.app.themes import Theme

_FINE = 2  # pixels drawn for each one asked for, so that no screen shows them coarse


def themed_icon(name: str, theme: Theme, size_px: int) -> QIcon:
    """Return the icon `name` of `resources/icons/rail`: in ink, in the accent's colour while its button is checked.

    Raises
    ------
    UsageError
        There is no such icon.
    """
    drawn = _drawn(read_text(resources_folder() / "icons" / "rail" / f"{name}.svg"), size_px)
    icon = QIcon()
    for colour, mode, state in (
        (theme.ink, QIcon.Mode.Normal, QIcon.State.Off),
        (theme.accent, QIcon.Mode.Normal, QIcon.State.On),
        (theme.trace_bad, QIcon.Mode.Disabled, QIcon.State.Off),
    ):
        icon.addPixmap(_tinted(drawn, colour), mode, state)
    return icon


def _drawn(svg: str, size_px: int) -> QPixmap:
    size_px *= _FINE
    sized = svg.replace("<svg ", f'<svg width="{size_px}" height="{size_px}" ', 1)
    pixmap = QPixmap.fromImage(QImage.fromData(sized.encode()))
    pixmap.setDevicePixelRatio(_FINE)
    return pixmap


def _tinted(drawn: QPixmap, colour: str) -> QPixmap:
    """Return the drawing with all its strokes in one colour."""
    pixmap = drawn.copy()
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
