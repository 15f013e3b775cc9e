"""What a suggestion is made of, beside the mouse: the score in its terms, each with what was measured."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.suggestions.reasons import TermBars
from eegview.ui.suggestions.texts import folded, value_text
from eegview.ui.suggestions.view_data import ShownTerm

FOOT = "Suggestion of a research detector. Nothing counts until a person accepts it."
_EDGE_PX = 8


class SuggestionCard(QFrame):
    """Lies over the page while the mouse is on a suggestion's name or edge; it takes no clicks."""

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__(page)
        self.setObjectName("suggestion.card")
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        self.head, self.facts, self.rest, self.foot = QLabel(), QLabel(), QLabel(), QLabel(FOOT)
        self.head.setObjectName("suggestion.card.head")
        self.head.setProperty("role", "title")
        self.facts.setObjectName("suggestion.card.facts")
        self.foot.setProperty("role", "caption")
        self.facts.setProperty("role", "quiet")
        self.rest.setObjectName("suggestion.card.rest")
        self.rest.setProperty("role", "quiet")
        for label in (self.head, self.facts, self.rest, self.foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bars = TermBars(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for widget in (self.head, self.facts, self.bars, self.rest, self.foot):
            layout.addWidget(widget)
        self.hide()

    def show_suggestion(self, shown: ShownSuggestion, facts: str, theme: Theme, at_px: QPointF) -> None:
        """Show a suggestion near a point of the page. facts : whose it is and what is to be known of the run"""
        self.head.setText(f"{shown.name} {shown.detection.score:.2f}")
        self.facts.setText(facts)
        terms = shown.detection.terms
        self.bars.set_theme(theme)
        most, rest = folded([ShownTerm(term.name, value_text(term), term.points) for term in terms])
        self.bars.show_terms(most)
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.bars.setVisible(bool(terms))
        self.adjustSize()
        page = self._page
        x_px = min(at_px.x() + 14, page.width() - self.width() - _EDGE_PX)
        y_px = min(at_px.y() + 18, page.height() - self.height() - _EDGE_PX)
        self.move(round(max(x_px, _EDGE_PX)), round(max(y_px, _EDGE_PX)))
        self.show()
        self.raise_()
