"""Trends in the window: what the shown run measured all along, below the page."""

import numpy as np
from PySide6.QtCore import QObject, QTimer

from eegview.app.detectors.run_texts import run_title, run_warning
from eegview.app.suggestions.suggestions import Suggestions
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.suggestion.detection import Trend
from eegview.model.text.language import tr
from eegview.ui.suggestions.trends_panel import TrendTimes
from eegview.ui.suggestions.trends_place import TrendsPlace
from eegview.ui.window.study.open_study import OpenStudy

LONG_S = 60.0  # a suggestion at least this long is a stretch to look at, and is shaded on the lanes
_REDRAW_MS = 250  # a run that goes on adds to its trends each second


class TrendsController(QObject):
    """Shows the trends of the shown run on their lanes. They stay hidden as long as suggestions do."""

    def __init__(self, study: OpenStudy, sidebar: TrendsPlace) -> None:
        super().__init__(study.scope)
        self._study, self._suggestions = study, study.suggestions
        self.panel, self._place = sidebar.panel, sidebar.place
        self._shown: object = None  # what the lanes were drawn from
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self.show_now)
        self.panel.run_chosen.connect(self._choose_run)
        self.panel.time_asked.connect(self._go_to)
        self._place.shown.connect(self._refresh_soon)
        suggestions = study.suggestions
        for notifier in (suggestions.changed, suggestions.trends_changed, suggestions.runs_changed):
            notifier.connect(lambda _change: self._refresh_soon())
        study.presenter.page_shown.connect(self._page_shown)
        study.scope.ended.connect(self._end)
        self._redraw.start()

    def _end(self) -> None:
        self._redraw.stop()
        self.panel.show_runs((), "")
        self.panel.show_trends((), None, (), "")

    def _refresh_soon(self) -> None:
        if self._study.scope.is_open and not self._redraw.isActive():
            self._redraw.start()

    def _page_shown(self, view: ViewState) -> None:
        self.panel.show_page(view.span)

    def _go_to(self, time_s: float) -> None:
        self._study.go_to(time_s)

    def _choose_run(self, run_id: str) -> None:
        self._suggestions.show(run_id)

    def show_now(self) -> None:
        """Draw the lanes as they are now; nothing is done while they are out of sight."""
        if not self._place.is_in_front:
            return
        suggestions, recording = self._suggestions, self._study.recording
        shown = suggestions.shown
        is_revealed = suggestions.is_revealed
        trends: tuple[Trend, ...] = shown.trends if shown is not None and is_revealed else ()
        shaded = _long_spans(suggestions)
        is_blind = self._study.review.blindness.is_blind
        drawn_from = trends, shaded, suggestions.runs, is_revealed, is_blind
        if drawn_from == self._shown:
            return
        self._shown = drawn_from
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        self.panel.show_runs(runs if is_revealed else (), shown.run.run_id if shown is not None else "")
        times = TrendTimes(recording.span, recording.started_at)
        text = tr("Shaded: suggested to read first.") if shaded and trends else ""
        if shown is not None and is_revealed:
            text = " ".join(filter(None, (text, run_warning(shown.run))))
        instead = suggestions.hidden_text if suggestions.runs else ""
        if is_blind:
            instead = "You are reading blind: detectors' trends are shown once you have signed."
        if recording.is_film:
            instead = tr("Trends need EEG; this study is film alone.")
        elif suggestions.runs and is_revealed:
            instead = "This run has no trends. Choose another, or run a detector with trends."
        self.panel.show_trends(trends, times, shaded, text, instead)


def _long_spans(suggestions: Suggestions) -> tuple[Span, ...]:
    """Return the spans of at least `LONG_S` that the shown run suggests at its threshold."""
    shown = suggestions.shown
    if shown is None or not suggestions.is_revealed:
        return ()
    candidates = shown.candidates
    is_long = (candidates.stops_s - candidates.onsets_s >= LONG_S) & (candidates.levels >= shown.threshold)
    return tuple(candidates.detections[place].span for place in np.flatnonzero(is_long))
