"""A suggestion under the mouse: a card says why, a click on its name chooses it, the page's menu offers verdicts."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.model.suggestion.judgement import Verdict
from eegview.model.text.language import tr
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.page.trace_view import TraceView
from eegview.ui.suggestions.term_bars import TermBars
from eegview.ui.suggestions.texts import folded, shown_terms
from eegview.ui.widgets.mnemonics import as_heading

EDGE_PX = 4.0
FOOT = tr("Suggestion of a research detector. Nothing counts until a person accepts it.")
_CARD_EDGE_PX = 8
_TEXT_CHARACTERS = 64  # of a line of the card; longer texts are wrapped
Describe = Callable[[ShownSuggestion], str]


class SuggestionMouse(QObject):
    """Watches the page as long as it lives; what it does not use goes on to the page's own gestures.

    describe : returns whose suggestion it is and what is to be known of its run
    explain : returns what its score means
    """

    chosen = Signal(object)  # ShownSuggestion

    def __init__(self, page: TraceView, describe: Describe, explain: Describe, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._describe, self._explain = page, describe, explain
        self.card = SuggestionCard(page, page.theme)
        self._shown: ShownSuggestion | None = None  # the suggestion on the card
        self._is_pressed = False
        page.installEventFilter(self)

    def suggestion_at(self, point: QPointF, inside: bool = False) -> ShownSuggestion | None:
        """Return the suggestion whose name or edge is under `point`; `inside` : or that it lies within."""
        for tag in self._page.suggestion_tags:
            if tag.area.contains(point):
                return tag.shown
        geometry = self._page.geometry_of_page()
        if geometry is None or not geometry.top_px <= point.y() < geometry.bottom_px:
            return None
        best: tuple[float, ShownSuggestion] | None = None
        for shown in self._page.overlay.suggestions:
            x0_px, x1_px = geometry.x_of(shown.span.start_s), geometry.x_of(shown.span.stop_s)
            away_px = min(abs(point.x() - x0_px), abs(point.x() - x1_px))
            if away_px <= EDGE_PX or (inside and x0_px <= point.x() <= x1_px):
                away_px = away_px if away_px <= EDGE_PX else EDGE_PX + (x1_px - x0_px)
                if best is None or away_px < best[0]:
                    best = away_px, shown
        return best[1] if best is not None else None

    def leave(self) -> None:
        """Put the card away."""
        self._shown = None
        self.card.hide()

    def end(self) -> None:
        """Leave the page for good."""
        self._page.removeEventFilter(self)
        self.leave()
        self.card.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self.leave()
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseMove and not event.buttons():
                self.hover(event.position())
            elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                return self._click(event)
        return False

    def hover(self, point: QPointF) -> None:
        """Show the card of the suggestion under `point`, or put it away where there is none."""
        shown = self.suggestion_at(point) if self._page.overlay.suggestions else None
        if shown is None:
            if self._shown is not None:
                self.leave()
        elif shown != self._shown:
            self._shown = shown
            self.card.show_suggestion(shown, self._describe(shown), self._explain(shown), self._page.theme, point)

    def _click(self, event: QMouseEvent) -> bool:
        """Use a left click on a name, press and release, so that the page sees neither."""
        if event.button() != Qt.MouseButton.LeftButton:
            self.leave()
            return False
        tag = next((t for t in self._page.suggestion_tags if t.area.contains(event.position())), None)
        if event.type() == QEvent.Type.MouseButtonPress:
            self._is_pressed = tag is not None
            return self._is_pressed
        was_pressed, self._is_pressed = self._is_pressed, False
        if was_pressed and tag is not None:
            self.chosen.emit(tag.shown)
        return was_pressed


class SuggestionCard(QFrame):
    """The score in its terms, each with what was measured, beside the mouse; it receives no clicks."""

    def __init__(self, page: QWidget, theme: Theme) -> None:
        super().__init__(page)
        self.setObjectName("suggestion.card")
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        self.head, self.description, self.rest, self.foot = QLabel(), QLabel(), QLabel(), QLabel(FOOT)
        self.meaning = QLabel()
        self.meaning.setObjectName("suggestion.card.meaning")
        self.head.setObjectName("suggestion.card.head")
        self.head.setProperty("role", "title")
        self.description.setObjectName("suggestion.card.facts")
        self.foot.setProperty("role", "caption")
        self.description.setProperty("role", "quiet")
        self.rest.setObjectName("suggestion.card.rest")
        self.rest.setProperty("role", "quiet")
        for label in (self.head, self.description, self.rest, self.meaning, self.foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bars = TermBars(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        for widget in (self.head, self.description, self.bars, self.rest, self.meaning, self.foot):
            layout.addWidget(widget)
        self.hide()

    def show_suggestion(
        self, shown: ShownSuggestion, description: str, meaning: str, theme: Theme, at_px: QPointF
    ) -> None:
        """Show a suggestion near a point of the page."""
        self.head.setText(f"{shown.name} {shown.detection.score:.2f}")
        self.description.setText("\n".join(fill(line, _TEXT_CHARACTERS) for line in description.splitlines()))
        self.meaning.setText(fill(meaning, _TEXT_CHARACTERS))
        self.meaning.setVisible(bool(meaning))
        terms = shown_terms(shown.detection)
        self.bars.set_theme(theme)
        most, rest = folded(terms)
        self.bars.show_terms(most)
        self.bars.setMinimumWidth(min(self.bars.natural_px, self._page.width() - 6 * _CARD_EDGE_PX))
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.bars.setVisible(bool(terms))
        self.adjustSize()
        layout = self.layout()
        assert layout is not None  # by the width that the border leaves, where a name may take a line more
        self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        page = self._page
        x_px = min(at_px.x() + 14, page.width() - self.width() - _CARD_EDGE_PX)
        y_px = min(at_px.y() + 18, page.height() - self.height() - _CARD_EDGE_PX)
        self.move(round(max(x_px, _CARD_EDGE_PX)), round(max(y_px, _CARD_EDGE_PX)))
        self.show()
        self.raise_()


@dataclass(frozen=True, slots=True)
class SuggestionActs:
    """What the page's menu can do with the suggestion under the mouse."""

    judge: Callable[[Verdict], None]
    retract: Callable[[], None]  # the verdict given
    triage: Callable[[], None]


def add_suggestion_acts(menu: QMenu, shown: ShownSuggestion, acts: SuggestionActs) -> None:
    """Put the acts on a suggestion above all else in `menu`."""
    lines: list[tuple[str, str, Callable[[], None] | None]] = [
        ("suggestion.title", f"Suggested: {shown.name} {shown.detection.score:.2f}", None),
        ("suggestion.accept", "Accept", lambda: acts.judge(Verdict.ACCEPT)),
        ("suggestion.reject", "Reject", lambda: acts.judge(Verdict.REJECT)),
        ("suggestion.unsure", "Unsure", lambda: acts.judge(Verdict.UNSURE)),
    ]
    if shown.verdict is not None:
        lines.append(("suggestion.take_back", tr("Undo the decision"), acts.retract))
    lines.append(("suggestion.triage", tr("Triage from here…"), acts.triage))
    before = menu.actions()[0] if menu.actions() else None
    for name, text, run in lines:
        action = menu.addAction(text.replace("&", "&&"))
        action.setObjectName(name)
        if run is None:
            as_heading(action)
        else:
            action.triggered.connect(lambda _checked=False, act=run: act())
        if before is not None:
            menu.removeAction(action)
            menu.insertAction(before, action)
    if before is not None:
        menu.insertSeparator(before)
