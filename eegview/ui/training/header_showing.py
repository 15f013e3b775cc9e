"""What stands around the item of a session: who, which set, how the page is drawn, what comes back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from eegview.app.training.session.locked_test import TestState
from eegview.app.training.session.plan import FEEDBACK
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.model.training.question import ONSET, Question
from eegview.model.vocabulary import Vocabulary
from eegview.ui.training.header_texts import MODE_TEXTS, category_text, filters_text, set_text, test_text, today_text
from eegview.ui.training.sitting import Sitting, SittingState
from eegview.ui.training.window import TrainingWindow

_NO_EEG = tr("Film alone: there is no EEG with this item.")
QUEUE_LATER = tr("Shown once the item is answered: what comes back could be this one.")


class HeaderShowing(QObject):
    """Keeps header, question and queue of one session true."""

    def __init__(self, window: TrainingWindow, sitting: Sitting, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._window, self._sitting, self._vocabulary = window, sitting, vocabulary
        self._n_known = -1  # answers when the post-test was asked about
        sitting.post_test_known.connect(self._show_post_test)
        window.stretch.view_changed.connect(self.show_look)
        self.show_set()

    def show_set(self) -> None:
        """Show who learns, and with which set."""
        sitting, header = self._sitting, self._window.header
        case_set = sitting.case_set
        header.who.setText(
            tr("Training · {pseudonym} · set “{title}”", pseudonym=sitting.pseudonym, title=case_set.title)
        )
        header.simulated.setVisible(case_set.is_simulated)
        header.show_field("Mode", MODE_TEXTS[sitting.mode])
        about = f"{case_set.title}, made by {case_set.maker}. {sitting.signature_text}"
        header.show_field("Set", set_text(case_set), about)
        self.show_look(self._window.stretch.view)

    def show_state(self, state: SittingState) -> None:
        """Show how far the session is and what comes back; after an answer also where the post-test stands."""
        today = today_text(state.n_done, state.n_items, state.given)
        self._window.header.show_field("Today", today, tr("Time that items were looked at"))
        self._show_queue(state)
        if state.n_done != self._n_known:
            self._n_known = state.n_done
            self._sitting.ask_post_test()

    def _show_post_test(self, state: TestState) -> None:
        self._window.header.show_field("Post-test", test_text(state), state.text)

    def show_look(self, view: ViewState) -> None:
        """Show how the page is drawn, and which part of a long stretch is on it."""
        header, state = self._window.header, self._sitting.state
        is_film = state.item is not None and state.item.is_film
        if is_film:
            for caption in ("Montage", "Filters", "Sensitivity"):
                header.show_field(caption, "—", _NO_EEG)
        else:
            self._show_eeg_look(view)
        if state.question is not None:
            number = state.n_done + (state.step != FEEDBACK)
            text = f"{state.question.text}{_place_text(state, view)}"
            self._window.show_question(number, state.n_items, text)

    def _show_eeg_look(self, view: ViewState) -> None:
        header, montage = self._window.header, self._window.stretch.montage
        header.show_field("Montage", montage.label if montage is not None else "—", tr("F1 to F12 choose a montage"))
        header.show_field("Filters", filters_text(view), tr("Shift+F: off and on"))
        header.show_field("Sensitivity", f"{view.sensitivity_uv_per_mm:g} µV/mm", tr("Up and Down: next step"))

    def _show_queue(self, state: SittingState) -> None:
        """Show what comes back, once the item is answered: a category that is due now could be the item's own."""
        if state.step != FEEDBACK:
            self._window.queue.show_categories((), QUEUE_LATER)
            return
        questions = self._sitting.case_set.questions
        texts = []
        for one in state.queue:
            question = questions.get(one.category.question_id)
            label = self._label_of(one.category.class_id, question)
            unseen = f"{one.n_unseen} new" if one.n_unseen else "all seen"
            texts.append((one.text, category_text(one.category, label), f"{one.n_answered}× · {unseen}"))
        self._window.queue.show_categories(tuple(texts), tr("Nothing comes back yet."))

    def _label_of(self, class_id: str, question: Question | None) -> str:
        """Return what a class is called: by its question, else by the vocabulary."""
        label = question.label_of(class_id) if question is not None else class_id
        if label == class_id:
            term = self._vocabulary.term(class_id)
            plain = class_id.replace("_", " ").capitalize().replace("Based", "BASED")
            label = term.label if term is not None else plain
        if question is not None and question.is_film:
            return tr("Film: {lower}", lower=label.lower())
        return tr("Onset: {lower}", lower=label.lower()) if question is not None and question.kind == ONSET else label

    def close(self) -> None:
        """End with the session."""
        self._window.stretch.view_changed.disconnect(self.show_look)


def _place_text(state: SittingState, view: ViewState) -> str:
    """Return which part of a long stretch is on the page, "" where all of it is."""
    item = state.item
    if item is None or item.duration_s <= view.page_s:
        return ""
    stop_s = min(view.start_s + view.page_s, item.duration_s)
    return tr(
        "  ·  {start_s:.0f}–{stop_s:.0f} s of {duration_s:.0f} s (PgDn)",
        start_s=view.start_s,
        stop_s=stop_s,
        duration_s=item.duration_s,
    )
