"""Runs one session in its window: shows the item, takes the answer, shows the feedback, goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane, Post
from eegview.app.training.session.plan import DONE, EEG, FEEDBACK, HISTORY, VIDEO
from eegview.model.display.montage import Montage
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.model.training.item import Item
from eegview.model.training.question import ONSET
from eegview.model.vocabulary import Vocabulary
from eegview.ui.training.card.feedback_panel import BEFORE, NO_FEEDBACK
from eegview.ui.training.feedback_showing import FeedbackShowing
from eegview.ui.training.given_answer import FINE_S, STEP_S, GivenAnswer
from eegview.ui.training.header_showing import HeaderShowing
from eegview.ui.training.header_texts import step_index, step_texts
from eegview.ui.training.item_store import ItemStore
from eegview.ui.training.page.item_handle import ItemHandle
from eegview.ui.training.page.traces import OverItem
from eegview.ui.training.sitting import Sitting, SittingState
from eegview.ui.training.window import TrainingWindow

_READING, _PAUSED = tr("Reading the item …"), tr("Paused. The clock stands. “Continue” shows the item again.")
_VIDEO_LATER = tr("The video comes after the EEG: Enter or Space")


class SessionController(QObject):
    """Connects one sitting with the window; it ends with it.

    answered : an answer is on the disk, a SittingState
    ended : the last item was answered, or the session was ended
    """

    answered = Signal(object)
    ended = Signal()

    def __init__(
        self,
        window: TrainingWindow,
        sitting: Sitting,
        lane: Lane,
        post: Post,
        montages: Callable[[], tuple[Montage, ...]],
        vocabulary: Vocabulary,
    ) -> None:
        super().__init__()
        self._window, self.sitting, self._lane = window, sitting, lane
        self._stretch, self._film, self._card = window.stretch, window.film, window.answer
        self.store = ItemStore(sitting.case_set, lane, post, montages, lambda: window.stretch.view)
        self.feedback = FeedbackShowing(window, sitting, self.store, lane, post)
        self._header = HeaderShowing(window, sitting, vocabulary)
        self._given = GivenAnswer()
        self._item: Item | None = None  # the one whose page is shown, or on its way
        self._handle: ItemHandle | None = None
        self._is_counting = False  # the page of this item was on the screen
        self._is_paused = self._is_film_shown = self._is_ended = False
        self._is_revealed = False
        self._has_layers = sitting.case_set.teaches_layers
        sitting.changed.connect(self._changed)
        sitting.failed.connect(self._refused)
        self._stretch.shown.connect(self._page_shown)
        self._stretch.pointed.connect(self.place_onset)
        self._film.moved.connect(self._film_moved)
        self._card.chosen.connect(self.choose)
        self._card.confidence_chosen.connect(self.be_sure)
        self._card.commit_asked.connect(self.go_on)
        window.header.pause_asked.connect(self.pause_or_go_on)
        window.activated.connect(self._activated)
        window.allow(sitting.has_feedback, sitting.has_feedback)
        self._card.reserve(sitting.case_set.questions.values())
        self._changed(sitting.state)

    @property
    def is_ended(self) -> bool:
        """Whether no item is left."""
        return self._is_ended

    def show_set(self) -> None:
        """Show who learns, and with which set."""
        if not self._is_ended:
            self._header.show_set()

    # what is shown

    def _changed(self, state: SittingState) -> None:
        self._header.show_state(state)
        if state.step == DONE:
            self._end()
            return
        if state.item is not self._item:
            self._begin_item(state)
        is_onset = state.question is not None and state.question.kind == ONSET
        self._film.tell_place(state.step == FEEDBACK or not is_onset)
        if state.step == FEEDBACK:
            self._show_committed(state)
            self.answered.emit(state)
        else:
            self._show_layers(state)
        self._show_step(state)

    def _begin_item(self, state: SittingState) -> None:
        """Clear what was shown of the item before, then show this one once its page is there."""
        assert state.item is not None
        assert state.question is not None
        window, item = self._window, state.item
        if self._item is not None and not self.sitting.has_feedback:
            self.answered.emit(state)
        self._item, self._handle, self._given = item, None, GivenAnswer()
        self._is_counting = self._is_film_shown = self._is_revealed = False
        self._stretch.hide_item(_READING)
        self._stretch.traces.show_over(OverItem())
        window.show_film_large(item.is_film)
        later = _READING if item.is_film else _VIDEO_LATER if item.has_video else tr("No video with this item")
        self._film.hide_item(later)
        self.feedback.clear()
        window.feedback.show_nothing(BEFORE if self.sitting.has_feedback else NO_FEEDBACK)
        window.history.hide()
        window.show_question(state.n_done + 1, state.n_items, state.question.text)
        self._card.show_question(state.question)
        self._card.set_open(True)
        keys = [option.key.upper() for option in state.question.options]
        window.keys.show_answer_keys(f"{keys[0]}–{keys[-1]}" if len(keys) > 1 else "← →", item.is_film)
        window.show_card()
        self._show_given()
        self.store.with_item(item.item_id, self._opened, self._unreadable)
        self.store.keep(item.item_id, state.likely_next)
        if state.likely_next is not None:
            self.store.read_ahead(state.likely_next)

    def _opened(self, handle: ItemHandle) -> None:
        if handle.item is not self._item:
            return
        self._handle = handle
        if not self._is_paused:
            self._reveal()

    def _reveal(self) -> None:
        """Show the page of the item, and its film where that is due."""
        assert self._handle is not None
        self._is_revealed = True
        self._stretch.show_item(self._handle)
        self._stretch.show_cursor(self._given.onset_s if self.sitting.state.step != FEEDBACK else None)
        self._show_over()
        self._show_layers(self.sitting.state)
        if not self._has_focus_elsewhere():
            self._stretch.traces.setFocus()

    def _has_focus_elsewhere(self) -> bool:
        focused = self._window.focusWidget()
        return focused is not None and focused.objectName().startswith(("training.choice.", "training.confidence."))

    def _show_over(self) -> None:
        item, question = self._item, self.sitting.state.question
        if item is None or question is None or self.sitting.state.step == FEEDBACK:
            return
        asked_s = item.ask_s if question.kind != ONSET else None
        self._stretch.traces.show_over(OverItem(asked_s, own_onset_s=self._given.onset_s))

    def _film_moved(self, time_s: float) -> None:
        """Let the cursor go with the film, where it is all there is."""
        if self._item is not None and self._item.is_film and self._is_revealed:
            self._stretch.show_cursor(time_s)

    def _page_shown(self) -> None:
        if self._is_revealed and not self._is_counting:
            self._is_counting = True
            self.sitting.page_shown()

    def _show_layers(self, state: SittingState) -> None:
        """Show the video and what is told once they are due."""
        layers, window = state.layers.split("+"), self._window
        if self._is_revealed and VIDEO in layers and not self._is_film_shown and self._handle is not None:
            self._is_film_shown = True
            self._film.show_item(self._handle)
        if HISTORY in layers and state.item is not None and state.item.history:
            window.history.setText(tr("What is told: {history}", history=state.item.history))
            window.history.show()

    def _show_step(self, state: SittingState) -> None:
        if state.item is None or state.question is None:
            return
        is_complete = not self._given.lacks(state.question)
        has_layers, has_feedback = self._has_layers, self.sitting.has_feedback
        texts = step_texts(state.item, has_layers, has_feedback)
        self._window.steps.show_steps(texts, step_index(state.item, has_layers, state.step, is_complete))
        self._window.fit_steps()
        self._card.commit.setText(self._next_deed(state, is_complete))

    def _next_deed(self, state: SittingState, is_complete: bool) -> str:
        if state.step == FEEDBACK:
            return tr("Next item  Enter") if state.n_done < state.n_items else tr("Result  Enter")
        if state.can_show_more and not self._given.is_begun:
            return (
                tr("Show the video  Enter")
                if state.step == EEG and state.item and state.item.has_video
                else tr("Show more  Enter")
            )
        return tr("Commit  Enter")

    def _show_given(self) -> None:
        given = self._given
        self._card.show_answer(given.value, given.confidence, given.onset_s)
        state = self.sitting.state
        if state.step != FEEDBACK:
            self._card.state.setText(tr("not committed"))
            self._card.hint.setText(
                given.lacks(state.question) if state.question is not None and given.is_begun else ""
            )
        self._show_step(state)

    def _show_committed(self, state: SittingState) -> None:
        if state.feedback is None:
            return
        answer = state.feedback.answer
        self._card.set_open(False)
        self._card.show_answer(answer.value, answer.confidence, answer.onset_s)
        self._card.state.setText(tr("committed after {took_s:.1f} s", took_s=answer.took_s))
        self._card.hint.setText("")
        self._stretch.show_cursor(None)
        if not self._is_film_shown and self._handle is not None and self._handle.footage is not None:
            self._is_film_shown = True
            self._film.show_item(self._handle)
        if state.item is not None and state.item.history:
            self._window.history.setText(tr("What is told: {history}", history=state.item.history))
            self._window.history.show()
        assert state.question is not None
        self.feedback.show(state.feedback, state.question, self._handle)

    # the answer

    @property
    def is_open_to_answers(self) -> bool:
        """Whether the item can be answered now."""
        return self._is_revealed and not self._is_paused and self.sitting.state.step not in (FEEDBACK, DONE)

    def choose(self, value: str) -> None:
        """Take a choice; another one replaces it until it is committed."""
        if self.is_open_to_answers:
            self._given = replace(self._given, value=value)
        self._show_given()

    def choose_letter(self, letter: str) -> bool:
        """Take the choice of a letter; return whether there is one."""
        question = self.sitting.state.question
        if question is None or not self.is_open_to_answers:
            return False
        value = next((option.value for option in question.options if option.key.upper() == letter), None)
        if value is not None:
            self.choose(value)
        return value is not None

    def be_sure(self, confidence: int) -> bool:
        """Take a confidence."""
        is_taken = self.is_open_to_answers
        if is_taken:
            self._given = replace(self._given, confidence=confidence)
        self._show_given()
        return is_taken

    def place_onset(self, time_s: float) -> None:
        """Take an onset where one is asked for, seconds from the stretch's start."""
        question = self.sitting.state.question
        if question is not None and question.kind == ONSET and self.is_open_to_answers:
            self._given = replace(self._given, onset_s=round(time_s, 3))
            self._stretch.show_cursor(self._given.onset_s)
            self._show_over()
            self._show_given()

    def step_onset(self, steps: int, is_fine: bool) -> bool:
        """Move the onset; return whether one is asked for."""
        question, item = self.sitting.state.question, self._item
        if question is None or question.kind != ONSET or item is None or not self.is_open_to_answers:
            return False
        at_s = self._given.onset_s
        at_s = item.duration_s / 2 if at_s is None else at_s + steps * (FINE_S if is_fine else STEP_S)
        self.place_onset(min(max(at_s, 0.0), item.duration_s))
        return True

    # going on

    def go_on(self) -> None:
        """Show the next layer, commit the answer, or go to the next item: what comes next."""
        state, given = self.sitting.state, self._given
        if self._is_paused:
            self.pause_or_go_on()
        elif state.step == FEEDBACK:
            self.sitting.next()
        elif not self._is_revealed or state.question is None or self.sitting.is_busy:
            return
        elif state.can_show_more and not given.is_begun:
            self.sitting.show_more()
        elif lacking := given.lacks(state.question):
            self._card.hint.setText(lacking)
        else:
            self.sitting.resume()
            keep = self.sitting.answer if self.sitting.has_feedback else self.sitting.answer_and_go_on
            keep(given.value, given.confidence, given.onset_s)

    def replay(self) -> None:
        """Show the video, or play it again."""
        state = self.sitting.state
        if self._is_film_shown:
            self._film.replay()
        elif state.step == EEG and state.can_show_more and self.is_open_to_answers:
            self.sitting.show_more()

    def pause_or_go_on(self) -> None:
        """Hide the item and stop its clock, or show it again."""
        self._is_paused = not self._is_paused
        self._window.header.show_paused(self._is_paused)
        if self._is_paused:
            self.sitting.pause()
            self._film.hide_item(tr("Paused"))
            self._stretch.hide_item(_PAUSED)
            self._is_revealed = self._is_film_shown = False
            self._window.feedback.setEnabled(False)
            return
        self._window.feedback.setEnabled(True)
        self.sitting.resume()
        if self._handle is not None:
            self._reveal()
            if self.sitting.state.step == FEEDBACK:
                self._show_committed(self.sitting.state)

    def _activated(self, is_active: bool) -> None:
        """Stop the clock while another window has the keyboard."""
        if self._is_paused or self._is_ended:
            return
        if is_active:
            self.sitting.resume()
        else:
            self.sitting.pause()

    # ends

    def _refused(self, error: EegViewError) -> None:
        self._card.hint.setText(f"{error.sentence} {error.advice}".strip())

    def _unreadable(self, error: EegViewError) -> None:
        self._stretch.hide_item(f"{error.sentence}\n{error.advice}".strip())

    def _end(self) -> None:
        if not self._is_ended:
            self._is_ended = True
            self._stretch.hide_item()
            self._film.hide_item()
            self.store.keep()
            self.ended.emit()

    def close(self) -> None:
        """Let go of files and threads; the session goes on another time."""
        self._is_ended = True
        for signal, slot in (
            (self._stretch.shown, self._page_shown),
            (self._stretch.pointed, self.place_onset),
            (self._film.moved, self._film_moved),
            (self._card.chosen, self.choose),
            (self._card.confidence_chosen, self.be_sure),
            (self._card.commit_asked, self.go_on),
            (self._window.header.pause_asked, self.pause_or_go_on),
            (self._window.activated, self._activated),
        ):
            signal.disconnect(slot)
        self.feedback.close()
        self._header.close()
        self._stretch.hide_item()
        self._film.hide_item()
        self.store.close()
        self.sitting.close(self._lane)
