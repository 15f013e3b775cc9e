"""Paint the treatment lane: axis of days, bars of drugs, columns of the diary, studies as dots."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from eegview.app.course.geometry import column_px, placed_labels
from eegview.app.course.lane_view import LaneBar, LaneView
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.ui.response.lane.places import LanePlaces

BAR_COLOURS = ("#2c6f94", "#7b52b4", "#8a5a13", "#2e7a4e", "#a8395f", "#55607a")
SPASM_COLOUR = "#c2410c"
_WINDOW_ALPHA = 34
_LEFT, _RIGHT, _CENTRE = (
    Qt.AlignmentFlag.AlignVCenter | side
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
)


def mixed(colour: str, ground: str, share: float) -> str:
    """Return `share` of a colour over a ground, "#rrggbb" both."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(g + (c - g) * min(max(share, 0.0), 1.0)):02x}" for c, g in pairs)


class LanePainter:
    """Paints one lane into a widget of a theme.

    bold : font of names; the painter's own is that of all else
    """

    def __init__(self, painter: QPainter, view: LaneView, places: LanePlaces, theme: Theme, font: QFont) -> None:
        self._painter, self._view, self._places, self._theme = painter, view, places, theme
        self._axis, self._bands = places.axis, places.bands
        self._font, self._bold = QFont(font), QFont(font)
        self._bold.setBold(True)
        self._metrics = QFontMetricsF(font)

    def paint(self) -> None:
        """Paint everything but what is under the mouse or the keyboard."""
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_window()
        self._paint_axis()
        self._paint_names()
        for number, row in enumerate(self._view.rows):
            for bar in row.bars:
                self._paint_bar(bar, self._colour_of(row.drug), self._places.bar_rect(number, bar))
        if not self._view.rows:
            box = QRectF(self._axis.left_px + 6, self._bands.bars[0].top_px, 600, self._bands.bars[0].height_px)
            self._write(box, "no treatment entered", self._theme.quiet)
        self._paint_diary()
        self._paint_free_run()
        self._paint_studies()

    def _colour_of(self, drug: str) -> str:
        names = list(dict.fromkeys(row.drug.casefold() for row in self._view.rows))
        return BAR_COLOURS[names.index(drug.casefold()) % len(BAR_COLOURS)]

    # parts

    def _write(self, box: QRectF, text: str, colour: str, flags: Qt.AlignmentFlag = _LEFT, bold: bool = False) -> None:
        painter = self._painter
        font = self._bold if bold else self._font
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0))
        painter.drawText(box, flags, shown)
        painter.setFont(self._font)

    def _line(self, colour: str, x0: float, y0: float, x1: float, y1: float, width_px: float = 1.0,
              style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:  # fmt: skip
        self._painter.setPen(QPen(QColor(colour), width_px, style))
        self._painter.drawLine(QLineF(x0, y0, x1, y1))

    def _paint_window(self) -> None:
        window, axis = self._view.window, self._axis
        if window is not None:
            shade = QColor(self._theme.accent)
            shade.setAlpha(_WINDOW_ALPHA)
            left_px, right_px = axis.left_of(window[0]), axis.right_of(window[1])
            top_px, bottom_px = self._bands.axis.bottom_px, self._bands.studies.bottom_px
            self._painter.fillRect(QRectF(left_px, top_px, right_px - left_px, bottom_px - top_px), shade)

    def _paint_axis(self) -> None:
        view, axis, theme, band = self._view, self._axis, self._theme, self._bands.axis
        label_px = max(self._metrics.horizontalAdvance(view.tick_text(d)) for d in (view.first_day, view.last_day)) + 14
        zero = view.start_day if view.start_day is not None else (view.studies[0].day if view.studies else 0)
        for day in axis.ticks(label_px, zero):
            x_px, is_zero = axis.left_of(day), day == view.start_day
            colour = theme.ink if is_zero else theme.line
            self._line(colour, x_px, band.bottom_px, x_px, self._bands.studies.bottom_px, 1.2 if is_zero else 1.0)
            box = QRectF(x_px - label_px / 2, band.top_px, label_px, band.height_px)
            if box.left() >= axis.left_px - label_px / 2 - 1 and box.right() <= axis.right_px + label_px / 2:
                self._write(box, view.tick_text(day), theme.ink if is_zero else theme.quiet, _CENTRE, is_zero)

    def _paint_names(self) -> None:
        width_px, theme, bands = self._axis.left_px - 12, self._theme, self._bands
        said: set[str] = set()
        for row, band in zip(self._view.rows, bands.bars, strict=False):
            if row.drug.casefold() not in said:
                said.add(row.drug.casefold())
                self._write(QRectF(4, band.top_px, width_px, band.height_px), row.drug, theme.ink, _LEFT, True)
        diary = QRectF(4, bands.diary.top_px, width_px, bands.diary.height_px)
        self._write(diary, "Diary: spasms / day", theme.ink, _LEFT, True)
        studies = QRectF(4, bands.studies.top_px, width_px, bands.studies.height_px)
        self._write(studies, "EEG, age", theme.ink, _LEFT, True)

    def _paint_bar(self, bar: LaneBar, colour: str, rect: QRectF) -> None:
        painter, theme = self._painter, self._theme
        is_planned = bar.placed.treatment.is_planned
        edge = theme.mark_colour(colour)
        fill = mixed(edge, theme.page, 0.12 if is_planned else bar.strength)
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(edge), 1.2, Qt.PenStyle.DashLine if is_planned else Qt.PenStyle.SolidLine))
        if bar.goes_on:  # an arrow: no last day is said
            tip_px = min(rect.height() / 2, rect.width())
            right_px, middle_px = rect.right(), rect.center().y()
            corners = (rect.topLeft(), QPointF(right_px - tip_px, rect.top()), QPointF(right_px, middle_px),
                       QPointF(right_px - tip_px, rect.bottom()), rect.bottomLeft())  # fmt: skip
            painter.drawPolygon(QPolygonF(list(corners)))
        else:
            painter.drawRoundedRect(rect, 2, 2)
        metrics = self._metrics if is_planned else QFontMetricsF(self._bold)
        inside = rect.adjusted(4, 0, -4, 0)
        fitting = next((text for text in bar.texts if metrics.horizontalAdvance(text) <= inside.width()), "")
        self._write(inside, fitting, theme.text_on(fill), _LEFT, not is_planned)

    def _paint_diary(self) -> None:
        view, band, theme = self._view, self._bands.diary, self._theme
        base_px = band.bottom_px - 1
        self._line(theme.edge, self._axis.left_px, base_px, self._axis.right_px, base_px)
        if not view.diary:
            box = QRectF(self._axis.left_px + 6, band.top_px, 600, band.height_px)
            self._write(box, "no diary of witnessed spasms entered", theme.quiet)
        most = view.most_spasms
        peak = next((day for day in view.diary if most and view.least(day) == most), None)
        for day, entry in view.diary.items():
            self._paint_entry(day, entry, view.scale_spasms, day == peak)

    def _paint_entry(self, day: int, entry: DiaryDay, most: int, is_named: bool) -> None:
        """Draw a day: a column for counted spasms, a hatched one where nobody counted, a ring for none, `?` unknown."""
        painter, theme, metrics = self._painter, self._theme, self._metrics
        area = self._places.day_rect(day)
        base_px, line_px = area.bottom() - 1, metrics.height() * 0.9
        width_px = max(min(area.width() * 0.66, 14.0), 1.5)
        left_px = area.center().x() - width_px / 2
        colour = QColor(theme.mark_colour(SPASM_COLOUR))
        if entry.witnessed is Witnessed.SOME:
            room_px = area.height() - line_px - 1
            count = self._view.least(day)
            height_px = column_px(count, most, room_px) if count is not None else room_px / 2
            column = QRectF(left_px, base_px - height_px, width_px, height_px)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(colour if count is not None else Qt.BrushStyle.NoBrush)
            painter.drawRect(column)
            if count is None:
                painter.fillRect(column, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            elif count > most:  # far above all others: cut, so that these can be seen
                cut = QRectF(left_px - 1, column.top() + height_px * 0.3, width_px + 2, max(height_px * 0.08, 2.0))
                painter.fillRect(cut, QColor(theme.page))
            text = self._view.count_text(day)
            if is_named or metrics.horizontalAdvance(text) <= area.width() - 1:
                box = QRectF(area.center().x() - 30, column.top() - line_px, 60, line_px)
                self._write(box, text, theme.text_colour(SPASM_COLOUR), _CENTRE)
        elif entry.witnessed is Witnessed.NONE:
            size_px = max(min(width_px, 6.0), 2.0)
            painter.setPen(QPen(QColor(theme.accent), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(area.center().x(), base_px - size_px / 2 - 1.5), size_px / 2, size_px / 2)
        else:
            self._write(QRectF(area.center().x() - 12, base_px - line_px, 24, line_px), "?", theme.quiet, _CENTRE)

    def _paint_free_run(self) -> None:
        run, band, theme, axis = self._view.free_run, self._bands.diary, self._theme, self._axis
        if run is None:
            return
        left_px, right_px = axis.left_of(run.first_day), min(axis.right_of(run.last_day), axis.right_px)
        y_px = band.top_px + self._metrics.height() + 2
        colour = theme.accent
        self._line(colour, left_px, y_px, right_px, y_px, 1.4, Qt.PenStyle.DashLine)
        self._line(colour, right_px, y_px - 5, right_px, y_px + 5, 2)
        room_px = axis.right_px - left_px
        text = run.text if self._metrics.horizontalAdvance(run.text) + 4 <= room_px else run.short
        width_px = self._metrics.horizontalAdvance(text) + 4
        x_px = max(min(max((left_px + right_px - width_px) / 2, left_px), axis.right_px - width_px), axis.left_px)
        box = QRectF(x_px, band.top_px, min(width_px, axis.right_px - axis.left_px), self._metrics.height())
        ground = QColor(theme.page)
        ground.setAlpha(215)
        self._painter.fillRect(box, ground)
        self._write(box, text, colour)

    def _paint_studies(self) -> None:
        view, axis, theme, painter = self._view, self._axis, self._theme, self._painter
        shown = sorted(view.studies, key=lambda study: study.day)
        middles = [axis.middle_of(study.day) for study in shown]
        bold = QFontMetricsF(self._bold)
        widths = [bold.horizontalAdvance(study.text) + 2 for study in shown]
        band = self._bands.studies
        gap_px = self._places.dot_rect(0).width() / 2 + 5
        edges = placed_labels(middles, widths, axis.left_px, axis.right_px, gap_px)
        for study, width_px, edge_px in zip(shown, widths, edges, strict=True):
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(QColor(theme.accent) if study.is_open else QColor(theme.page))
            painter.drawEllipse(self._places.dot_rect(study.day))
            if edge_px is not None:
                self._write(QRectF(edge_px, band.top_px, width_px, band.height_px), study.text, theme.ink, _LEFT, True)
        if view.unplaced:
            text = tr("{unplaced}: day not known", unplaced=", ".join(view.unplaced))
            box = QRectF(axis.left_px, band.top_px, axis.right_px - axis.left_px, band.height_px)
            self._write(box, text, theme.quiet, _RIGHT)
