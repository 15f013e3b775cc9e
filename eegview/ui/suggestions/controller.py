"""Suggestions in the window: on the page, in the overview, in their panel; hidden until their time has come."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMessageBox

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.queue import Heard, RunUnderWay
from eegview.app.detectors.run_texts import ending_sentence, run_details, run_facts, run_title, run_warning
from eegview.app.suggestions.judgements import ACCEPTED, OPEN, REJECTED, UNSURE
from eegview.app.suggestions.suggestions import Reveal, Suggestions
from eegview.clinical.event_matching import TOLERANCE_S, pair_onsets
from eegview.model.clock import elapsed_text
from eegview.model.detection import Detection, RunEnd
from eegview.ui.suggestions.page_layer import SuggestionsPage
from eegview.ui.suggestions.panel import HIDDEN, KINDS, NO_RUN, SHOWN, SuggestionsPanel
from eegview.ui.suggestions.table import SuggestionsModel
from eegview.ui.window.open_study import OpenStudy, wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_REDRAW_MS = 30  # changes of a moment are shown once
MOST_PAIRED = 40_000  # of both runs together: beyond that pairing would take long, and tell nothing
_COMPARE_MS = 120  # pairing waits until the threshold rests
_RULES = (
    (Reveal.AFTER_FIRST_PASS, "After my first look at the whole recording"),
    (Reveal.AT_ONCE, "At once"),
    (Reveal.NEVER, "Only when I ask"),
)
_CODES: dict[str, tuple[int, ...]] = dict(zip(KINDS, ((), (OPEN,), (ACCEPTED,), (REJECTED,), (UNSURE,)), strict=True))


class SuggestionsDesk(QObject):
    """Wires the suggestions on the open study to panel, page and overview."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        theme = station.window.page.theme
        self.page = SuggestionsPage(station)
        self.model = SuggestionsModel(self.page.name_of, lambda time_s: elapsed_text(time_s, 1))
        self.panel = SuggestionsPanel(theme, self.model)
        self.dock = station.window.add_dock(
            "Suggestions", "dock.suggestions", self.panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        station.window.tabifyDockWidget(station.marks.dock, self.dock)
        self.dock.hide()
        self._kind = KINDS[0]
        self._file_names: dict[str, str] = {}  # of the recordings runs are about, by fingerprint
        self._compared = ""
        self._scores_of: object = None  # the candidates whose scores the histogram shows
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._compare = QTimer(self, singleShot=True, interval=_COMPARE_MS)
        self._add_rules()
        self._connect()

    def _add_rules(self) -> None:
        """Add a menu of when suggestions are shown."""
        menu = self._station.actions.menus["Detectors"].addMenu("When suggestions are shown")
        group = QActionGroup(menu)
        for rule, words in _RULES:
            action = menu.addAction(words)
            action.setObjectName(f"suggestions.{rule.name.lower()}")
            action.setCheckable(True)
            action.setChecked(rule == self._rule)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, r=rule: self.use_rule(r))

    def _connect(self) -> None:
        station, panel = self._station, self.panel
        self._redraw.timeout.connect(self._show)
        self._compare.timeout.connect(self._pair)
        self.dock.visibilityChanged.connect(lambda _shown: self._dock_changed())
        panel.run_asked.connect(lambda: station.detectors.open_run())
        panel.triage_asked.connect(lambda: station.actions["triage.open"].trigger())
        panel.reveal_asked.connect(self.reveal)
        panel.run_chosen.connect(lambda run_id: self._with(lambda s: s.show(run_id)))
        panel.second_chosen.connect(lambda run_id: self._with(lambda s: s.compare_with(run_id)))
        panel.delete_asked.connect(self.ask_to_delete)
        panel.threshold_asked.connect(lambda threshold: self._with(lambda s: s.set_threshold(threshold)))
        panel.kind_chosen.connect(self._use_kind)
        panel.table.chosen.connect(self._row_chosen)
        panel.progress.cancel_asked.connect(self._cancel_run)
        runs = station.detectors.runs
        runs.changed.connect(self._run_changed)
        runs.heard.connect(self._run_heard)
        runs.ended.connect(self._run_ended)
        station.detectors.asked.connect(self.open_panel)
        station.reviewed.changed.connect(self._reviewed_changed)
        desk = self._desk
        desk.study_opened.connect(self._study_opened)
        desk.study_closed.connect(self._study_closed)
        desk.style_changed.connect(self._style_changed)
        station.actions.connect(
            {
                "detector.panel": self.switch_panel,
                "detector.show": self.switch_shown,
            }
        )

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        suggestions = study.suggestions
        suggestions.set_rule(self._rule)
        suggestions.set_reviewed_share(self._station.reviewed.share)
        suggestions.changed.connect(lambda _none: self._changed())
        suggestions.runs_changed.connect(lambda _runs: self._changed())
        suggestions.selection_changed.connect(lambda _one: self._selection_changed())
        suggestions.reveal_changed.connect(lambda _is: self._changed())
        has_clock = study.recording.started_at is not None
        recording = study.recording
        self.model.set_time_text(
            (lambda t: wall_text(recording, t, 1)) if has_clock else (lambda t: elapsed_text(t, 1))
        )
        self._changed()
        self._progress_again()

    def _study_closed(self) -> None:
        self._redraw.stop()
        self._compare.stop()
        self._compared, self._scores_of = "", None
        self.panel.show_state(NO_RUN)
        self._progress_again()
        self._station.actions.set_checked("detector.show", False)

    @property
    def _suggestions(self) -> Suggestions | None:
        study = self._desk.study
        return study.suggestions if study is not None else None

    def _with(self, act) -> None:  # type: ignore[no-untyped-def]
        suggestions = self._suggestions
        if suggestions is not None:
            act(suggestions)

    # when they are shown

    @property
    def _rule(self) -> Reveal:
        held = self._station.settings.text("suggestions/when", Reveal.AFTER_FIRST_PASS.value)
        return Reveal(held) if held in set(Reveal) else Reveal.AFTER_FIRST_PASS

    def use_rule(self, rule: Reveal) -> None:
        """Have suggestions shown after the first look, at once, or when asked for."""
        self._station.settings.put("suggestions/when", rule.value)
        self._with(lambda s: s.set_rule(rule))

    def _reviewed_changed(self) -> None:
        suggestions = self._suggestions
        if suggestions is not None:
            suggestions.set_reviewed_share(self._station.reviewed.share)
            if not suggestions.is_revealed and self.dock.isVisible():
                self._changed()

    def reveal(self) -> None:
        """Show them now, though the first look is not done."""
        self._with(lambda s: s.reveal())

    def switch_shown(self) -> None:
        """Put suggestions away, or show them; before the first look is done it is said why they are hidden."""
        suggestions = self._suggestions
        if suggestions is None:
            return
        if suggestions.is_revealed:
            suggestions.hide()
        elif not suggestions.runs or suggestions.is_due:
            suggestions.reveal()
        else:
            self._station.marks.toast.say(suggestions.hidden_text, "Show now", self.reveal)
        self._show_switch()

    def _show_switch(self) -> None:
        suggestions = self._suggestions
        self._station.actions.set_checked("detector.show", suggestions is not None and suggestions.is_revealed)

    # panel

    def switch_panel(self) -> None:
        """Show the panel beside the marks, or hide it."""
        is_shown = self._station.actions["detector.panel"].isChecked()
        self.dock.setVisible(is_shown)
        if is_shown:
            self.dock.raise_()

    def open_panel(self) -> None:
        self.dock.show()
        self.dock.raise_()

    def _dock_changed(self) -> None:
        self._station.actions.set_checked("detector.panel", not self.dock.isHidden())
        if self.dock.isVisible():
            self._changed()

    def _changed(self) -> None:
        """Show it soon; a slider that is dragged on and on does not put it off."""
        if not self._redraw.isActive():
            self._redraw.start()

    def _show(self) -> None:
        """Show all as it is now: page, overview, and the panel if it is in sight."""
        study, suggestions = self._desk.study, self._suggestions
        if study is None or suggestions is None:
            return
        self._show_switch()
        self.page.refresh()
        if self.dock.isVisible():
            self._show_panel(suggestions)

    def _show_panel(self, suggestions: Suggestions) -> None:
        panel, shown = self.panel, suggestions.shown
        if not suggestions.runs or shown is None:
            panel.show_state(NO_RUN)
            return
        if not suggestions.is_revealed:
            panel.show_state(HIDDEN, suggestions.hidden_text)
            return
        second = suggestions.second
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        panel.show_runs(runs, shown.run.run_id, second.run.run_id if second is not None else "")
        panel.show_facts(run_facts(shown.run), run_details(shown.run), run_warning(shown.run), shown.run.notes)
        if self._scores_of is not shown.candidates:
            self._scores_of = shown.candidates
            panel.histogram.show_scores(shown.candidates.scores, shown.threshold)
        self.model.show(shown.candidates, shown.places(*_CODES[self._kind]), shown.codes)
        panel.table.show_names(self.model.has_several_terms)
        if second is None:
            self._compared = ""
        else:
            suggestions.set_threshold(shown.threshold, is_second=True)  # one threshold for both, as the slider says
            self._compare.start()
        panel.show_threshold(shown.threshold, _counts_text(suggestions), self._compared)
        panel.show_state(SHOWN)
        self._follow_selection()

    def _pair(self) -> None:
        """Say what the two runs have in common at their thresholds, one to one by onset."""
        suggestions = self._suggestions
        if suggestions is None or suggestions.shown is None or suggestions.second is None:
            return
        first, second = suggestions.shown, suggestions.second
        a_s = first.candidates.onsets_s[first.candidates.above(first.threshold)]
        b_s = second.candidates.onsets_s[second.candidates.above(second.threshold)]
        if len(a_s) + len(b_s) > MOST_PAIRED:
            self._compared = "Too many to pair; raise the threshold to compare the two runs."
            self.panel.show_threshold(first.threshold, _counts_text(suggestions), self._compared)
            return

        def done(n_both: int) -> None:
            if suggestions is self._suggestions and suggestions.second is second:
                self._compared = (
                    f"Both {n_both} · only A {len(a_s) - n_both} · only B {len(b_s) - n_both}, "
                    f"onsets within {TOLERANCE_S:g} s"
                )
                self.panel.show_threshold(first.threshold, _counts_text(suggestions), self._compared)

        self._station.detectors.in_background(lambda: len(pair_onsets(a_s.tolist(), b_s.tolist(), TOLERANCE_S)), done)

    def _use_kind(self, kind: str) -> None:
        self._kind = kind
        self._changed()

    def _style_changed(self) -> None:
        theme = self._station.window.page.theme
        self.panel.histogram.set_theme(theme)
        self.panel.table.set_columns()
        self._changed()

    # runs

    def _run_changed(self, under_way: RunUnderWay | None) -> None:
        if under_way is not None:
            runs = self._station.detectors.runs
            self._file_names[under_way.fingerprint] = under_way.file_name
            title = f"{under_way.title}{self._on_which(under_way.fingerprint)}"
            self.panel.progress.show_running(title, under_way.share, runs.gone_s, under_way.n_found, runs.n_waiting)
            if under_way.is_stopping:
                self.panel.progress.show_stopping()
        elif self.panel.progress.is_running:
            self.panel.progress.hide()

    def _run_heard(self, heard: Heard) -> None:
        """Look at the new run as soon as it says something."""
        suggestions, study = self._suggestions, self._desk.study
        if suggestions is None or study is None or heard.run.fingerprint != study.recording.fingerprint:
            return
        if suggestions.run(heard.run.run_id) is None:
            suggestions.show(heard.run.run_id)

    def _run_ended(self, found: Detected) -> None:
        self._run_heard(Heard(found.run, (), has_trends=False))
        self._with(lambda s: s.catch_up())
        sentence = ending_sentence(found.run, len(found.detections))
        which = self._on_which(found.run.fingerprint)
        self.panel.progress.show_ending(f"{run_title(found.run)}{which}", sentence, found.run.end is RunEnd.DONE)
        if not self.dock.isVisible():
            self._station.marks.toast.say(f"{found.run.title}{which}: {sentence}", "Show", self.open_panel)

    def _on_which(self, fingerprint: str) -> str:
        """Return which recording a run is about, "" for the open one: a run goes on when its study is closed."""
        study = self._desk.study
        if study is not None and study.recording.fingerprint == fingerprint:
            return ""
        name = self._file_names.get(fingerprint, "")
        return f" on {name}" if name else ""

    def _progress_again(self) -> None:
        self._run_changed(self._station.detectors.runs.under_way)

    def _cancel_run(self) -> None:
        self._station.detectors.runs.cancel()

    def ask_to_delete(self, run_id: str) -> None:
        """Ask, then forget a run."""
        suggestions = self._suggestions
        run = suggestions.run(run_id) if suggestions is not None else None
        if suggestions is None or run is None:
            return
        box = QMessageBox(self._station.window)
        box.setObjectName("suggestions.delete.question")
        box.setWindowTitle("Delete run")
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Delete “{run_title(run)}”?")
        box.setInformativeText(
            "Its suggestions and trends go for good; run the detector again to have them back. Your verdicts, and the "
            "marks you made of them, stay."
        )
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda button: suggestions.delete(run_id) if button is delete else None)
        box.open()

    def _selection_changed(self) -> None:
        study = self._desk.study
        if study is not None:
            self._follow_selection()

    def _follow_selection(self) -> None:
        selected = self._suggestions.selected if self._suggestions is not None else None
        is_first = selected is not None and not selected.is_second
        self.panel.table.show_selected(selected.detection.number if selected is not None and is_first else None)

    def _row_chosen(self, detection: Detection) -> None:
        suggestions = self._suggestions
        if suggestions is not None and suggestions.shown is not None:
            one = suggestions.shown.by_number(detection.number)
            if one is not None:
                self.page.go_to(one)


def _counts_text(suggestions: Suggestions) -> str:
    """Return `41 of 63 at 0.50 · 2.3 per hour · 10 accepted, 12 rejected`."""
    counts = suggestions.counts
    judged = ((counts.accepted, "accepted"), (counts.rejected, "rejected"), (counts.unsure, "unsure"))
    verdicts = ", ".join(f"{n} {words}" for n, words in judged if n)
    every = f"{counts.per_hour:.1f} per hour" if counts.searched_s else ""
    first = f"{counts.shown} of {counts.total} at {suggestions.threshold:.2f}"
    return " · ".join(filter(None, (first, every, verdicts)))
