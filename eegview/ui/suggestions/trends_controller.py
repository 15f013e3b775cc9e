"""Trends in the window: what the shown run measured all along, below the page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget

from eegview.app.detectors.run_texts import run_title, run_warning
from eegview.model.detection import Trend
from eegview.ui.suggestions.page_layer import stretches_of
from eegview.ui.suggestions.trends_panel import TrendsPanel, TrendTimes
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

STRETCH_S = 60.0  # a suggestion at least this long is a stretch to look at, and is shaded on the lanes
FIRST_SHARE = 0.25  # of the window's height
_REDRAW_MS = 250  # a run that goes on adds to its trends each second


class TrendsController(QObject):
    """Wires the trends of the shown run to their lanes. They stay hidden as long as suggestions do."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._studies = station, station.studies
        self.panel = TrendsPanel(station.window.page.theme)
        self.dock = station.window.add_dock("Trends", "dock.trends", self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        overview = station.overview.parentWidget()
        if isinstance(overview, QDockWidget):  # above the overview, as wide as the page
            station.window.splitDockWidget(overview, self.dock, Qt.Orientation.Vertical)
        self.dock.hide()
        self._was_shown = False
        self._shown: object = None  # what the lanes were drawn from
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self.show_now)
        self.panel.time_asked.connect(station.page_commands.go_to)
        self.panel.run_chosen.connect(self._choose_run)
        self.dock.visibilityChanged.connect(lambda _shown: self._dock_changed())
        station.actions.connect({"detector.trends": self.switch_shown})
        self._studies.study_opened.connect(self._study_opened)
        self._studies.study_closed.connect(self._study_closed)
        self._studies.style_changed.connect(lambda: self.panel.set_theme(station.window.page.theme))

    def _study_opened(self, study: OpenStudy) -> None:
        for notifier in (study.suggestions.changed, study.suggestions.trends_changed, study.suggestions.runs_changed):
            notifier.connect(lambda _news: self._redraw.start() if not self._redraw.isActive() else None)
        study.presenter.page_shown.connect(lambda view: self.panel.show_page(view.span))
        self._redraw.start()

    def _study_closed(self) -> None:
        self._redraw.stop()
        self._shown = None
        self.panel.show_runs((), "")
        self.panel.show_trends((), None, (), "")

    def switch_shown(self) -> None:
        """Show the lanes below the page, or hide them."""
        is_shown = self._station.actions["detector.trends"].isChecked()
        self.dock.setVisible(is_shown)
        if is_shown and not self._was_shown:
            self._was_shown = True
            height_px = round(self._station.window.height() * FIRST_SHARE)
            self._station.window.resizeDocks([self.dock], [height_px], Qt.Orientation.Vertical)

    def _dock_changed(self) -> None:
        self._station.actions.set_checked("detector.trends", not self.dock.isHidden())
        if self.dock.isVisible():
            self._redraw.start()

    def _choose_run(self, run_id: str) -> None:
        if self._studies.study is not None:
            self._studies.study.suggestions.show(run_id)

    def show_now(self) -> None:
        """Draw the lanes as they are now; nothing is done while they are out of sight."""
        study = self._studies.study
        if study is None or not self.dock.isVisible():
            return
        suggestions = study.suggestions
        shown = suggestions.shown
        is_revealed = suggestions.is_revealed
        trends: tuple[Trend, ...] = shown.trends if shown is not None and is_revealed else ()
        stretches = stretches_of(suggestions, STRETCH_S)
        drawn_from = trends, stretches, suggestions.runs, is_revealed
        if drawn_from == self._shown:
            return
        self._shown = drawn_from
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        self.panel.show_runs(runs if is_revealed else (), shown.run.run_id if shown is not None else "")
        times = TrendTimes(study.recording.span, study.recording.started_at)
        words = "Shaded: suggested to look at first." if stretches and trends else ""
        if shown is not None and is_revealed:
            words = " ".join(filter(None, (words, run_warning(shown.run))))
        instead = suggestions.hidden_text if suggestions.runs else ""
        if suggestions.runs and is_revealed:
            instead = "This run measured nothing all along. Choose another, or run a detector of trends."
        self.panel.show_trends(trends, times, stretches, words, instead)
