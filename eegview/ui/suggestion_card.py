"""What a suggestion is made of, beside the mouse: the score in its terms, each with what was measured."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.detection import ScoreTerm
from eegview.ui.suggestion_painter import ShownSuggestion

FOOT = "Suggestion of a research detector. Nothing counts until a person accepts it."
_EDGE_PX = 8


class TermBars(QWidget):
    """One line a term: its name, a bar as long as what it adds to the score, the measured value."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._terms: tuple[ScoreTerm, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def terms(self) -> tuple[ScoreTerm, ...]:
        return self._terms

    def show_terms(self, terms: Sequence[ScoreTerm], theme: Theme) -> None:
        self._terms, self._theme = tuple(terms), theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        name_px = max((metrics.horizontalAdvance(term.name) for term in self._terms), default=0)
        return QSize(name_px + metrics.averageCharWidth() * 30, round(metrics.height() * 1.5) * len(self._terms))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, metrics = QPainter(self), self._theme, self.fontMetrics()
        line_px = round(metrics.height() * 1.5)
        value_px = metrics.averageCharWidth() * 13
        bar_px = metrics.averageCharWidth() * 14
        name_px = self.width() - value_px - bar_px - 12
        most = max((abs(term.points) for term in self._terms), default=0.0) or 1.0
        for number, term in enumerate(self._terms):
            y_px = number * line_px
            painter.setPen(QColor(theme.ink))
            name = metrics.elidedText(term.name, Qt.TextElideMode.ElideRight, name_px)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y_px, name_px, line_px), middle, name)
            middle_px = name_px + 6 + bar_px / 2
            painter.fillRect(QRectF(name_px + 6, y_px + line_px / 2 - 1, bar_px, 2), QColor(theme.line))
            length_px = term.points / most * bar_px / 2
            area = QRectF(min(middle_px, middle_px + length_px), y_px + line_px * 0.32, abs(length_px), line_px * 0.36)
            painter.fillRect(area, QColor(theme.accent if term.points >= 0 else theme.warning))
            painter.setPen(QColor(theme.line_strong))
            painter.drawLine(QPointF(middle_px, y_px + 3), QPointF(middle_px, y_px + line_px - 3))
            painter.setPen(QColor(theme.quiet))
            text = f"{term.value:.3g} {term.unit}".strip().replace("-", "−")
            area = QRectF(self.width() - value_px, y_px, value_px, line_px)
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, text)


class SuggestionCard(QFrame):
    """Lies over the page while the mouse is on a suggestion's name or edge; it takes no clicks."""

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__(page)
        self.setObjectName("suggestion.card")
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        self.head, self.facts, self.foot = QLabel(), QLabel(), QLabel(FOOT)
        self.head.setObjectName("suggestion.card.head")
        self.head.setProperty("role", "title")
        self.facts.setObjectName("suggestion.card.facts")
        self.foot.setProperty("role", "caption")
        self.facts.setProperty("role", "quiet")
        for label in (self.head, self.facts, self.foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bars = TermBars(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for widget in (self.head, self.facts, self.bars, self.foot):
            layout.addWidget(widget)
        self.hide()

    def show_suggestion(self, shown: ShownSuggestion, facts: str, theme: Theme, at_px: QPointF) -> None:
        """Show a suggestion near a point of the page. facts : whose it is and what is to be known of the run"""
        self.head.setText(f"{shown.name} {shown.detection.score:.2f}")
        self.facts.setText(facts)
        self.bars.show_terms(shown.detection.terms, theme)
        self.bars.setVisible(bool(shown.detection.terms))
        self.adjustSize()
        page = self._page
        x_px = min(at_px.x() + 14, page.width() - self.width() - _EDGE_PX)
        y_px = min(at_px.y() + 18, page.height() - self.height() - _EDGE_PX)
        self.move(round(max(x_px, _EDGE_PX)), round(max(y_px, _EDGE_PX)))
        self.show()
        self.raise_()
