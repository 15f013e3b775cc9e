"""A head seen from above with the field over it: level bands, electrodes, and in a text where it is strongest."""

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.page.head_field import HeadField
from eegview.app.themes import Theme
from eegview.model.text.language import tr

NEGATIVE, POSITIVE = "#2563a8", "#b3361e"  # blue and red, which all can distinguish; the signs stand on the map as well
_N_BANDS = 6  # on either side of zero
_TIMES_FINER = 4  # than the grid the field is given on
_GRID_EDGE = 1.06  # of `HeadField.grid_uv`
_NOSE_REACH, _SIGN_REACH = 1.16, 0.12  # of the middle; half a sign beyond an electrode
_LINES = 10.5  # of text, as high as the map would like to be
_LEAST_TOP = {"µV": 10.0, "dB": 1.0}  # a field flatter than this stays pale


class HeadMap(QWidget):
    """Paints a `HeadField`, or why there is none."""

    def __init__(self, theme: Theme, object_name: str = "triage.head_map") -> None:
        super().__init__()
        self.setObjectName(object_name)
        self._theme = theme
        self._field: HeadField | None = None
        self._image = QImage()
        self._pixels = np.zeros((1, 1), np.uint32)  # kept alive: the image is a view of it
        self._message = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    @property
    def field(self) -> HeadField | None:
        return self._field

    @property
    def shade_text(self) -> str:
        """Return how much one shade of the map is: `one shade is 20 µV`; "" without a map."""
        if self._field is None:
            return ""
        step = _top_of(self._field) / _N_BANDS
        return (
            tr("one shade is {step:.2g} {unit}", step=step, unit=self._field.unit)
            if step < 10
            else tr("one shade is {step:.0f} {unit}", step=step, unit=self._field.unit)
        )

    @property
    def message(self) -> str:
        return self._message

    def sizeHint(self) -> QSize:
        side_px = round(self.fontMetrics().height() * _LINES)
        return QSize(side_px, side_px)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() * 0.6

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.show_field(self._field, self._message)

    def show_field(self, field: HeadField | None, message: str = "") -> None:
        """Show a field; where there is none, `message` says why."""
        self._field, self._message = field, message
        if field is not None:
            self._pixels = _banded(field.grid_uv, self._theme, _top_of(field))
            height_px, width_px = self._pixels.shape
            self._image = QImage(self._pixels.data, width_px, height_px, width_px * 4, QImage.Format.Format_ARGB32)
        self.setToolTip(field.text if field is not None else message)
        self.setAccessibleDescription(self.toolTip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        room_px = min(self.width(), self.height())
        radius_px = room_px / 2 / self._reach
        centre = QPointF(self.width() / 2, self.height() / 2 + radius_px * 0.05)
        if self._field is None:
            painter.setPen(QColor(self._theme.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)
            return
        self._paint_field(painter, centre, radius_px)
        _paint_head(painter, centre, radius_px, QColor(self._theme.ink))
        self._paint_electrodes(painter, centre, radius_px, metrics)

    @property
    def _reach(self) -> float:
        """Return how far from the middle anything is painted, 1 = the ring: the nose, or electrodes below the ring."""
        farthest = float(np.abs(self._field.places).max()) if self._field is not None else 0.0
        return max(_NOSE_REACH, farthest + _SIGN_REACH)

    def _paint_field(self, painter: QPainter, centre: QPointF, radius_px: float) -> None:
        half_px = radius_px * _GRID_EDGE
        head = QPainterPath()
        head.addEllipse(centre, half_px, half_px)
        painter.save()
        painter.setClipPath(head)
        area = QRectF(centre.x() - half_px, centre.y() - half_px, 2 * half_px, 2 * half_px)
        painter.drawImage(area, self._image)
        painter.restore()

    def _paint_electrodes(self, painter: QPainter, centre: QPointF, radius_px: float, metrics: QFontMetricsF) -> None:
        field = self._field
        assert field is not None
        ink = QColor(self._theme.ink)
        extremes = {field.lowest[0]: "−", field.highest[0]: "+"}
        for name, (x, y) in zip(field.names, field.places, strict=True):
            point = QPointF(centre.x() + x * radius_px, centre.y() - y * radius_px)
            sign = extremes.get(name)
            if sign is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink)
                painter.drawEllipse(point, 1.6, 1.6)
                continue
            side_px = metrics.height() * 0.95
            area = QRectF(point.x() - side_px / 2, point.y() - side_px / 2, side_px, side_px)
            painter.setPen(QPen(ink, 1.2))
            painter.setBrush(QColor(self._theme.page))
            painter.drawEllipse(area)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, sign)


def field_lines(field: HeadField, clock: str) -> tuple[str, ...]:
    """Return what is written beside the map, one line each; `clock` is the time of the field as people read it."""
    (low, low_uv), (high, high_uv) = field.lowest, field.highest
    return (
        tr("Field at {clock}", clock=clock),
        tr("− negative, most at {low}: {value_text}", low=low, value_text=field.value_text(low_uv)),
        tr("+ positive, most at {high}: {value_text}", high=high, value_text=field.value_text(high_uv)),
        tr("{n_names} electrodes against their average, filtered as the page", n_names=len(field.names)),
    )


def _top_of(field: HeadField) -> float:
    """Return the value of the strongest shade."""
    return max(float(np.nanmax(np.abs(field.grid_uv))), _LEAST_TOP[field.unit])


def _banded(grid_uv: np.ndarray, theme: Theme, top_uv: float) -> np.ndarray:
    """Return ARGB pixels of the grid in bands of equal steps, with a line where one band ends."""
    fine = _finer(len(grid_uv)) @ np.nan_to_num(grid_uv) @ _finer(len(grid_uv)).T
    bands = np.clip(np.round(fine / top_uv * _N_BANDS), -_N_BANDS, _N_BANDS).astype(np.intp) + _N_BANDS
    ground, ink = _rgb(theme.page), _rgb(theme.ink)
    filled, lined = np.empty(2 * _N_BANDS + 1, np.uint32), np.empty(2 * _N_BANDS + 1, np.uint32)
    for band in range(-_N_BANDS, _N_BANDS + 1):
        hue = _rgb(theme.mark_colour(NEGATIVE if band < 0 else POSITIVE))
        share = abs(band) / _N_BANDS * 0.85
        colour = ground * (1 - share) + hue * share
        filled[band + _N_BANDS] = _argb(colour)
        lined[band + _N_BANDS] = _argb(colour * 0.72 + ink * 0.28)
    ends = np.zeros(bands.shape, bool)
    ends[1:] |= bands[1:] != bands[:-1]
    ends[:, 1:] |= bands[:, 1:] != bands[:, :-1]
    return np.where(ends, lined[bands], filled[bands])


@lru_cache(maxsize=4)
def _finer(n_points: int) -> np.ndarray:
    """Return the matrix that interpolates linearly between `n_points` values, `_TIMES_FINER` points for each."""
    places = np.linspace(0, n_points - 1, (n_points - 1) * _TIMES_FINER + 1)
    return np.maximum(0.0, 1.0 - np.abs(places[:, None] - np.arange(n_points)))


def _argb(rgb: np.ndarray) -> int:
    red, green, blue = (round(float(part)) for part in rgb)
    return 0xFF000000 | red << 16 | green << 8 | blue


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)


def _paint_head(painter: QPainter, centre: QPointF, radius_px: float, ink: QColor) -> None:
    """Draw outline, nose above, ears at the sides."""
    pen = QPen(ink, 1.4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outline_px = radius_px * _GRID_EDGE
    painter.drawEllipse(centre, outline_px, outline_px)
    nose = QPainterPath(QPointF(centre.x() - radius_px * 0.13, centre.y() - outline_px * 0.993))
    nose.lineTo(centre.x(), centre.y() - radius_px * 1.19)
    nose.lineTo(centre.x() + radius_px * 0.13, centre.y() - outline_px * 0.993)
    painter.drawPath(nose)
    for side in (-1, 1):
        x_px = centre.x() + side * outline_px
        ear = QPainterPath(QPointF(x_px, centre.y() - radius_px * 0.16))
        ear.cubicTo(
            QPointF(x_px + side * radius_px * 0.11, centre.y() - radius_px * 0.2),
            QPointF(x_px + side * radius_px * 0.11, centre.y() + radius_px * 0.2),
            QPointF(x_px, centre.y() + radius_px * 0.16),
        )
        painter.drawPath(ear)
