"""The reasons for a score as bars: what was found, how strongly, and what it adds or takes away."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eegview.app.themes import Theme
from eegview.ui.suggestions.texts import is_baseline
from eegview.ui.suggestions.view_data import ShownTerm

_NAME_SHARE = 0.82  # of a line, at most, beside the value; the rest is for the bar
MOST_LINES = 3  # of a name


class TermBars(QWidget):
    """The terms, one below the other: name, a bar for the points (right for, hatched left against), value.

    A name that is too long for its column takes further lines.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.terms")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme = theme
        self._terms: tuple[ShownTerm, ...] = ()
        self._most_lines = MOST_LINES

    @property
    def terms(self) -> tuple[ShownTerm, ...]:
        return self._terms

    def show_terms(self, terms: Sequence[ShownTerm], most_lines: int = MOST_LINES) -> None:
        """Show terms; a name that takes more than so many lines is cut."""
        self._terms = tuple(terms)
        self._most_lines = most_lines
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
        width_px = max(260, self.minimumWidth())
        return QSize(width_px, self.heightForWidth(width_px))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width_px: int) -> int:
        return round(sum(self._height_px(len(lines)) for lines in self.name_lines(width_px)))

    def _height_px(self, n_lines: int) -> float:
        return self._line_px() + (n_lines - 1) * self.fontMetrics().height()

    def name_lines(self, width_px: float) -> list[list[str]]:
        """Return the lines of each name at a width; cut in the middle only where they would be too many."""
        if not self._terms:
            return []
        metrics = QFontMetricsF(self.font())
        room_px = self._name_px(width_px) - 8
        return [_wrapped(term.name, metrics, room_px, self._most_lines) for term in self._terms]

    def _name_px(self, width_px: float) -> float:
        longest_px = max(QFontMetricsF(self.font()).horizontalAdvance(term.name) for term in self._terms) + 10
        return min(longest_px, (width_px - self._value_px()) * _NAME_SHARE)

    def _value_px(self) -> float:
        bold = QFont(self.font())
        bold.setBold(True)
        return max(QFontMetricsF(bold).horizontalAdvance(term.value) for term in self._terms) + 10

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(self._line_px() * len(self._terms)))

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
        value_px, name_px = self._value_px(), self._name_px(self.width())
        text_px = QFontMetricsF(self.font()).height()
        track = QRectF(name_px, 0, max(self.width() - name_px - value_px, 20), self._line_px())
        # what every suggestion begins with would dwarf the reasons
        points = [abs(term.points) for term in self._terms if not is_baseline(term.name)]
        most = max(points, default=0.0) or max(abs(term.points) for term in self._terms) or 1.0
        has_against = any(term.points < 0 for term in self._terms)
        zero_px = track.left() + (track.width() * 0.3 if has_against else 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        top_px = 0.0
        for term, lines in zip(self._terms, self.name_lines(self.width()), strict=True):
            line = QRectF(0, top_px, self.width(), self._line_px())
            top_px += self._height_px(len(lines))
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.ink))
            for number, text in enumerate(lines):
                where = QRectF(0, line.top() + number * text_px, name_px, line.height())
                painter.drawText(where, middle | Qt.AlignmentFlag.AlignLeft, text)
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


def _wrapped(text: str, metrics: QFontMetricsF, room_px: float, most: int) -> list[str]:
    """Return the lines of a text, broken between words; what would go beyond the last one is cut in the middle.

    In the middle, as the end may tell the side, or that it is of the second look.
    """
    lines, words = [""], text.split()
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > room_px:
            if len(lines) == most:
                lines[-1] = " ".join([lines[-1], *words])
                break
            lines.append("")
        else:
            lines[-1] = longer
            words.pop(0)
    return [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room_px) for line in lines]
