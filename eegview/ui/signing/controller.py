"""Sign-off in the window: the dialog, the reason for what is changed after it, and whether what was signed stands."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.marks.layers import layer_text
from eegview.app.review.coverage import share_text
from eegview.app.review.review import Review
from eegview.app.review.signing import SignatureState, details_text, settings_text, state_of, state_text
from eegview.model.annotation import FINAL_LAYER, FINAL_ROLE, marks_text
from eegview.model.edit import Edit
from eegview.model.signature import Meaning, latest_signatures
from eegview.ui.signing.sign_dialog import ReasonDialog, SignDialog
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_CHECK_MS = 150  # a burst of changes is checked once
_DIALOGS = ("sign", "addendum")


class SignatureLabel(ElidedLabel):
    """A word on the signature in the status line; its tip says all that was signed."""

    def __init__(self) -> None:
        self._details = ""
        super().__init__()
        self.setObjectName("status.signature")

    def show_state(self, text: str, details: str) -> None:
        self._details = details
        self.setText(text)

    def _tell_rest(self) -> None:
        self.setToolTip(f"{self.text()}\n{self._details}" if self._details else "")


class SigningDesk(QObject):
    """Wires signatures of the open study to dialogs and the status line."""

    changed = Signal()  # `states`

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk, self._window = station, station.desk, station.window
        self.states: tuple[SignatureState, ...] = ()  # of the last signature under each layer, one's own first
        self.label = SignatureLabel()
        self.label.hide()
        self._window.statusBar().addPermanentWidget(self.label)
        self._timer = QTimer(self, interval=_CHECK_MS, singleShot=True)
        self._timer.timeout.connect(self.check)
        station.actions.connect({"study.sign": self.ask})
        self._desk.study_opened.connect(self._study_opened)
        self._desk.study_closed.connect(self._study_closed)

    @property
    def _review(self) -> Review | None:
        return self._desk.study.review if self._desk.study else None

    def _study_opened(self, study: OpenStudy) -> None:
        review = study.review
        review.marks_changed.connect(lambda _edit: self._check_soon(review))
        review.records.changed.connect(lambda _records: self._check_soon(review))
        review.acts.addenda.asked.connect(lambda n_held: self._ask_reason(n_held) if review is self._review else None)

    def _study_closed(self) -> None:
        self._timer.stop()
        close_dialogs(self._window, _DIALOGS)
        self._show(())

    # does it stand

    def _check_soon(self, review: Review) -> None:
        if review is self._review:  # else its study was closed meanwhile
            self._timer.start()

    def check(self) -> None:
        """Fetch what was edited since the oldest signature that counts, and compare."""
        review = self._review
        signatures = latest_signatures(review.records) if review is not None else {}
        if review is None or not signatures:
            self._show(())
            return
        order = sorted(signatures.values(), key=lambda s: (s.layer != review.author, s.layer != FINAL_LAYER, s.layer))
        marks = review.marks  # never changed, only replaced

        def compare(edits: tuple[Edit, ...]) -> None:
            self._desk.work.submit(
                lambda: tuple(state_of(s, marks, [e for e in edits if e.number > s.head_number]) for s in order),
                lambda states: self._show(states) if review is self._review else None,
                self._desk.fail,
            )

        review.edits_since(min(s.head_number for s in order), compare)

    def _show(self, states: tuple[SignatureState, ...]) -> None:
        self.states = states
        first = states[0] if states else None
        self.label.setVisible(first is not None)
        if first is not None:
            layer, author = first.signature.layer, self._review.author if self._review else ""
            whose = "" if layer == author else f"{layer_text(layer, author)}: "
            self.label.show_state(f"{whose}{state_text(first)}", details_text(first))
            role = "warning" if first.is_broken else "accent" if first.is_matching else "quiet"
            self.label.setProperty("role", role)
            self.label.style().unpolish(self.label)
            self.label.style().polish(self.label)
        self.changed.emit()

    # signing

    def ask(self) -> None:
        study = self._desk.study
        if study is not None:
            show_dialog(self._window, "sign", partial(self._sign_dialog, study))

    def _sign_dialog(self, study: OpenStudy) -> SignDialog:
        review, reviewer, reviewed = study.review, self._desk.reviewer, self._station.reviewed
        counts = Counter(mark.layer for mark in review.marks)
        layers = [review.author]
        if reviewer.role == FINAL_ROLE and counts[FINAL_LAYER]:
            layers.append(FINAL_LAYER)
        named = [(layer, f"{layer_text(layer, review.author)} — {marks_text(counts[layer])}") for layer in layers]
        facts = (
            "Bound by hash: the marks, the edit log up to now, the recording and how it is shown now.",
            f"Reviewed by you: {share_text(reviewed.share)}, "
            f"{share_text(reviewed.share_with_video)} with the picture open.",
        )
        name = self._station.settings.text("reviewer/printed_name") or reviewer.name
        dialog = SignDialog(self._window, reviewer, name, named, facts)
        dialog.signed.connect(lambda name, meaning, layer: self.sign(study, name, meaning, layer))
        return dialog

    def sign(self, study: OpenStudy, name: str, meaning: Meaning, layer: str) -> None:
        """Sign the marks of a layer as shown now; the printed name is proposed again next time."""
        self._station.settings.put("reviewer/printed_name", name)
        study.review.acts.sign(name, meaning, layer, settings_text(study.session.view))

    # after it

    def _ask_reason(self, n_held: int) -> None:
        if not n_held:
            close_dialogs(self._window, ("addendum",))
            return
        show_dialog(self._window, "addendum", self._reason_dialog)

    def _reason_dialog(self) -> ReasonDialog:
        review = self._review
        assert review is not None
        signature = latest_signatures(review.records)
        layer = review.author if review.author in signature else FINAL_LAYER
        signed = state_text(SignatureState(signature[layer], 0, True)).partition(",")[0]
        dialog = ReasonDialog(self._window, signed)
        dialog.given.connect(review.acts.give_reason)
        dialog.rejected.connect(review.acts.drop_unexplained)
        return dialog
