"""The mouse on suggestions: a name or an edge under it shows why; a click on a name chooses it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from eegview.app.themes import Theme
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.page.trace_view import TraceView
from eegview.ui.suggestions.card import SuggestionCard

EDGE_PX = 4.0


class SuggestionMouse(QObject):
    """Watches the page; what it does not take goes on to the page's own gestures."""

    chosen = Signal(object)  # ShownSuggestion

    def __init__(self, page: TraceView, theme: Theme) -> None:
        super().__init__(page)
        self._page, self.theme = page, theme
        self.facts_of: Callable[[ShownSuggestion], str] = lambda _shown: ""
        self.card = SuggestionCard(page, theme)
        self._shown: ShownSuggestion | None = None  # what the card tells of
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self.leave()
        elif isinstance(event, QMouseEvent):
            if kind == QEvent.Type.MouseMove and not event.buttons():
                self._hover(event.position())
            elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                return self._click(event)
        return False

    def _hover(self, point: QPointF) -> None:
        shown = self.suggestion_at(point) if self._page.overlay.suggestions else None
        if shown is None:
            if self._shown is not None:
                self.leave()
        elif shown != self._shown:
            self._shown = shown
            self.card.show_suggestion(shown, self.facts_of(shown), self.theme, point)

    def _click(self, event: QMouseEvent) -> bool:
        """Take a left click on a name: press and release, so that the page sees neither."""
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
