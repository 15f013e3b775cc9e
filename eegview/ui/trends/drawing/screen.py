"""What lies over and beside the pictures of panels: cursor, page, candidates, values, reasons, the colour bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from eegview.app.trends.colour_maps import sequential
from eegview.model.span import Span
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.curves import curve_colours
from eegview.ui.trends.drawing.geometry import GAP_PX, Columns, Placed
from eegview.ui.trends.drawing.gutter import paint_values
from eegview.ui.trends.drawing.panels import Kind, Panel
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.drawing.readouts import Readout, readout
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import why_nothing

CANDIDATE_COLOUR = "#6d28a8"
_CURSOR_PX = 2.0


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen as it is laid out now."""

    columns: Columns
    look: Look
    font: QFont

    def paint_over(
        self, painter: QPainter, bottom: float, page: Span | None, hover_px: float | None, cursor_s: float
    ) -> None:
        """Draw the page, the hovered time and the cursor over everything."""
        theme, columns = self.look.theme, self.columns
        painter.save()
        painter.setClipRect(QRectF(columns.left_px - 1, 0, columns.plot_px + 2, bottom))
        if page is not None:
            left, right = columns.x_of(page.start_s), columns.x_of(page.stop_s)
            box = QRectF(left, 0, max(right - left, 2.0), bottom)
            fill = QColor(theme.accent)
            fill.setAlpha(44)
            painter.fillRect(box, fill)
            if box.width() > 6:
                painter.setPen(QPen(QColor(theme.accent), 1))
                painter.drawLine(box.topLeft(), box.bottomLeft())
                painter.drawLine(box.topRight(), box.bottomRight())
        if hover_px is not None:
            painter.setPen(QPen(QColor(theme.quiet), 1))
            painter.drawLine(QPointF(hover_px, 0), QPointF(hover_px, bottom))
        x = columns.x_of(cursor_s)
        painter.setPen(QPen(QColor(theme.page), _CURSOR_PX + 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        painter.setPen(QPen(QColor(theme.accent), _CURSOR_PX))
        painter.drawLine(QPointF(x, 0), QPointF(x, bottom))
        painter.restore()

    def paint_readouts(self, painter: QPainter, layout: Sequence[Placed], study: ShownStudy, cursor_s: float) -> None:
        """Write what each panel says at the cursor."""
        for one in layout:
            if why_nothing(one.panel, study):
                continue
            found = readout(one.panel, study, cursor_s)
            colours = self._colours_of(one.panel, found)
            paint_values(painter, one, self.columns, self.look.theme, self.font, found, colours)

    def _colours_of(self, panel: Panel, found: Readout) -> list[str]:
        """Return the colours of a readout's lines, "" for quiet ones."""
        theme = self.look.theme
        curves = curve_colours(panel, theme)
        colours = [theme.text_colour(curves[place]) if place is not None else "" for place in found.curves]
        return [(colours[0] if colours else "") or theme.ink, *colours[1:]]

    def paint_why(self, painter: QPainter, area: QRectF, why: str) -> None:
        """Write a sentence in the place of a panel."""
        theme = self.look.theme
        painter.fillRect(area, QColor(theme.ground))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(theme.quiet))
        painter.setFont(self.font)
        box = area.adjusted(8, 0, -8, 0)
        metrics = QFontMetricsF(self.font)
        wrap = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        if metrics.boundingRect(box, wrap, why).height() > box.height():
            painter.setFont(small_font(self.font))
            if QFontMetricsF(painter.font()).boundingRect(box, wrap, why).height() > box.height():
                wrap, why = (
                    int(Qt.AlignmentFlag.AlignVCenter),
                    metrics.elidedText(why, Qt.TextElideMode.ElideRight, box.width()),
                )
        painter.drawText(box, wrap, why)

    def paint_bar(self, painter: QPainter, one: Placed) -> None:
        """Draw the colour bar of power under the values of a spectrogram, where there is room."""
        columns, small = self.columns, small_font(self.font)
        metrics = QFontMetricsF(small)
        bold = QFontMetricsF(self.font).height() + 2 * metrics.height()
        width = columns.width_px - columns.right_px - 20
        if one.height_px < bold + metrics.height() + 10 or width < 40:
            return
        low, high = self.look.level_db
        top = one.bottom_px - metrics.height() - 8
        left = columns.right_px + 8
        for x in range(int(width)):
            painter.fillRect(QRectF(left + x, top, 1.2, 7), QColor(int(sequential()[round(x / width * 255)])))
        painter.setFont(small)
        painter.setPen(QColor(self.look.theme.quiet))
        box = QRectF(left, top + 8, width, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"{low:.0f}".replace("-", "−"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"{high:.0f} dB")

    def paint_candidates(self, painter: QPainter, layout: Sequence[Placed], study: ShownStudy) -> None:
        """Draw each candidate as a band over all panels; colours of power are not tinted."""
        if not layout:
            return
        theme, columns = self.look.theme, self.columns
        top, bottom = layout[0].top_px - GAP_PX, layout[-1].bottom_px + GAP_PX
        colour = QColor(theme.mark_colour(CANDIDATE_COLOUR))
        painter.save()
        painter.setClipRect(QRectF(columns.left_px, top, columns.plot_px, bottom - top))
        fill = QColor(colour)
        fill.setAlpha(26)
        opaque = [one for one in layout if one.panel.kind in (Kind.SPECTROGRAM, Kind.DIFFERENCES)]
        for candidate in study.candidates:
            left, right = columns.x_of(candidate.span.start_s), columns.x_of(candidate.span.stop_s)
            box = QRectF(left, top, max(right - left, 3.0), bottom - top)
            reached = top
            for one in opaque:
                painter.fillRect(QRectF(left, reached, box.width(), one.top_px - reached), fill)
                reached = one.bottom_px
            painter.fillRect(QRectF(left, reached, box.width(), bottom - reached), fill)
            painter.setPen(QPen(colour, 1.2))
            dashes = range(round(top), round(bottom), 9)  # a long line with a dashed pen takes milliseconds
            painter.drawLines([QLineF(x, y, x, y + 5) for x in (box.left(), box.right()) for y in dashes])
        painter.restore()
