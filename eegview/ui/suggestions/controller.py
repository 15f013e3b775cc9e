"""Suggestions in the window: in their panel, on the page, in the overview; hidden until their time has come."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.given_marks import other_input_text
from eegview.app.detectors.run_texts import run_details, run_summary, run_title, run_warning
from eegview.app.review.mark_texts import label_of
from eegview.app.suggestions.judgements import ACCEPTED, OPEN, REJECTED, UNSURE
from eegview.app.suggestions.suggestions import ShownRun
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.text.language import tr
from eegview.ui.sidebar.rail import badge_text
from eegview.ui.suggestions.comparing import ONLY_A, ONLY_B, InBackground, RunComparing
from eegview.ui.suggestions.page_layer import SuggestionsPage
from eegview.ui.suggestions.panel import HIDDEN, KINDS, NO_RUN, NOTHING_OPEN, SEALED, SHOWN
from eegview.ui.suggestions.reveal_choice import RevealChoice
from eegview.ui.suggestions.run_details_dialog import RunDetailsDialog
from eegview.ui.suggestions.sidebar_panel import SuggestionsSidebarPanel
from eegview.ui.suggestions.texts import run_counts_text
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DETAILS = "detector.run_details.dialog"
_REDRAW_MS = 30  # changes of a moment are shown once
_NONE = np.zeros(0, np.intp)
_CODES: dict[str, tuple[int, ...]] = dict(zip(KINDS, ((), (OPEN,), (ACCEPTED,), (REJECTED,), (UNSURE,)), strict=True))


class SuggestionsController(QObject):
    """Keeps panel, page and overview true to the suggestions on one study, and does what the panel asks for.

    reviewed_share : returns which share (0-1) of the recording the reviewer has seen
    in_background : does work on a lane and gives its result to what shows it
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        sidebar: SuggestionsSidebarPanel,
        choice: RevealChoice,
        page: SuggestionsPage,
        reviewed_share: Callable[[], float],
        in_background: InBackground,
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._suggestions = context, study, study.suggestions
        self.panel, self.place, self.model = sidebar.panel, sidebar.place, sidebar.model
        self.page, self._choice = page, choice
        vocabulary = context.studies.vocabulary
        self._reviewed_share = reviewed_share
        self.comparing = RunComparing(study, in_background, lambda term_id: label_of(term_id, vocabulary))
        self._kind = self.panel.kind.currentText()
        self._started_here: set[str] = set()  # runs of this window that were shown when they first found something
        self._next_id = ""  # the run to be shown once nobody is judging another
        self._scores_of: object = None  # the candidates whose scores the histogram shows
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._show)
        self.comparing.changed.connect(self.refresh_soon)
        self._connect_panel()
        self._connect_study()
        choice.changed.connect(self._rule_changed)
        self.place.shown.connect(self.refresh_soon)
        context.actions.connect({"detector.show": self.switch_shown}, study.scope)
        self.refresh_soon()

    def _connect_panel(self) -> None:
        panel = self.panel
        panel.reveal_asked.connect(self.reveal)
        panel.run_chosen.connect(self._show_run)
        panel.second_chosen.connect(self._compare_with)
        panel.delete_asked.connect(self.ask_to_delete)
        panel.details_asked.connect(self.show_details)
        panel.threshold_asked.connect(self._set_threshold)
        panel.kind_chosen.connect(self._use_kind)
        panel.table.chosen.connect(self._row_chosen)

    def _connect_study(self) -> None:
        study, suggestions, while_open = self._study, self._suggestions, self._study.scope.while_open
        suggestions.set_rule(self._choice.rule)
        suggestions.set_reviewed_share(self._reviewed_share())
        for notifier in (suggestions.changed, suggestions.runs_changed, suggestions.reveal_changed):
            notifier.connect(lambda _change: self.refresh_soon())
        suggestions.selection_changed.connect(while_open(lambda _one: self._follow_selection()))
        self.model.set_time_text(study.times.text)
        study.times.changed.connect(lambda: self.model.set_time_text(study.times.text))
        self.model.explain_by(self._explain)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self.model.explain_by(None)
        self._redraw.stop()
        close_dialogs(self._context.window, (_DETAILS,))
        self.comparing.end()
        self.panel.show_state(NOTHING_OPEN)
        self.place.set_badge("")
        self._context.actions.set_checked("detector.show", False)

    # when they are shown

    def _rule_changed(self) -> None:
        self._suggestions.set_rule(self._choice.rule)

    def reviewed_changed(self) -> None:
        """Follow how much the reviewer has seen; once the first look is done suggestions are shown."""
        self._suggestions.set_reviewed_share(self._reviewed_share())
        if not self._suggestions.is_revealed and self.place.is_in_front:
            self.refresh_soon()

    def reveal(self) -> None:
        """Show them now, though the first look is not done."""
        self._suggestions.reveal()

    def switch_shown(self) -> None:
        """Put suggestions away, or show them; before the first look is done, explain why they are hidden."""
        suggestions = self._suggestions
        if suggestions.is_revealed:
            suggestions.hide()
        elif not suggestions.runs or suggestions.is_due:
            suggestions.reveal()
        else:
            self._context.say(suggestions.hidden_text, tr("Show now"), self.reveal)
        self._show_switch()

    def _show_switch(self) -> None:
        self._context.actions.set_checked("detector.show", self._suggestions.is_revealed)

    # panel

    def refresh_soon(self) -> None:
        """Show all anew in a moment; a slider that is dragged on and on does not put it off."""
        if self._study.scope.is_open and not self._redraw.isActive():
            self._redraw.start()

    def _show(self) -> None:
        """Show all as it is now: page, overview, and the panel if it is in sight."""
        self._show_next()
        self._show_switch()
        self.page.refresh()
        self._show_badge()
        if self.place.is_in_front:
            self._show_panel()

    def _show_badge(self) -> None:
        """Show on the rail how many suggestions are open; nothing of them before their time."""
        suggestions = self._suggestions
        n_open = suggestions.counts.open if suggestions.is_revealed else 0
        self.place.set_badge(badge_text(n_open))

    def _show_panel(self) -> None:
        panel, suggestions, shown = self.panel, self._suggestions, self._suggestions.shown
        if not suggestions.runs or shown is None:
            panel.show_state(SEALED if self._study.review.blindness.is_blind else NO_RUN)
            return
        if not suggestions.is_revealed:
            panel.show_state(HIDDEN, suggestions.hidden_text)
            return
        panel.progress.show_only_of(suggestions.wanted_id)
        second = suggestions.second
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        panel.show_runs(runs, shown.run.run_id, second.run.run_id if second is not None else "")
        panel.triage.setToolTip(
            tr("Decide on the suggestions of {run_title} one by one, by keys", run_title=run_title(shown.run))
        )
        warning = " ".join(filter(None, (run_warning(shown.run), other_input_text(shown.run, suggestions.runs))))
        panel.show_summary(run_summary(shown.run), run_details(shown.run), warning, shown.run.notes)
        if self._scores_of is not shown.candidates:
            self._scores_of = shown.candidates
            candidates = shown.candidates
            panel.histogram.show_scores(candidates.scores[np.isfinite(candidates.levels)], shown.threshold)
            panel.show_has_threshold(shown.has_threshold)
        if second is not None:
            suggestions.set_threshold(shown.threshold, is_second=True)  # one threshold for both, as the slider says
        self.comparing.follow()
        self._kind = panel.show_kinds(self._kind, is_compared=second is not None)
        self._show_list()
        panel.show_threshold(shown.threshold, run_counts_text(suggestions), self.comparing.text)
        panel.show_state(SHOWN)
        self._follow_selection()

    def _show_list(self) -> None:
        """List the suggestions of the kind chosen; those of one run alone once they are counted."""
        shown, is_alone = self._listed_run, self._kind in (ONLY_A, ONLY_B)
        if shown is not None:
            alone = self.comparing.listed(self._kind)
            places = shown.places(*_CODES[self._kind]) if not is_alone else _NONE if alone is None else alone[1]
            self.model.show(shown.candidates, places, shown.codes)
            self.panel.table.show_names(self.model.has_several_terms)

    @property
    def _listed_run(self) -> ShownRun | None:
        """The run whose suggestions the list holds."""
        return self._suggestions.second if self._kind == ONLY_B else self._suggestions.shown

    def _explain(self, detection: Detection) -> str:
        """Return what the score of a listed suggestion means."""
        shown = self._listed_run
        one = shown.by_number(detection.number) if shown is not None else None
        return self._suggestions.meaning_of(one).whole if one is not None else ""

    def _set_threshold(self, threshold: float) -> None:
        self._suggestions.set_threshold(threshold)

    def _use_kind(self, kind: str) -> None:
        self._kind = kind
        self.refresh_soon()

    # runs

    def _show_run(self, run_id: str) -> None:
        self._next_id = ""
        self._suggestions.show(run_id)

    def _compare_with(self, run_id: str) -> None:
        self._suggestions.compare_with(run_id)

    def follow_run(self, run: DetectorRun) -> None:
        """Show a run of this window as soon as it has found something; another one chosen meanwhile stays."""
        if run.fingerprint == self._study.recording.fingerprint and run.run_id not in self._started_here:
            self._started_here.add(run.run_id)
            self._show_soon(run.run_id)

    def run_ended(self, found: Detected) -> None:
        """Show the run that ended, with all it found: header, list and threshold are of one run."""
        run = found.run
        if run.fingerprint == self._study.recording.fingerprint:
            self._started_here.add(run.run_id)
            self._show_soon(run.run_id)
        self._suggestions.catch_up()

    def _show_soon(self, run_id: str) -> None:
        """Show a run now, or, while suggestions of another one are being judged, when that is over."""
        self._next_id = run_id
        self._show_next()

    def _show_next(self) -> None:
        if self._next_id and not self._study.presenter.is_judging:
            run_id, self._next_id = self._next_id, ""
            self._suggestions.show(run_id)

    def show_details(self, run_id: str) -> None:
        """Show all there is to know of a run."""
        run, window = self._suggestions.run(run_id), self._context.window
        if run is not None:
            close_dialogs(window, (_DETAILS,))
            show_dialog(window, _DETAILS, lambda: RunDetailsDialog(window, run))

    def ask_to_delete(self, run_id: str) -> None:
        """Ask, then delete a run."""
        run = self._suggestions.run(run_id)
        if run is None:
            return
        box = QMessageBox(self._context.window)
        box.setObjectName("suggestions.delete.question")
        box.setWindowTitle(tr("Delete run"))
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Delete “{run_title}”?", run_title=run_title(run)))
        box.setInformativeText(
            tr(
                "Its suggestions and trends are deleted for good; to get them back, run the detector again. Your "
                "decisions and the marks you accepted stay."
            )
        )
        delete = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(button: QAbstractButton) -> None:
            if button is delete:
                self._suggestions.delete(run_id)

        box.buttonClicked.connect(self._study.scope.while_open(chosen))
        self._study.scope.ended.connect(box.close)
        box.open()

    # selection

    def _follow_selection(self) -> None:
        selected = self._suggestions.selected
        is_listed = selected is not None and selected.is_second == (self._kind == ONLY_B)
        self.panel.table.show_selected(selected.detection.number if selected is not None and is_listed else None)

    def _row_chosen(self, detection: Detection) -> None:
        shown = self._listed_run
        one = shown.by_number(detection.number, self._kind == ONLY_B) if shown is not None else None
        if one is not None:
            self.page.go_to(one)
