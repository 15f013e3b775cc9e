"""Find more like this: from marks to a run whose suggestions are gone through, the most similar first."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPointF
from PySide6.QtWidgets import QMenu

from eegview.app.detectors.detecting import Detected
from eegview.app.detectors.queue import RunUnderWay
from eegview.app.detectors.run_texts import ending_sentence
from eegview.app.suggestions.find_similar import (
    MORE_FROM,
    SIMILAR_ID,
    ExampleChoice,
    check_example,
    choose_examples,
    example_kinds,
    is_single_event,
)
from eegview.app.suggestions.similar_texts import (
    all_text,
    expected_text,
    kind_text,
    left_out_text,
    more_text,
    one_text,
    result_text,
    source_text,
    used_text,
)
from eegview.detect.manifest import Manifest
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import EegViewError, UsageError
from eegview.model.suggestion.detection import RunEnd
from eegview.model.suggestion.judgement import JUDGEMENT_TERM, judgement_of
from eegview.model.text.language import tr
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.triage.similar_dialog import SimilarDialog, SimilarStage
from eegview.ui.triage.similar_threshold import SimilarThreshold
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "similar.dialog"
_EXAMPLES = "similar/examples"  # setting: "all" or "one"


class FindSimilarController(QObject):
    """Chooses examples with the reader, runs the detector of similar events on one study, and opens what it found.

    open_triage : shows what was found one by one, the most similar first
    """

    def __init__(
        self, context: Context, study: OpenStudy, detectors: DetectorsController, open_triage: Callable[[], None]
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._detectors, self._open_triage = context, study, detectors, open_triage
        self._wanted: dict[tuple[str, str], ExampleChoice] = {}  # what was searched for, by what each run was given
        self._asked: ExampleChoice | None = None  # the search that the dialog shows
        self._selected: Annotation | None = None  # the mark that was selected when the dialog was opened
        self._threshold = SimilarThreshold(study.suggestions, context.settings)
        self._run_id = ""  # the run whose result the dialog shows
        context.actions.connect({"triage.find_alike": self.find}, study.scope)
        detectors.run_changed.connect(self._show_progress)
        detectors.run_failed.connect(self._run_failed)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._context.window, (_DIALOG,))

    # choosing

    def find(self) -> None:
        """Ask which marks are the examples: those of the kind of the selected one, or of another."""
        if self._study.review.blindness.is_blind:
            self._context.say(tr("You are reading blind: suggestions are hidden until you sign, similar events too."))
            return
        selected = self._study.review.selection.mark
        if selected is not None and selected_in_sight(self._context, self._study, "find more like it") is None:
            return
        if selected is not None:
            try:
                check_example(selected)
            except UsageError as error:
                self._context.studies.fail(error)
                return
        self._selected = selected
        if self._detectors.plugins:
            self._open()
        else:
            self._detectors.look(self._study.scope.while_open(self._open))

    def _open(self) -> None:
        manifest, selected = self._manifest(), self._selected
        if manifest is None:
            self._detectors.run(SIMILAR_ID, {})  # which says that it is not there
            return
        if selected is not None and selected.term_id not in manifest.terms:
            label = self._label(selected.term_id)
            self._context.studies.fail(
                UsageError(f"“{label}” cannot be searched for by example.", "Select the mark of a short event.")
            )
            return
        kinds = example_kinds(self._marks(), self._study.review.layers.counted, manifest.terms)
        if selected is not None:
            kinds.setdefault(selected.term_id, 0)
        if not kinds:
            self._context.say(tr("There is no mark to search from. Mark one event first, then find more like it."))
            return
        close_dialogs(self._context.window, (_DIALOG,))
        self._asked = None
        dialog = show_dialog(self._context.window, _DIALOG, self._build)
        if isinstance(dialog, SimilarDialog):
            offered = [(term_id, kind_text(self._label(term_id), n)) for term_id, n in kinds.items()]
            dialog.offer(offered, selected.term_id if selected is not None else next(iter(kinds)))
            dialog.kind.activated.connect(self._offer_examples)
            self._offer_examples()
            dialog.start.setFocus()

    def _build(self) -> SimilarDialog:
        dialog = SimilarDialog(self._context.window)
        dialog.changed.connect(self._show_choice)
        dialog.run_asked.connect(self._run)
        dialog.cancel_asked.connect(self._detectors.runs.cancel)
        dialog.page_asked.connect(self._open_page)
        dialog.triage_asked.connect(self._go_through)
        dialog.more_asked.connect(self._show_more)
        return dialog

    def _open_page(self) -> None:
        self._detectors.open_about(SIMILAR_ID)

    def _dialog(self) -> SimilarDialog | None:
        dialog = open_dialog(self._context.window, _DIALOG)
        return dialog if isinstance(dialog, SimilarDialog) else None

    def _offer_examples(self) -> None:
        """Offer the marks of the kind chosen; the template is as long as suits them."""
        dialog = self._dialog()
        if dialog is None:
            return
        layers, term_id, selected = self._study.review.layers, dialog.term_id, self._selected
        n_all = example_kinds(self._marks(), layers.counted, (term_id,)).get(term_id, 0)
        is_own = layers.counted == self._study.review.author
        one = selected if selected is not None and selected.term_id == term_id else None
        dialog.offer_examples(
            all_text(n_all, self._label(term_id), "" if is_own else layers.counted) if n_all else "",
            one_text(self._study.times.text(one.onset_s)) if one is not None else "",
            self._context.settings.text(_EXAMPLES, "all") == "one",
        )
        choice = self._choice(dialog)
        if choice is not None:
            dialog.show_template(choice.template_s)
        self._show_choice()

    def _choice(self, dialog: SimilarDialog) -> ExampleChoice | None:
        """Return the examples as the dialog has them, the template as it suits them."""
        review = self._study.review
        records = (r for r in review.records if r.term_id == JUDGEMENT_TERM and r.layer == review.author)
        judgements = [judgement for record in records if (judgement := judgement_of(record)) is not None]
        try:
            return choose_examples(
                self._marks(),
                dialog.term_id,
                review.layers.counted,
                judgements,
                review.layers.same_event,
                self._selected if dialog.is_one else None,
            )
        except UsageError:
            return None

    def _show_choice(self) -> None:
        dialog, manifest = self._dialog(), self._manifest()
        choice = self._choice(dialog) if dialog is not None else None
        if dialog is None or choice is None or manifest is None:
            return
        evidence = [(one.data, one.result) for one in manifest.evidence]
        dialog.show_choice(used_text(choice), left_out_text(choice), expected_text(evidence, len(choice.used)))

    # running

    def _run(self) -> None:
        dialog, plugin = self._dialog(), self._detectors.plugin(SIMILAR_ID)
        choice = self._choice(dialog) if dialog is not None else None
        if dialog is None or choice is None or plugin is None:
            return
        if plugin.needs_consent:
            self._detectors.open_consent(SIMILAR_ID)
            return
        if self._selected is not None:
            self._context.settings.put(_EXAMPLES, "one" if dialog.is_one else "all")
        choice = choice.with_template(dialog.template.value())
        self._asked = choice
        self._wanted[_key(choice.values)] = choice
        text = source_text(choice, self._label(choice.term_id))
        dialog.source.setText(f"{text[:1].upper()}{text[1:]}.")
        dialog.show_running(tr("Starting …"), 0.0, can_stop=False)
        self._detectors.run(SIMILAR_ID, choice.values, self._study.recording.span)

    def _show_progress(self, under_way: RunUnderWay | None) -> None:
        dialog, asked = self._dialog(), self._asked
        if dialog is None or asked is None or dialog.stage is not SimilarStage.RUNNING or under_way is None:
            return
        run = under_way.run
        if under_way.is_stopping:
            dialog.show_running(tr("Stopping …"), under_way.share, can_stop=False)
        elif run is not None and _key(dict(run.parameters)) == _key(asked.values):
            dialog.show_running(
                tr(
                    "Searching: {share:.0f} %, {n_found} so far", share=under_way.share * 100, n_found=under_way.n_found
                ),
                under_way.share,
                can_stop=True,
            )
        elif run is not None:
            dialog.show_running(tr("Waiting until {title} has ended …", title=under_way.title), 0.0, can_stop=False)

    def _run_failed(self, _error: EegViewError) -> None:
        dialog = self._dialog()
        if dialog is not None and dialog.stage is SimilarStage.RUNNING:
            dialog.show_stage(SimilarStage.CHOOSING)

    def run_ended(self, found: Detected) -> None:
        """Open a run started here; its suggestions are shown, as nobody asks for what is to stay hidden."""
        suggestions, run = self._study.suggestions, found.run
        choice = self._wanted.pop(_key(dict(run.parameters)), None)
        if choice is None or run.fingerprint != self._study.recording.fingerprint:
            return
        suggestions.show(run.run_id)
        if self._study.review.blindness.is_blind:  # asked for meanwhile
            close_dialogs(self._context.window, (_DIALOG,))
            return
        suggestions.reveal()
        threshold = self._threshold.wanted
        scores = [detection.score for detection in found.detections]
        label, dialog = self._label(choice.term_id), self._dialog()
        text = result_text(scores, threshold, label)
        if run.end is not RunEnd.DONE:
            text = f"{text} {ending_sentence(run, len(scores))}"
        n_shown = sum(score >= threshold for score in scores)
        if dialog is not None and self._asked == choice:
            self._run_id = run.run_id
            more = more_text(scores, threshold, MORE_FROM)
            dialog.show_result(text, n_shown, more)
        else:
            act, run_it = ("Triage", self._study.scope.while_open(self._open_triage)) if n_shown else ("", None)
            self._context.say(f"{text[:-1]}, {source_text(choice, label)}.", act, run_it)

    # what came of it

    def _go_through(self) -> None:
        close_dialogs(self._context.window, (_DIALOG,))
        self._open_triage()

    def _show_more(self) -> None:
        """Show less similar ones of this run too; for the next one the threshold stays as it was."""
        suggestions, dialog = self._study.suggestions, self._dialog()
        shown = suggestions.shown
        if dialog is None or shown is None or shown.run.run_id != self._run_id:
            return
        self._threshold.lower_once(self._run_id, MORE_FROM)
        scores = [detection.score for detection in shown.candidates.detections]
        label = self._label(self._asked.term_id) if self._asked is not None else ""
        dialog.show_result(result_text(scores, MORE_FROM, label), suggestions.counts.shown, "")

    # what is asked of others

    def _marks(self) -> list[Annotation]:
        """Return the marks that the reader may see: none of hidden layers, none that a blind reader must not know."""
        review = self._study.review
        hidden, ids = review.layers.hidden, review.selection.filter.without_ids
        return [mark for mark in review.marks if mark.layer not in hidden and mark.annotation_id not in ids]

    def _manifest(self) -> Manifest | None:
        plugin = self._detectors.plugin(SIMILAR_ID)
        return plugin.manifest if plugin is not None else None

    def _label(self, term_id: str) -> str:
        term = self._context.studies.vocabulary.term(term_id)
        return term.label if term is not None else term_id

    def add_to_menu(self, menu: QMenu, _at_px: QPointF, mark: Annotation | None) -> None:
        """Offer it in the menu of a mark, but for the recorder's own."""
        manifest = self._manifest()
        if mark is None or mark.layer == FILE_LAYER or not is_single_event(mark):
            return
        if manifest is not None and mark.term_id not in manifest.terms:
            return

        def find() -> None:
            self._study.review.selection.select(mark)
            self.find()

        action = menu.addAction(tr("Find more like this…"))
        action.setObjectName("menu.find_alike")
        action.triggered.connect(lambda _checked=False: find())


def _key(values: Mapping[str, object]) -> tuple[str, str]:
    """Return by what a run is known again: its examples, and what it leaves out."""
    return str(values.get("examples", "")), str(values.get("marked", ""))
