"""The amplitude of each row at its end: the median peak to peak of the epoch against the scale's limit."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.page.trace_view import TraceView

_BAR_SHARE, _MOST_BAR_PX = 0.42, 9.0
_HIGH_COLOUR = "#c2410c"
_WIDE_LINES = 100  # a window as wide as so many lines are high has room for the longest heading
_HEADINGS = (tr("Automatic p-p in 2 s, µV"), tr("Automatic p-p, µV"), tr("p-p, µV"))  # the longest that has room
AUTOMATIC = tr(
    "Median peak to peak in windows of 2 s over the whole epoch. It is automatic and not part of the score: 2 s hold "
    "several waves, and spikes, so it is at least as large as each of them. Measure a background wave with the caliper."
)


@dataclass(frozen=True, slots=True)
class ShownAmplitude:
    """One row.

    median_uv : None where it could not be measured; `note` says why
    """

    label: str
    median_uv: float | None
    limit_uv: float | None
    is_posterior: bool
    is_high: bool
    tip: str
    note: str = ""


class AmplitudeColumn(QWidget):
    """Stands at the right of the page, its bars at the height of the rows.

    page : whose rows they are
    """

    def __init__(self, page: TraceView, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("score.amplitudes")
        self.setAccessibleName(tr("Amplitude of each row"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._page, self._theme = page, theme
        self._rows: dict[str, ShownAmplitude] = {}
        self._note = ""
        page.resized.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        is_wide = self.window().width() > metrics.height() * _WIDE_LINES
        return QSize(metrics.horizontalAdvance(_HEADINGS[0 if is_wide else 1]) + 20, 200)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def show_rows(self, rows: tuple[ShownAmplitude, ...], note: str = "") -> None:
        """Show the rows of an epoch; `note` stands instead of them while they are measured."""
        self._rows, self._note = {row.label: row for row in rows}, note
        said = [f"{row.label} {row.median_uv:.0f} µV" for row in rows if row.median_uv is not None]
        self.setAccessibleDescription(note or ", ".join(said))
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            tip = row.tip if row is not None else AUTOMATIC
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def _row_at(self, y_px: float) -> ShownAmplitude | None:
        geometry, page = self._page.geometry_of_page(), self._page.shown_page
        position = geometry.position_at(y_px) if geometry is not None else None
        return None if page is None or position is None else self._rows.get(page.rows[position].row.label)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme()
        painter.fillRect(event.rect(), QColor(theme.page))
        geometry, page = self._page.geometry_of_page(), self._page.shown_page
        if geometry is None or page is None:
            return
        small = QFont(self.font())
        small.setPixelSize(round(self.font().pixelSize() * 0.82))
        painter.setFont(small)
        painter.setPen(QColor(theme.quiet))
        heading = QRectF(8, 0, self.width() - 12, geometry.top_px)
        metrics = QFontMetricsF(small)
        text = next((one for one in _HEADINGS if metrics.horizontalAdvance(one) <= heading.width()), _HEADINGS[-1])
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, text)
        if self._note:
            area = QRectF(8, geometry.top_px + 4, self.width() - 14, 200)
            painter.drawText(area, int(Qt.TextFlag.TextWordWrap), self._note)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most_uv = max((row.limit_uv or 0.0 for row in self._rows.values()), default=0.0) * 1.6 or 480.0
        value_px = QFontMetricsF(self._bold()).horizontalAdvance("1,000") + 4
        for position, shown in enumerate(page.rows):
            row = self._rows.get(shown.row.label)
            if row is not None:
                centre_px = geometry.centre_of(position)
                self._paint_row(painter, row, centre_px, geometry.row_height_px, most_uv, value_px, theme)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _paint_row(
        self,
        painter: QPainter,
        row: ShownAmplitude,
        centre_px: float,
        height_px: float,
        most_uv: float,
        value_px: float,
        theme: Theme,
    ) -> None:
        right_px = self.width() - 6.0
        font = self._bold() if row.is_high else QFont(self.font())
        if QFontMetricsF(font).height() > height_px:
            font.setPixelSize(max(7, int(font.pixelSize() * height_px / QFontMetricsF(font).height())))
        painter.setFont(font)
        area = QRectF(8, centre_px - height_px / 2, right_px - 8, height_px)
        if row.median_uv is None:
            painter.setPen(QColor(theme.quiet))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.note or "–")
            return
        bar_px = max(area.width() - value_px - 6, 10.0)
        thick_px = min(height_px * _BAR_SHARE, _MOST_BAR_PX)
        bar = QRectF(8, centre_px - thick_px / 2, bar_px, thick_px)
        painter.fillRect(bar, QColor(theme.line))
        colour = QColor(theme.mark_colour(_HIGH_COLOUR if row.is_high else theme.quiet))
        filled = QRectF(bar.left(), bar.top(), bar_px * min(row.median_uv / most_uv, 1.0), thick_px)
        if row.is_posterior:
            painter.fillRect(filled, QColor(theme.page))
            painter.fillRect(filled, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(colour, 1))
            painter.drawRect(filled)
        else:
            painter.fillRect(filled, colour)
        if row.limit_uv is not None:
            x_px = bar.left() + bar_px * min(row.limit_uv / most_uv, 1.0)
            style = Qt.PenStyle.DotLine if row.is_posterior else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(theme.ink), 1.5, style))
            painter.drawLine(QLineF(x_px, bar.top() - 3, x_px, bar.bottom() + 3))
        painter.setPen(QColor(theme.text_colour(_HIGH_COLOUR) if row.is_high else theme.ink))
        text = f"{row.median_uv:,.0f}"
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
