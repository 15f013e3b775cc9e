"""The clock that all panels share, with flags for the cursor and for candidates above it."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.page.overview import clock_ticks
from eegview.app.scoring.epoch_context import nearest_spasm_text
from eegview.app.themes import Theme
from eegview.app.trends.candidates import WHY_MEANS
from eegview.model.text.language import tr
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.drawing.geometry import Columns
from eegview.ui.trends.drawing.screen import CANDIDATE_COLOUR
from eegview.ui.trends.drawing.shown_study import ShownStudy

_PAD_PX = 5.0


class ClockRow(QWidget):
    """Two lines above the panels: flags, then round clock times.

    columns : returns where time lies, the same as in the panels below
    """

    time_asked = Signal(float)
    candidate_asked = Signal(int)

    def __init__(self, columns: Callable[[], Columns], theme: Callable[[], Theme]) -> None:
        super().__init__()
        self.setObjectName("trends.clock")
        self.setAccessibleName(tr("Clock of the trends"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns, self._theme = columns, theme
        self._study: ShownStudy | None = None
        self._cursor_s = 0.0
        self._hover_s: float | None = None
        self._flags: tuple[tuple[QRectF, int], ...] = ()  # of the candidates, as they were drawn last

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.fontMetrics().height() * 2.4) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def show_study(self, study: ShownStudy | None) -> None:
        self._study = study
        self.update()

    def show_cursor(self, time_s: float) -> None:
        self._cursor_s = time_s
        self.update()

    def show_hover(self, time_s: float | None) -> None:
        self._hover_s = time_s
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, study = QPainter(self), self._theme(), self._study
        painter.fillRect(self.rect(), QColor(theme.page))
        if study is None:
            return
        columns, bold = self._columns(), QFont(self.font())
        bold.setBold(True)
        line = QFontMetricsF(bold).height()
        foot = QRectF(0, self.height() - line - 3, columns.width_px, line)
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        painter.drawText(
            foot.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tr("Clock") if study.started_at else tr("Time")
        )
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(theme.quiet))
        beside = QRectF(columns.right_px + 8, foot.top(), columns.width_px - columns.right_px - 8, line)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, tr("At cursor"))
        self._paint_ticks(painter, columns, study, foot)
        painter.setFont(bold)
        self._paint_candidates(painter, columns, study, line)
        if columns.left_px - 1 <= columns.x_of(self._cursor_s) <= columns.right_px + 1:
            text = study.clock(self._cursor_s)
            x, top = columns.x_of(self._cursor_s), foot.top() - 1
            self._flag(painter, columns, x, top, line + 2, text, theme.accent, theme.accent_ink)

    def _covered(self, columns: Columns) -> list[QRectF]:
        """Return what the times of cursor and mouse cover of the line of ticks."""
        study, bold = self._study, QFont(self.font())
        bold.setBold(True)
        times_s = [time_s for time_s in (self._cursor_s, self._hover_s) if time_s is not None]
        if study is None:
            return []
        width = QFontMetricsF(bold).horizontalAdvance
        return [self._box(columns, columns.x_of(one), 0, 1, width(study.clock(one))) for one in times_s]

    def _paint_ticks(self, painter: QPainter, columns: Columns, study: ShownStudy, foot: QRectF) -> None:
        theme = self._theme()
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        label_px = metrics.horizontalAdvance("00:00:00")
        per_s = columns.plot_px / max(columns.span.duration_s, 1e-9)
        written_to, covered = columns.left_px - 1, self._covered(columns)
        for time_s, text in clock_ticks(columns.span, study.started_at, per_s, label_px * 1.5):
            x = columns.x_of(time_s)
            painter.setPen(QPen(QColor(theme.line_strong), 1))
            painter.drawLine(QPointF(x, foot.bottom()), QPointF(x, self.height()))
            half = metrics.horizontalAdvance(text) / 2
            left = min(max(x - half, columns.left_px), columns.right_px - 2 * half)
            is_hidden = any(left < box.right() + 4 and left + 2 * half > box.left() - 4 for box in covered)
            if left >= written_to and not is_hidden:
                painter.setPen(QColor(theme.quiet))
                painter.drawText(
                    QRectF(left, foot.top(), 2 * half + 2, foot.height()), Qt.AlignmentFlag.AlignVCenter, text
                )
                written_to = left + 2 * half + 6
        if self._hover_s is not None:
            text = study.clock(self._hover_s)
            self._flag(
                painter, columns, columns.x_of(self._hover_s), foot.top(), foot.height(), text, theme.page, theme.quiet
            )

    def _paint_candidates(self, painter: QPainter, columns: Columns, study: ShownStudy, line: float) -> None:
        """Name the candidates, all in the longest form that leaves none out; the row says what they are."""
        theme, metrics = self._theme(), QFontMetricsF(painter.font())
        colour, self._flags = theme.mark_colour(CANDIDATE_COLOUR), ()
        spans = [(number, one.span.intersection(columns.span)) for number, one in enumerate(study.candidates, start=1)]
        in_sight = [  # over the middle of what is in sight of them
            (number, columns.x_of((span.start_s + span.stop_s) / 2)) for number, span in spans if span is not None
        ]
        for form in ("BASED candidate {}", "BASED {}", "{}"):
            texts = [(number, x, form.format(number)) for number, x in in_sight]
            boxes = [self._box(columns, x, 2, line + 2, metrics.horizontalAdvance(text)) for _number, x, text in texts]
            if not _overlap(boxes):
                break
        else:
            texts, boxes = _without_overlap(texts, boxes)
        for _number, x, text in texts:
            self._flag(painter, columns, x, 2, line + 2, text, colour, theme.text_on(colour))
        self._flags = tuple((box, number) for box, (number, _x, _text) in zip(boxes, texts, strict=True))
        if study.candidates:
            painter.save()
            painter.setFont(small_font(self.font()))
            painter.setPen(QColor(theme.quiet))
            caption = QFontMetricsF(painter.font()).elidedText(
                tr("BASED candidates"), Qt.TextElideMode.ElideRight, columns.left_px - 16
            )
            painter.drawText(QRectF(8, 2, columns.left_px - 8, line + 2), Qt.AlignmentFlag.AlignVCenter, caption)
            painter.restore()

    def _box(self, columns: Columns, x: float, top: float, height: float, text_px: float) -> QRectF:
        width = text_px + 2 * _PAD_PX
        left = min(max(x - width / 2, columns.left_px), max(columns.right_px - width, columns.left_px))
        return QRectF(left, top, width, height)

    def _flag(
        self, painter: QPainter, columns: Columns, x: float, top: float, height: float, text: str, fill: str, ink: str
    ) -> QRectF:
        box = self._box(columns, x, top, height, QFontMetricsF(painter.font()).horizontalAdvance(text))
        painter.setPen(QPen(QColor(ink if fill == self._theme().page else fill), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box

    def _candidate_at(self, at: QPointF) -> int | None:
        return next((number for box, number in self._flags if box.contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        number, columns = self._candidate_at(event.position()), self._columns()
        if number is not None:
            self.candidate_asked.emit(number)
        elif columns.is_on_plot(event.position().x()):
            self.time_asked.emit(columns.time_of(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.time_asked.emit(self._columns().time_of(event.position().x()))

    def event(self, event) -> bool:
        if isinstance(event, QHelpEvent) and self._study is not None:
            number = self._candidate_at(QPointF(event.pos()))
            if number is not None:
                QToolTip.showText(event.globalPos(), candidate_text(self._study, number), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


def _overlap(boxes: Sequence[QRectF]) -> bool:
    ordered = sorted(boxes, key=lambda box: box.left())
    return any(one.right() + 3 > other.left() for one, other in pairwise(ordered))


def _without_overlap(
    texts: Sequence[tuple[int, float, str]], boxes: Sequence[QRectF]
) -> tuple[list[tuple[int, float, str]], list[QRectF]]:
    """Return those that lie over none before them; the others have their bands."""
    kept: list[int] = []
    for place in range(len(boxes)):
        if not _overlap([boxes[place], *(boxes[one] for one in kept)]):
            kept.append(place)
    return [texts[one] for one in kept], [boxes[one] for one in kept]


def candidate_text(study: ShownStudy, number: int) -> str:
    """Return why an epoch is a candidate, with its state and how far the nearest spasm is."""
    candidate = study.candidates[number - 1]
    state = candidate.state or tr("not staged")
    span = f"{study.clock(candidate.span.start_s)} – {study.clock(candidate.span.stop_s)}"
    lines = (
        tr("BASED candidate {number}: {span}", number=number, span=span),
        " · ".join((state, *candidate.why)),
        nearest_spasm_text(candidate.nearest_spasm_s),
        *WHY_MEANS,
    )
    return "\n".join((*lines, tr("Proposed to be read first, not scored. B opens it in the scoring workbench.")))
