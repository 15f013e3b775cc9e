"""Sign-off in the window: the dialog, the reason for what is changed after it, and whether what was signed stands."""

from collections import Counter

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.comparing.unsettled import open_reader_texts
from eegview.app.marks.layers import layer_text
from eegview.app.review.open_items import Reading, open_items
from eegview.app.review.signing import (
    SignatureState,
    details_text,
    settings_text,
    state_of,
    state_text,
)
from eegview.app.scoring.second.sheet_status import open_score_texts
from eegview.clinical.coverage import coverage_of
from eegview.clinical.stages import AROUSAL_TERM, SLEEP_TERM
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, marks_text
from eegview.model.edit import Edit
from eegview.model.signature import Meaning, latest_signatures
from eegview.model.text.language import tr
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.signing.label import SignatureLabel
from eegview.ui.signing.sign_dialog import ReasonDialog, SignDialog
from eegview.ui.sync.controller import SyncController
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, clock_text

_CHECK_MS = 150  # a burst of changes is checked once
_DIALOGS = ("sign", "addendum")
_AFTER_ALL = 2**53  # no edit has this number: nothing is compared where every signature is another's, and sealed


class SigningController(QObject):
    """Opens the dialogs that sign one study and explain later changes, and keeps the status line true.

    states : of the last signature under each layer, one's own first
    sync : knows which videos are matched
    """

    changed = Signal()  # `states`

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        label: SignatureLabel,
        reviewed: ReviewedController,
        sync: SyncController,
    ) -> None:
        super().__init__(study.scope)
        self._vocabulary, self._sync = context.studies.vocabulary, sync
        self._unjudged: tuple[str, ...] = ()  # as counted when the dialog was opened
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._study, self._reviewed, self.label = study, reviewed, label
        self.states: tuple[SignatureState, ...] = ()
        self._timer = QTimer(self, interval=_CHECK_MS, singleShot=True)
        self._timer.timeout.connect(self.check)
        review, while_open = study.review, study.scope.while_open
        review.marks_changed.connect(while_open(lambda _edit: self._timer.start()))
        review.records.changed.connect(while_open(lambda _records: self._timer.start()))
        review.acts.addenda.asked.connect(while_open(self._ask_reason))
        study.scope.ended.connect(self._end)
        context.actions.connect({"study.sign": lambda: review.acts.introduction.first(self.ask)}, study.scope)

    def _end(self) -> None:
        self._timer.stop()
        close_dialogs(self._window, _DIALOGS)
        self._show(())

    # does it stand

    def check(self) -> None:
        """Fetch what was edited since the oldest signature that counts, and compare."""
        review, studies, while_open = self._study.review, self._studies, self._study.scope.while_open
        signatures = latest_signatures(review.records)
        if not signatures:
            self._show(())
            return
        order = sorted(signatures.values(), key=lambda s: (s.layer != review.author, s.layer != FINAL_LAYER, s.layer))
        marks = (*review.marks, *review.records.evidence)

        def compare(edits: tuple[Edit, ...]) -> None:
            studies.work.submit(
                lambda: tuple(state_of(s, marks, [e for e in edits if e.number > s.head_number]) for s in order),
                while_open(self._show),
                studies.fail,
            )

        oldest = min((s.head_number for s in order if not s.is_sealed), default=_AFTER_ALL)
        review.edits_since(oldest, while_open(compare))

    def _show(self, states: tuple[SignatureState, ...]) -> None:
        self.states = states
        first = states[0] if states else None
        if first is None:
            self.label.hide()
        else:
            layer, author = first.signature.layer, self._study.review.author
            whose = "" if layer == author else f"{layer_text(layer, author)}: "
            role = "warning" if first.is_broken else "accent" if first.is_matching else "quiet"
            self.label.show_state(f"{whose}{state_text(first)}", details_text(first), role)
        self.changed.emit()

    # signing

    def ask(self) -> None:
        """Open the dialog that signs, once it is known what is still to be judged."""
        while_open = self._study.scope.while_open

        def show(unjudged: tuple[str, ...]) -> None:
            self._unjudged = unjudged
            dialog = show_dialog(self._window, "sign", self._sign_dialog)
            if isinstance(dialog, SignDialog):
                dialog.refresh_open()

        self._study.suggestions.count_open(
            while_open(lambda found: show(tuple(one.text for one in found))),
            while_open(lambda _error: show((tr("not known, as the study library is unavailable"),))),
        )

    def _sign_dialog(self) -> SignDialog:
        review, reviewer = self._study.review, self._studies.reviewer
        counts = Counter(mark.layer for mark in review.marks)
        layers = [review.author]
        if reviewer.role == FINAL_ROLE and counts[FINAL_LAYER]:
            layers.append(FINAL_LAYER)
        named = [(layer, f"{layer_text(layer, review.author)} — {marks_text(counts[layer])}") for layer in layers]
        bound = (
            "The signature covers (by hash) the marks, the evidence for scores, the edit log up to now, the recording "
            "and its display settings.",
        )
        name = self._settings.text("reviewer/printed_name") or reviewer.name
        counted = review.layers.counted
        dialog = SignDialog(self._window, reviewer, name, named, counted, bound, self.open_items)
        dialog.signed.connect(self.sign)
        return dialog

    def open_items(self, layer: str) -> tuple[str, ...]:
        """Return what is open of the review of this layer, as it is now."""
        review, reviewed, recording = self._study.review, self._reviewed, self._study.recording
        marks = [mark for mark in review.marks if mark.layer == layer]
        coverage = coverage_of((m for m in marks if m.term_id in (SLEEP_TERM, AROUSAL_TERM)), recording.segments)
        unmatched = self._sync.clips.unmatched
        stored = (*review.marks, *review.records) if layer == FINAL_LAYER else ()
        has_video = reviewed.share_with_video > 0 or bool(unmatched)
        return open_items(
            Reading(reviewed.share, reviewed.share_with_video, coverage.recorded_s, has_video),
            marks,
            review.records,
            review.author,
            coverage if not recording.is_film else None,
            self._vocabulary,
            self._unjudged,
            unmatched,
            review.n_waiting + review.n_pending,
            open_score_texts(review, layer, lambda time_s: clock_text(recording, time_s)),
            open_reader_texts(stored, recording.fingerprint, self._vocabulary),
        )

    def sign(self, name: str, meaning: Meaning, layer: str, open_items: tuple[str, ...] = ()) -> None:
        """Sign the marks of a layer as shown now; the printed name is proposed again next time.

        open_items : what was open of the review, as it was listed
        """
        self._settings.put("reviewer/printed_name", name)
        self._study.review.acts.sign(name, meaning, layer, settings_text(self._study.view), open_items)

    # after it

    def _ask_reason(self, n_held: int) -> None:
        if not n_held:
            close_dialogs(self._window, ("addendum",))
            return
        show_dialog(self._window, "addendum", self._reason_dialog)

    def _reason_dialog(self) -> ReasonDialog:
        review = self._study.review
        signature = latest_signatures(review.records)
        layer = review.author if review.author in signature else FINAL_LAYER
        signed = state_text(SignatureState(signature[layer], 0, True)).partition(",")[0]
        dialog = ReasonDialog(self._window, signed)
        dialog.given.connect(review.acts.give_reason)
        dialog.rejected.connect(review.acts.drop_unexplained)
        return dialog
