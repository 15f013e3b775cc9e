"""Beside the sheet of one reader: the detector's proposals, the second reader, the free form, the scales."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from eegview.app.scoring.evidence_book import EVIDENCE_TERMS
from eegview.app.scoring.free_form import FORM_TERM
from eegview.app.scoring.proposals.prefill_text import PrefillStep
from eegview.app.scoring.scales import load_scales
from eegview.app.scoring.second.draft_scales import draft_scales
from eegview.app.scoring.second.scales_text import scales_text
from eegview.model.annotation import Annotation
from eegview.model.edit import Edit
from eegview.model.scoring.evidence import SheetKey
from eegview.model.scoring.records import key_of
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.display.age_controller import AgeController
from eegview.ui.scoring.controller import ScoringController
from eegview.ui.scoring.second.comparison_controller import ComparisonController
from eegview.ui.scoring.second.form_controller import FormController
from eegview.ui.scoring.second.prefill_controller import PrefillController
from eegview.ui.scoring.side_view import PrefillState
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.widgets.text_page import HelpText
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

SCALES = "score.scales.dialog"
HIDDEN_TEXT = tr("Evidence for a score, hidden until you both have committed")
_HIDDEN_TERMS = EVIDENCE_TERMS | {FORM_TERM}
_LINES = 34


class SecondController(QObject):
    """Joins these parts to the workbench of one study.

    prefill, comparison : None until the workbench was opened first, or two readers were compared
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        workbench: ScoringController,
        detectors: DetectorsController,
        age: AgeController,
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._workbench = context, study, workbench
        self._detectors, self._age = detectors, age
        self.prefill: PrefillController | None = None
        self.comparison: ComparisonController | None = None
        self.form = FormController(context, study, self._epoch)
        workbench.showing.proposed = self._proposed
        workbench.showing.side.proposal = self._side_state
        side = workbench.view.side
        side.form_asked.connect(self.form.open)
        side.other_reader_asked.connect(self._compare_with)
        side.prefill_switched.connect(self._switch)
        workbench.conditions_changed.connect(self._opened)
        handlers = {"score.form": self.form.open, "score.compare": self._compare, "score.scales": self._show_scales}
        context.actions.connect(handlers, study.scope)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._context.window, (SCALES,))

    # the epoch

    def _key(self) -> SheetKey | None:
        work = self._workbench.in_work()
        return work.key if work is not None else None

    def _epoch(self) -> Span | None:
        work = self._workbench.in_work()
        return work.place.epoch if work is not None else None

    def _page(self) -> int:
        work = self._workbench.in_work()
        return work.place.page if work is not None else 0

    def _bin_number(self) -> int:
        work = self._workbench.in_work()
        return work.place.number if work is not None else -1

    def _opened(self) -> None:
        """Follow the workbench once it is opened or left."""
        work = self._workbench.in_work()
        if work is None:
            self.form.close()
        elif self.prefill is None:
            self.prefill = PrefillController(
                self._context, self._study, work.scoring, self._detectors, self._age, self._page, self._bin_number
            )
            self.prefill.changed.connect(self._prefill_changed)
            work.moved.connect(self._study.scope.while_open(self._moved))
        if self.prefill is not None:
            self.prefill.use_epoch(self._key())

    def _moved(self, _none: None) -> None:
        if self.prefill is not None and self._key() is not None:
            self.prefill.use_epoch(self._key())

    # proposals

    def _proposed(self, key: SheetKey) -> Mapping[int, tuple[str, ...]]:
        """Return the foci of the open proposals by bin, for the lane below the page."""
        if self.prefill is None or self.prefill.prefill.key != key:
            return {}
        return {number: one.foci for number, one in self.prefill.prefill.open_bins.items()}

    def _side_state(self) -> PrefillState:
        """Return how proposals stand, for the card of the readers."""
        if self.prefill is None:
            return PrefillState(is_available=False)
        prefill = self.prefill
        bins = {number: one.foci for number, one in prefill.prefill.open_bins.items()}
        return PrefillState(prefill.step is not PrefillStep.OFF, True, bins, prefill.text)

    def _prefill_changed(self) -> None:
        if self._workbench.is_open:
            self._workbench.showing.show_bins()
            self._workbench.showing.show_soon()

    def _switch(self, is_shown: bool) -> None:
        if self.prefill is not None:
            self.prefill.switch(is_shown)

    # the second reader

    def _comparison(self) -> ComparisonController | None:
        scoring = self._workbench.scoring
        if self.comparison is None and scoring is not None:
            self.comparison = ComparisonController(self._context, self._study, scoring, self._key)
            self.comparison.bin_asked.connect(self._show_bin)
        return self.comparison

    def _compare(self) -> None:
        comparison = self._comparison()
        if comparison is not None:
            comparison.open()

    def _compare_with(self, reader: str) -> None:
        comparison = self._comparison()
        if comparison is not None:
            comparison.open_with(reader)

    def _show_bin(self, key: SheetKey, number: int) -> None:
        """Show a bin on the page of its epoch, in the workbench."""
        self._workbench.open_at(key.start_s)
        work = self._workbench.in_work()
        if work is not None and work.key == key:
            work.go(work.place.at_number(number))
            self._workbench.showing.show_bins_now()

    # the history

    def hidden_text(self, edit: Edit) -> str:
        """Return what the history says in place of another reader's evidence, "" for what may be read."""
        marks = [change.mark for change in edit.changes if change.mark.term_id in _HIDDEN_TERMS]
        scoring = self._workbench.scoring if marks and edit.author != self._study.review.author else None
        if scoring is None:
            return ""
        return HIDDEN_TEXT if any(scoring.is_record_hidden(m) or scoring.is_mark_hidden(m) for m in marks) else ""

    def show_evidence(self, mark: Annotation) -> bool:
        """Open a record or mark of a score in the workbench, at its bin; return whether it is one."""
        key = key_of(mark)
        if key is None:
            return False
        self._workbench.open_at(key.start_s)
        work = self._workbench.in_work()
        if work is not None and work.key == key:
            work.go(work.place.at_time(mark.onset_s + 1e-6))
            self._workbench.showing.show_bins_now()
        return True

    # the scales

    def _show_scales(self) -> None:
        """List the scales; drafts say why they cannot be used."""
        text = scales_text(load_scales(), draft_scales())
        show_dialog(self._context.window, SCALES, lambda: HelpText(self._context.window, tr("Scales"), text, _LINES))
