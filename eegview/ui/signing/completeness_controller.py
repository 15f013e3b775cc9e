"""Completeness in the window: what sleep staging, reviewed time and signatures say, kept up to date while it shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from eegview.app.marks.layers import countable_layers, layer_text
from eegview.app.review.completeness import CompletenessLine, reviewed_line, signature_lines, sleep_lines, times_named
from eegview.clinical.cluster_facts import AROUSAL_TERM, SLEEP_TERM
from eegview.clinical.coverage import SleepCoverage, coverage_of
from eegview.ui.signing.completeness_panel import CompletenessPanel
from eegview.ui.window.open_study import OpenStudy, clock_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_REDRAW_MS = 60  # a burst of changes is reckoned once


class CompletenessDesk(QObject):
    """Wires the completeness of the open study to its panel."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station = station
        self.panel = CompletenessPanel()
        self.dock = station.window.add_dock(
            "Completeness", "dock.completeness", self.panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        station.window.tabifyDockWidget(station.marks.dock, self.dock)
        self.dock.hide()
        self._timer = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self.show_now)
        self.dock.visibilityChanged.connect(lambda _is_shown: self._timer.start())
        self.panel.layer_chosen.connect(station.layers.count)
        station.reviewed.changed.connect(self._timer.start)
        station.signing.changed.connect(self._timer.start)
        self.panel.sign_asked.connect(station.actions["study.sign"].trigger)
        station.desk.study_opened.connect(self._study_opened)
        station.desk.study_closed.connect(self._study_closed)
        station.actions.connect({"study.completeness": self.switch_shown})

    def _study_opened(self, study: OpenStudy) -> None:
        study.review.marks_changed.connect(lambda _edit: self._timer.start())
        study.review.layers.counted_changed.connect(lambda _layer: self._timer.start())
        self._timer.start()

    def _study_closed(self) -> None:
        self._timer.stop()
        self.panel.show_lines(())
        self.panel.show_layers((), "")

    def show_now(self) -> None:
        """Reckon anew; nothing is done while the panel is out of sight."""
        study = self._station.desk.study
        if study is None or not self.dock.isVisible():
            return
        review = study.review
        layers = countable_layers(review.layers.names, review.author)
        self.panel.show_layers([(layer, layer_text(layer, review.author)) for layer in layers], review.layers.counted)
        self.panel.show_lines(self._lines(study))

    def _lines(self, study: OpenStudy) -> tuple[CompletenessLine, ...]:
        coverage, reviewed, review = self.coverage(study), self._station.reviewed, study.review
        clock = {time_s: clock_text(study.recording, round(time_s)) for time_s in times_named(coverage)}
        read = reviewed_line(reviewed.share, reviewed.share_with_video, reviewed.shares_of_others)
        signed = signature_lines(self._station.signing.states, review.author)
        return (*sleep_lines(coverage, clock), read, *signed)

    @staticmethod
    def coverage(study: OpenStudy) -> SleepCoverage:
        """Return what the counted layer says of sleep and waking."""
        layer = study.review.layers.counted
        marks = [m for m in study.review.marks if m.layer == layer and m.term_id in (SLEEP_TERM, AROUSAL_TERM)]
        return coverage_of(marks, study.recording.segments)

    def switch_shown(self) -> None:
        """Show the panel beside the marks, or hide it."""
        is_shown = not self.dock.isVisible()
        self.dock.setVisible(is_shown)
        if is_shown:
            self.dock.raise_()
