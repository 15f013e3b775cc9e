"""Icons of the rail and of panels' headers: one drawing each, in the colours of the theme."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPixmap

from eegview.app.resources import read_text, resources_folder
from eegview.app.themes import Theme

_INK = "#000000"  # of the strokes in the files
_FINE = 3  # pixels drawn for each one asked for, so that no screen shows them coarse


def themed_icon(name: str, theme: Theme, size_px: int) -> QIcon:
    """Return the icon `name` of `resources/icons/rail`: in ink, in the accent's colour while its button is checked.

    Raises
    ------
    UsageError
        There is no such icon.
    """
    drawing = read_text(resources_folder() / "icons" / "rail" / f"{name}.svg")
    icon = QIcon()
    for colour, mode, state in (
        (theme.ink, QIcon.Mode.Normal, QIcon.State.Off),
        (theme.accent, QIcon.Mode.Normal, QIcon.State.On),
        (theme.trace_bad, QIcon.Mode.Disabled, QIcon.State.Off),
    ):
        icon.addPixmap(_drawn(drawing.replace(_INK, colour), size_px), mode, state)
    return icon


def _drawn(svg: str, size_px: int) -> QPixmap:
    size = QSize(size_px, size_px) * _FINE
    sized = svg.replace("<svg ", f'<svg width="{size.width()}" height="{size.height()}" ', 1)
    pixmap = QPixmap.fromImage(QImage.fromData(sized.encode()))
    pixmap.setDevicePixelRatio(_FINE)
    return pixmap
