"""Puts a feedback on page and panel: reasons or the experts' marks, the field map, the nearest item answered right."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Post
from eegview.app.page.head_field import HeadField, field_at
from eegview.app.training.session.plan import Feedback
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question
from eegview.ui.training.card.feedback_texts import feedback_texts, key_range
from eegview.ui.training.disagree_dialog import DisagreeDialog
from eegview.ui.training.item_store import ItemStore
from eegview.ui.training.nearest_dialog import NearestDialog
from eegview.ui.training.page.item_handle import ItemHandle
from eegview.ui.training.page.reasons_painter import numbered
from eegview.ui.training.page.traces import OverItem
from eegview.ui.training.sitting import Sitting
from eegview.ui.training.window import TrainingWindow

_NO_FIELD = tr("No field map: too few electrodes with a known place.")


class FeedbackShowing(QObject):
    """Shows one feedback at a time."""

    def __init__(self, window: TrainingWindow, sitting: Sitting, store: ItemStore, lane: Lane, post: Post) -> None:
        super().__init__()
        self._window, self._sitting, self._store, self._lane, self._post = window, sitting, store, lane, post
        self._feedback: Feedback | None = None
        self._question: Question | None = None
        self._shows_marks = False
        self._dialogs: list[DisagreeDialog | NearestDialog] = []
        panel = window.feedback
        panel.marks_asked.connect(self.switch_marks)
        panel.nearest_asked.connect(self.show_nearest)
        panel.disagree_asked.connect(self.disagree)

    @property
    def is_shown(self) -> bool:
        return self._feedback is not None

    @property
    def dialog(self) -> DisagreeDialog | NearestDialog | None:
        """Return the dialog that was opened last for this feedback."""
        return self._dialogs[-1] if self._dialogs else None

    def clear(self) -> None:
        """Show none."""
        self._feedback, self._shows_marks = None, False
        self._window.stretch.show_marks(())
        self._close_dialogs()

    def show(self, feedback: Feedback, question: Question, handle: ItemHandle | None) -> None:
        """Show this one; the same again changes nothing beside it."""
        if feedback is not self._feedback:
            self._shows_marks = False
        self._feedback, self._question = feedback, question
        panel, key = self._window.feedback, feedback.key
        panel.show_feedback(feedback_texts(feedback, question), numbered(key.reasons), self._nearest_text())
        panel.show_marks_on(self._shows_marks, key)
        notes = {feedback.answer.value: tr("your answer")} if feedback.answer.value else {}
        whose = _from(key)
        notes[key.answer] = f"{whose}, your answer" if key.answer in notes else whose
        self._window.answer.show_notes(notes if question.kind != ONSET else {})
        self._show_over()
        if key.field_at_s is not None and handle is not None:
            self._ask_field(key.field_at_s, feedback, handle)

    def _nearest_text(self) -> str:
        feedback = self._feedback
        return tr("Compare with one you had right") if feedback is not None and feedback.nearest_right else ""

    def _show_over(self) -> None:
        feedback, question = self._feedback, self._question
        if feedback is None or question is None:
            return
        key, is_onset = feedback.key, question.kind == ONSET
        reasons = () if self._shows_marks else numbered(key.reasons)
        own_s = feedback.answer.onset_s if is_onset else None
        key_s, within = (key.onset_s, key_range(key)) if is_onset else (None, None)
        over = OverItem(None, reasons, own_s, key_s, within, _from(key))
        self._window.stretch.traces.show_over(over)
        self._window.stretch.show_marks(key.marks if self._shows_marks else ())

    # what can be asked for

    def switch_marks(self) -> None:
        """Show the experts' marks on the page, or the reasons again."""
        if self._feedback is not None and self._feedback.key.marks:
            self._shows_marks = not self._shows_marks
            self._window.feedback.show_marks_on(self._shows_marks, self._feedback.key)
            self._show_over()

    def switch_map(self) -> None:
        """Show the field map, or hide it."""
        if self._feedback is not None:
            self._window.feedback.switch_map()

    def disagree(self) -> None:
        """Ask why the key seems wrong; what is written is kept."""
        feedback = self._feedback
        if feedback is None:
            return
        dialog = DisagreeDialog(self._window)
        item_id = feedback.answer.item_id
        dialog.written.connect(lambda text: self._keep_comment(item_id, text))
        self._open(dialog)

    def _keep_comment(self, item_id: str, text: str) -> None:
        self._sitting.comment(item_id, text)
        self._window.answer.hint.setText(tr("Your words are kept with your answers."))

    def show_nearest(self) -> None:
        """Show the nearest item that was answered right, beside this one, to look at only."""
        feedback, question = self._feedback, self._question
        if feedback is None or question is None or feedback.nearest_right is None:
            return
        key = self._sitting.case_set.key_of(feedback.nearest_right)
        stretch = self._window.stretch
        dialog = NearestDialog(self._window, stretch, question.label_of(key.answer), key, self._post)
        self._open(dialog)
        shown = self._store.with_item
        shown(feedback.nearest_right, dialog.show_item, dialog.show_error)

    def _open(self, dialog: DisagreeDialog | NearestDialog) -> None:
        self._close_dialogs()
        self._dialogs.append(dialog)
        dialog.show()

    def _close_dialogs(self) -> None:
        for dialog in self._dialogs:
            dialog.close()
            dialog.deleteLater()
        self._dialogs = []

    # the field map

    def _ask_field(self, at_s: float, feedback: Feedback, handle: ItemHandle) -> None:
        filters = self._window.stretch.view.filters
        source = handle.source

        def work() -> HeadField | None:
            own = source.reopen()
            try:
                return field_at(own, at_s, filters)
            finally:
                own.close()

        def done(field: HeadField | None) -> None:
            if feedback is self._feedback:
                self._window.feedback.show_field(field, "" if field is not None else _NO_FIELD)

        def failed(error: EegViewError) -> None:
            if feedback is self._feedback:
                self._window.feedback.show_field(None, error.sentence)

        self._lane.submit(work, done, failed)

    def close(self) -> None:
        """End with the session."""
        panel = self._window.feedback
        panel.marks_asked.disconnect(self.switch_marks)
        panel.nearest_asked.disconnect(self.show_nearest)
        panel.disagree_asked.disconnect(self.disagree)
        self.clear()


def _from(key: Key) -> str:
    """Return who an answer is from."""
    return "simulator" if key.is_simulated else "experts"
