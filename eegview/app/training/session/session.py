"""One sitting of a learner: an item after the other, an answer to each, and what is shown after it."""

from __future__ import annotations

from datetime import datetime

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.records import Ended
from eegview.app.training.session.asked_set import AskedSet
from eegview.app.training.session.beginning import new_sitting
from eegview.app.training.session.clock import SYSTEM_CLOCK, Clock, Stopwatch
from eegview.app.training.session.drawing import Drawing, Drawn
from eegview.app.training.session.judging import check_answer, is_right, nearest_right, onset_difference_s
from eegview.app.training.session.locked_test import open_sitting
from eegview.app.training.session.plan import DONE, EEG, FEEDBACK, Feedback, SessionPlan, Upcoming, layers_of
from eegview.app.training.session.upcoming import upcoming
from eegview.model.errors import UsageError
from eegview.model.training.answer import LEARN, POST_TEST, PRE_TEST, Answer
from eegview.model.training.item import Item
from eegview.model.training.question import ONSET, Question

_SEEN_NOTE = "No unseen item of this category is left; this was the one seen longest ago."
_TESTS = (PRE_TEST, POST_TEST)
_MOST_LOOKED_AT = 2000  # answers, for one to compare a miss with


class Session:
    """A sitting, from its first item to its last.

    What was asked and answered follows from the file of answers alone: where the same sitting was begun less than a day
    ago and not ended, it goes on where it stopped (`is_resumed`). The item shown then begins anew, its time too.

    answers : open for writing
    plan : of a sitting that goes on, number of items, seed and layers are as they were

    Raises
    ------
    UsageError : the test is locked, or was done before and it was not said that this is a repeat; nothing to ask
    LibraryRefused : the answers cannot be written
    """

    def __init__(
        self, case_set: AskedSet, answers: AnswersFile, plan: SessionPlan, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self.case_set, self._file, self._clock = case_set, answers, clock
        now = clock.utc()
        left = open_sitting(answers, case_set.set_id, plan.mode, now)
        self.is_resumed = left is not None
        self._begun = left or new_sitting(case_set, answers, plan, now)
        history = answers.answers()
        mine = [one for one in history if one.session_id == self._begun.session_id]
        before = [one for one in history if one.session_id != self._begun.session_id]
        self._set_answers = [one for one in before if one.set_id == case_set.set_id]
        self._drawing = Drawing(
            case_set,
            plan.mode,
            self._begun.seed,
            tuple(self._set_answers),
            [one for one in before if one.mode == LEARN] if plan.mode == LEARN else (),
        )
        if not self._drawing.items:
            raise UsageError("This case set has no items for that.", "Choose another mode or another set.")
        self.n_items = min(self._begun.n_items, self._drawing.n_groups)
        if left is None:
            answers.begin(self._begun)
        self._watch = Stopwatch(clock.running_s)
        self._drawn: list[Drawn] = []
        self._given: list[Answer] = []
        self._step, self._last_layer, self._position, self._is_paused = EEG, EEG, 0, False
        self.feedback: Feedback | None = None
        self._go_on_after(mine)

    @property
    def mode(self) -> str:
        return self._begun.mode

    @property
    def session_id(self) -> str:
        return self._begun.session_id

    @property
    def has_feedback(self) -> bool:
        """Whether the experts' answer is shown after each item."""
        return self.mode == LEARN

    @property
    def step(self) -> str:
        """What is shown now: `eeg`, `video`, `history`, `feedback` once answered, `done`."""
        return self._step

    @property
    def item(self) -> Item | None:
        """The item that is shown, None once all are done."""
        return None if self._step == DONE else self._drawn[self._position].item

    @property
    def question(self) -> Question | None:
        """What is asked about it."""
        item = self.item
        return None if item is None else self.case_set.questions[item.question_id]

    @property
    def n_done(self) -> int:
        return len(self._given)

    @property
    def answers_given(self) -> tuple[Answer, ...]:
        """The answers of this sitting."""
        return tuple(self._given)

    @property
    def likely_next(self) -> str | None:
        """The item that comes next, so that it can be read from the disk ahead; None for none."""
        place = self._position + 1
        return self._drawn[place].item.item_id if self._step != DONE and place < len(self._drawn) else None

    @property
    def layers(self) -> str:
        """What has been shown of the item: `eeg`, `eeg+video`, `eeg+video+history`."""
        item = self.item
        if item is None:
            return EEG
        shown = layers_of(item)
        last = self._last_layer
        return "+".join(shown[: shown.index(last) + 1])

    @property
    def can_show_more(self) -> bool:
        """Whether a layer is left that was not shown."""
        item = self.item
        return item is not None and self._step != FEEDBACK and layers_of(item)[-1] != self._last_layer

    @property
    def took_s(self) -> float:
        """How long the item was looked at so far, without pauses."""
        return self._watch.seconds

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    def page_shown(self) -> None:
        """Count the time from now: the page is on the screen."""
        if self._step not in (FEEDBACK, DONE) and not self._is_paused:
            self._watch.restart()

    def show_more(self) -> None:
        """Show the next layer: the video, then what is told.

        Raises
        ------
        UsageError : all has been shown
        """
        item = self.item
        if item is None or not self.can_show_more:
            raise UsageError("All there is to this item has been shown.", "Answer it.")
        shown = layers_of(item)
        self._last_layer = shown[shown.index(self._last_layer) + 1]
        self._step = self._last_layer

    def answer(self, value: str, confidence: int, onset_s: float | None = None) -> Feedback | None:
        """Keep the learner's answer and return what is shown after it; None in an exam and in locked tests.

        value : an option of the question, "" for one about an onset
        confidence : 1 guess to 5 sure
        onset_s : seconds from the stretch's start, where one was placed

        Raises
        ------
        UsageError : paused, answered already, or not an answer to this question
        LibraryRefused : it cannot be written; nothing has changed
        """
        item, question = self.item, self.question
        if item is None or question is None or self._step == FEEDBACK or self._is_paused:
            raise UsageError("There is nothing to answer now.", "Continue with the next item, or end the pause.")
        check_answer(question, value, confidence, onset_s, item.duration_s)
        key, drawn = self.case_set.key_of(item.item_id), self._drawn[self._position]
        given = Answer(
            answered_utc=self._clock.utc().isoformat(timespec="microseconds"),
            session_id=self.session_id,
            set_id=self.case_set.set_id,
            item_id=item.item_id,
            mode=self.mode,
            value="" if question.kind == ONSET else value,
            confidence=confidence,
            took_s=round(self._watch.seconds, 3),
            is_correct=is_right(question, value, onset_s, key),
            question_id=item.question_id,
            class_id=key.category.class_id,
            difficulty=key.category.difficulty,
            truth=key.answer,
            onset_s=onset_s,
            onset_difference_s=onset_difference_s(onset_s, key),
            is_repeat=drawn.is_repeat,
            layers=self.layers,
            truth_share=key.share_of(key.answer),
            infant_id=item.infant_id,
        )
        self._file.append(given)
        self._watch.hold()
        nearest = (
            nearest_right(given, self._set_answers[-_MOST_LOOKED_AT:], self._drawing.items)
            if self.has_feedback
            else None
        )
        self._take(given)
        self._step = FEEDBACK
        if self.has_feedback:
            self.feedback = Feedback(given, key, nearest, _SEEN_NOTE if drawn.is_seen_before else "")
        return self.feedback

    def next(self) -> None:
        """Go on to the next item; after the last one the sitting has ended.

        Raises
        ------
        UsageError : the item is not answered yet
        """
        if self._step == DONE:
            return
        if self._step != FEEDBACK:
            raise UsageError("This item is not answered yet.", "Answer it, or finish the session.")
        self.feedback = None
        self._show(self._position + 1)

    def pause(self) -> None:
        """Stop the clock."""
        self._is_paused = True
        self._watch.hold()

    def resume(self) -> None:
        """Let the clock go on."""
        self._is_paused = False
        if self._step not in (FEEDBACK, DONE):
            self._watch.go_on()

    def finish(self) -> None:
        """End the sitting here; a locked test that is not complete counts as broken off."""
        if self._step == DONE:
            return
        is_whole = self.mode not in _TESTS or self.n_done >= self.n_items
        self._end(is_broken_off=not is_whole)

    def queue(self, n: int = 6) -> tuple[Upcoming, ...]:
        """Return which categories come back, the next one due first; nothing in an exam and in locked tests."""
        if not self.has_feedback:
            return ()
        return upcoming(self._drawing, self._clock.utc(), self._given)[:n]

    def _go_on_after(self, given: list[Answer]) -> None:
        """Take in what was answered before the sitting was left, and show the item after it."""
        self._draw()
        self._draw()
        for answer in given:
            place = len(self._given)
            item = self._drawing.items.get(answer.item_id)
            if item is not None:  # the set may have been made anew since
                self._drawn[place : place + 1] = [Drawn(item, answer.is_repeat)]
                self._take(answer)
        self._show(self.n_done)

    def _take(self, given: Answer) -> None:
        """Count an answer, and draw one item more."""
        self._given.append(given)
        self._drawing.take(given)
        self._set_answers.append(given)
        self._draw()

    def _draw(self) -> None:
        """Draw the item after those that are drawn: one ahead of what is shown."""
        place = len(self._drawn)
        if place >= min(self.n_items, self.n_done + 2):
            return
        last = self._given[place - 2].answered_utc if place >= 2 else self._begun.begun_utc
        drawn = self._drawing.next(place, self._drawn, datetime.fromisoformat(last))
        if drawn is not None:
            self._drawn.append(drawn)

    def _show(self, position: int) -> None:
        self._position = position
        if position >= len(self._drawn):
            self._end(is_broken_off=False)
            return
        shown = layers_of(self._drawn[position].item)
        self._last_layer = shown[0] if self._begun.has_layers else shown[-1]
        self._step = self._last_layer
        self._watch.restart()
        if self._is_paused:
            self._watch.hold()

    def _end(self, *, is_broken_off: bool) -> None:
        self._file.end(Ended(self.session_id, self._clock.utc().isoformat(timespec="microseconds"), is_broken_off))
        self._step, self.feedback = DONE, None
        self._watch.hold()
