"""How detectors' runs go on, shown above the list of suggestions."""

from PySide6.QtCore import QObject, Signal

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.queue import DetectorRuns, RunReport, RunUnderWay
from eegview.app.detectors.run_texts import SEALED_ENDING, ending_sentence, run_title
from eegview.model.suggestion.detection import RunEnd
from eegview.model.text.language import tr
from eegview.ui.suggestions.sidebar_panel import SuggestionsSidebarPanel
from eegview.ui.window.context import Context


class RunProgress(QObject):
    """Follows the queue of runs; a run goes on when the study it was started from is closed."""

    found_more = Signal(object)  # DetectorRun that goes on
    ended = Signal(object)  # Detected

    def __init__(self, context: Context, sidebar: SuggestionsSidebarPanel, runs: DetectorRuns) -> None:
        super().__init__(context.window)
        self._context, self._sidebar, self._runs = context, sidebar, runs
        self._box = sidebar.panel.progress
        self._file_names: dict[str, str] = {}  # of the recordings runs are about, by fingerprint
        self._ended_here = ""  # fingerprint of the recording that was open when its run ended
        self._box.cancel_asked.connect(runs.cancel)
        runs.changed.connect(self._show)
        runs.reported.connect(self._reported)
        runs.ended.connect(self._ended)
        context.studies.study_opened.connect(self.refresh)
        context.studies.privacy.changed.connect(self.refresh)
        context.studies.study_closed.connect(self.refresh)

    def refresh(self) -> None:
        """Name the run by its file, or not, as its recording is open; the ending of one that was closed is put away."""
        study = self._context.studies.study
        opened = study.recording.fingerprint if study is not None else ""
        if self._ended_here and self._ended_here != opened:
            self._ended_here = ""
            self._box.put_ending_away()
        self._show(self._runs.under_way)

    def _show(self, under_way: RunUnderWay | None) -> None:
        if under_way is not None:
            runs = self._runs
            self._file_names[under_way.fingerprint] = under_way.file_name
            title = f"{under_way.title}{self._on_which(under_way.fingerprint)}"
            n_found = None if under_way.fingerprint in runs.sealed else under_way.n_found
            self._box.show_running(title, under_way.share, runs.gone_s, n_found, runs.n_waiting)
            if under_way.is_stopping:
                self._box.show_stopping()
        elif self._box.is_running:
            self._box.hide()

    def _reported(self, report: RunReport) -> None:
        self.found_more.emit(report.run)

    def _ended(self, found: Detected) -> None:
        self.ended.emit(found)
        is_sealed = found.run.fingerprint in self._runs.sealed
        sentence = SEALED_ENDING if is_sealed else ending_sentence(found.run, len(found.detections))
        which = self._on_which(found.run.fingerprint)
        run_id = "" if which else found.run.run_id
        self._ended_here = "" if which else found.run.fingerprint
        self._box.show_ending(f"{run_title(found.run)}{which}", sentence, found.run.end is RunEnd.DONE, run_id)
        if not self._sidebar.place.is_in_front:
            self._context.say(f"{found.run.title}{which}: {sentence}", tr("Show"), self._sidebar.open)

    def _on_which(self, fingerprint: str) -> str:
        """Return ` on` and the recording's file, "" for the open one."""
        study = self._context.studies.study
        if study is not None and study.recording.fingerprint == fingerprint:
            return ""
        name = self._file_names.get(fingerprint, "")
        return f" on {self._context.studies.privacy.file_name(name)}" if name else ""
