"""What stands around the traces: row labels and values, the clock. Sizes follow the font."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from eegview.app.page.clock_grid import round_step_s, round_times_s
from eegview.app.page.row_styles import row_notice
from eegview.app.themes import Theme
from eegview.model.channel import ChannelKind
from eegview.model.text.language import tr
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import Overlay, ShownPage, ShownRow

_SMALL = 0.82  # of the base font
SMALLEST = 0.6  # of the small font; text below it cannot be read
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_gutter(
    painter: QPainter, page: ShownPage, overlay: Overlay, geometry: PageGeometry, theme: Theme, font: QFont
) -> None:
    """Write each row's label, under it its value at the cursor and its own scale where that differs from the page's.

    Where rows are too low for a second line, the scale (else the value) stands before the label; where they are lower
    than small text, nothing does: texts would lie on each other.
    """
    label_font = QFont(font)
    label_font.setWeight(QFont.Weight.DemiBold)
    small = QFont(font)
    small.setPixelSize(round(font.pixelSize() * _SMALL))
    line_px = QFontMetricsF(label_font).height()
    if geometry.row_height_px < line_px * 0.8:
        label_font.setPixelSize(max(6, round(label_font.pixelSize() * geometry.row_height_px / line_px)))
        line_px = QFontMetricsF(label_font).height()
    metrics = QFontMetricsF(label_font)
    width_px = geometry.left_px - 10
    has_room = geometry.row_height_px >= line_px * 1.85
    is_legible = geometry.row_height_px >= QFontMetricsF(small).height() * 0.8
    for i, shown in enumerate(page.rows):
        top_px = geometry.centre_of(i) - line_px / 2
        value = overlay.values[i] if i < len(overlay.values) else ""
        is_film = shown.row.kind in (ChannelKind.MOVEMENT, ChannelKind.SOUND)
        under = under_text(value, shown.scale_text, is_film, QFontMetricsF(small), width_px)
        if under and has_room:
            top_px -= line_px * 0.42
        painter.setFont(label_font)
        painter.setPen(
            QColor(theme.text_colour(shown.placement.colour) if shown.row.is_bad else shown.placement.colour)
        )
        is_selected = shown.row.label in overlay.selected_rows
        text = f"▸ {shown.row.label}" if is_selected else shown.row.label
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width_px)
        area = QRectF(2, top_px, width_px, line_px)
        painter.drawText(area, _RIGHT, text)
        if under and not has_room and is_legible:
            area.setWidth(width_px - metrics.horizontalAdvance(text) - 5)
            beside = under if is_film else shown.scale_text or value
            if not is_film or QFontMetricsF(small).horizontalAdvance(beside) <= area.width():
                _write_fitting(painter, area, beside, small, theme.quiet)
        if under and has_room:
            area = QRectF(2, top_px + line_px * 0.92, width_px, line_px)
            _write_fitting(painter, area, under, small, theme.quiet, Qt.AlignmentFlag.AlignTop)
    painter.setFont(font)


def under_text(value: str, scale: str, is_film: bool, metrics: QFontMetricsF, width_px: float) -> str:
    """Return what stands under a row's label: its value and its scale.

    is_film : it is of movement or sound: where both do not fit in small text, its value stands alone; of EEG the scale
        is never left out
    """
    both = " · ".join(text for text in (value, scale) if text)
    is_cut = is_film and bool(value) and metrics.horizontalAdvance(both) > width_px
    return value if is_cut else both


def _write_fitting(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    colour: str,
    vertical: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Write `text` to the right edge of `area`, smaller where it would not fit, never cut off; nothing without room."""
    fitting = QFont(font)
    share = area.width() / QFontMetricsF(font).horizontalAdvance(text)
    if share < SMALLEST:
        return
    if share < 1:
        fitting.setPixelSize(max(1, int(font.pixelSize() * share)))
    painter.setFont(fitting)
    painter.setPen(QColor(colour))
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | vertical | Qt.TextFlag.TextDontClip, text)


class GutterPicture:
    """The gutter as painted last; text is the dearest part of a page turn, and rarely changes from page to page."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._picture = QPixmap()

    def paint(
        self, painter: QPainter, page: ShownPage, overlay: Overlay, geometry: PageGeometry, theme: Theme, font: QFont
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        rows = tuple((s.row.label, s.placement.colour, s.scale_text) for s in page.rows)
        size = round(geometry.left_px), round(geometry.height_px)
        key = (rows, overlay.values, overlay.selected_rows, theme, font.key(), size, ratio, geometry.row_height_px)
        if key != self._key:
            self._key = key
            self._picture = QPixmap(round(size[0] * ratio), round(size[1] * ratio))
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(QColor(theme.page))
            with QPainter(self._picture) as onto:
                paint_gutter(onto, page, overlay, geometry, theme, font)
        painter.drawPixmap(0, 0, self._picture)


def paint_row_texts(painter: QPainter, page: ShownPage, geometry: PageGeometry, theme: Theme, font: QFont) -> None:
    """Write on each row why it has no trace, is marked bad, or is clipped."""
    small = QFont(font)
    small.setPixelSize(round(font.pixelSize() * _SMALL))
    painter.setFont(small)
    for i, shown in enumerate(page.rows):
        _paint_row_notice(painter, shown, geometry, i, theme)
    _paint_clipped_words(painter, page, geometry, theme)
    painter.setFont(font)


def _paint_row_notice(painter: QPainter, shown: ShownRow, geometry: PageGeometry, position: int, theme: Theme) -> None:
    text = row_notice(shown.row)
    if not text:
        return
    text = text if shown.row.is_available else tr("not available: {text}", text=text)
    metrics = QFontMetricsF(painter.font())
    width_px = metrics.horizontalAdvance(text) + 8
    top_px = geometry.centre_of(position) - metrics.height() / 2
    area = QRectF(geometry.left_px + 8, top_px, width_px, metrics.height())
    ground = QColor(theme.page)
    ground.setAlpha(220)
    painter.fillRect(area, ground)
    painter.setPen(QColor(theme.quiet))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _paint_clipped_words(painter: QPainter, page: ShownPage, geometry: PageGeometry, theme: Theme) -> None:
    """Write what the line under a clipped stretch means, once a row, where there is room above it."""
    metrics = QFontMetricsF(painter.font())
    if not page.result.clipped or geometry.row_height_px < metrics.height() * 1.2:
        return
    first_s: dict[int, float] = {}
    for row, span in page.result.clipped:
        part = span.intersection(page.span)
        if part is not None:
            first_s.setdefault(row, part.start_s)
    width_px = metrics.horizontalAdvance("clipped")
    painter.setPen(QColor(theme.trace_clipped))
    for i, shown in enumerate(page.rows):
        start_s = first_s.get(shown.placement.row)
        if start_s is not None:
            x_px = min(geometry.x_of(start_s) + 4, geometry.right_px - width_px - 4)
            line_px = geometry.centre_of(i) + geometry.row_height_px * 0.42
            painter.drawText(QPointF(x_px, line_px - metrics.descent()), "clipped")


def paint_axis(
    painter: QPainter,
    page: ShownPage,
    geometry: PageGeometry,
    theme: Theme,
    taken_px: Sequence[tuple[float, float]] = (),
) -> None:
    """Draw the edges of the traces and write the clock beneath.

    taken_px : from where to where other things are written there; labels they would cut are left out
    """
    painter.setPen(QColor(theme.line_strong))
    left_px = geometry.left_px - 0.5
    painter.drawLine(QPointF(left_px, geometry.top_px), QPointF(left_px, geometry.bottom_px))
    painter.drawLine(QPointF(geometry.left_px, geometry.bottom_px), QPointF(geometry.right_px, geometry.bottom_px))
    painter.setPen(QColor(theme.quiet))
    metrics = QFontMetricsF(painter.font())
    room_px = metrics.horizontalAdvance("00:00:00.00") + 12
    thin_s, strong_s = page.grid_s
    wanted_s = strong_s if page.span.duration_s >= 2 * strong_s else thin_s
    step_s = round_step_s(max(wanted_s, room_px / geometry.px_per_s))
    for time_s in round_times_s(page.span, step_s, page.clock_offset_s).tolist():
        if time_s >= page.span.stop_s:
            break
        x_px, text = geometry.x_of(time_s), page.clock_text(time_s)
        painter.drawLine(QPointF(x_px, geometry.bottom_px), QPointF(x_px, geometry.bottom_px + 5))
        width_px = metrics.horizontalAdvance(text) + 2
        left_px, right_px = x_px + 4, x_px + 4 + width_px
        is_free = all(right_px <= first_px or left_px >= last_px for first_px, last_px in taken_px)
        if is_free and right_px <= geometry.right_px:
            area = QRectF(left_px, geometry.bottom_px, width_px, geometry.axis_px)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
