"""The reasons for a score as bars: what was found, how strongly, and what it adds or takes away."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.ui.suggestions.texts import is_baseline
from eegview.ui.suggestions.view_data import ShownTerm

_NAME_SHARE = 0.82  # of a line, at most, beside the value; the rest is for the bar


class TermBars(QWidget):
    """The terms, one a line: name, a bar for the points (right for, hatched left against), value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.terms")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._terms: tuple[ShownTerm, ...] = ()

    @property
    def terms(self) -> tuple[ShownTerm, ...]:
        return self._terms

    def show_terms(self, terms: Sequence[ShownTerm]) -> None:
        self._terms = tuple(terms)
        self.setAccessibleDescription("; ".join(f"{t.name}: {t.value}" for t in terms))
        self.setToolTip("\n".join(f"{t.name}: {t.value}".rstrip(": ") for t in terms))  # a name may be cut
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _line_px(self) -> float:
        return self.fontMetrics().height() * 1.35

    def sizeHint(self) -> QSize:
        return QSize(260, round(self._line_px() * len(self._terms)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    @property
    def natural_px(self) -> int:
        """Return the width in which no name is cut."""
        bold = QFont(self.font())
        bold.setBold(True)
        name_px = max((self.fontMetrics().horizontalAdvance(term.name) for term in self._terms), default=0)
        value_px = max((QFontMetricsF(bold).horizontalAdvance(term.value) for term in self._terms), default=0.0)
        return round((name_px + 12) / _NAME_SHARE + value_px + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._terms:
            return
        painter = QPainter(self)
        bold = QFont(self.font())
        bold.setBold(True)
        plain_px, bold_px = QFontMetricsF(self.font()), QFontMetricsF(bold)
        value_px = max(bold_px.horizontalAdvance(term.value) for term in self._terms) + 10
        longest_px = max(plain_px.horizontalAdvance(term.name) for term in self._terms) + 10
        name_px = min(longest_px, (self.width() - value_px) * _NAME_SHARE)
        track = QRectF(name_px, 0, max(self.width() - name_px - value_px, 20), self._line_px())
        # what every suggestion begins with would dwarf the reasons
        points = [abs(term.points) for term in self._terms if not is_baseline(term.name)]
        most = max(points, default=0.0) or max(abs(term.points) for term in self._terms) or 1.0
        has_against = any(term.points < 0 for term in self._terms)
        zero_px = track.left() + (track.width() * 0.3 if has_against else 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, term in enumerate(self._terms):
            line = QRectF(0, number * self._line_px(), self.width(), self._line_px())
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.ink))
            # cut in the middle: the end may tell the side, or that it is of the second look
            name = plain_px.elidedText(term.name, Qt.TextElideMode.ElideMiddle, name_px - 8)
            painter.drawText(QRectF(0, line.top(), name_px, line.height()), middle | Qt.AlignmentFlag.AlignLeft, name)
            self._paint_bar(
                painter, term.points / most, QRectF(track.left(), line.top(), track.width(), line.height()), zero_px
            )
            painter.setFont(bold)
            painter.setPen(QColor(self._theme.ink))
            where = QRectF(self.width() - value_px, line.top(), value_px, line.height())
            painter.drawText(where, middle | Qt.AlignmentFlag.AlignRight, term.value)

    def _paint_bar(self, painter: QPainter, share: float, track: QRectF, zero_px: float) -> None:
        height_px = max(track.height() * 0.28, 4)
        top_px = track.center().y() - height_px / 2
        painter.fillRect(QRectF(track.left(), top_px, track.width(), height_px), QColor(self._theme.line))
        if share >= 0:
            room_px = track.right() - zero_px
            painter.fillRect(QRectF(zero_px, top_px, room_px * share, height_px), QColor(self._theme.accent))
        else:
            length_px = max((zero_px - track.left()) * min(-share, 1.0), 2)
            against = QRectF(zero_px - length_px, top_px, length_px, height_px)
            painter.fillRect(against, QColor(self._theme.page))
            painter.fillRect(against, QBrush(QColor(self._theme.danger), Qt.BrushStyle.Dense4Pattern))
            if share < -1.0:  # it goes on beyond the edge: a gap says so
                painter.fillRect(QRectF(against.left() + 5, top_px, 3, height_px), QColor(self._theme.page))
