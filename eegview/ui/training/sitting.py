"""One sitting as the window sees it: the engine runs on a lane, the window gets what to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from eegview.app.lanes import Lane
from eegview.app.training.cases.case_set import CaseSet, open_case_set
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.session.clock import Clock
from eegview.app.training.session.locked_test import TestState, test_state
from eegview.app.training.session.plan import FEEDBACK, Feedback, SessionPlan, Upcoming
from eegview.app.training.session.session import Session
from eegview.model.errors import EegViewError
from eegview.model.training.answer import POST_TEST, Answer
from eegview.model.training.item import Item
from eegview.model.training.question import Question


@dataclass(frozen=True, slots=True)
class SittingState:
    """What is to be shown now.

    step : `eeg`, `video`, `history`, `feedback` once answered, `done`
    layers : what was shown of the item: `eeg+video`
    likely_next : the item that comes next, to be read ahead
    given : the answers of this session
    """

    item: Item | None
    question: Question | None
    step: str
    layers: str
    can_show_more: bool
    n_done: int
    n_items: int
    feedback: Feedback | None
    queue: tuple[Upcoming, ...]
    likely_next: str | None
    given: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OpenedSitting:
    """A set, the file of answers and the session, opened together; `close` is for a lane.

    signature_text : who signed the set, looked up among the keys known here
    """

    case_set: CaseSet
    answers: AnswersFile
    session: Session
    signature_text: str

    def close(self) -> None:
        self.answers.close()
        self.case_set.close()


def open_sitting(
    path: Path, answers_path: Path, folder: Path, plan: SessionPlan, clock: Clock, begins_anew: bool = False
) -> OpenedSitting:
    """Open a set and begin a session, or go on with the one that was left; call it on a lane.

    begins_anew : end the session that was left, and begin another one

    Raises
    ------
    EegViewError : the set or the answers cannot be opened, or the test is locked
    """
    case_set = open_case_set(path, folder)
    try:
        answers = AnswersFile(answers_path, now=clock.utc)
        try:
            session = Session(case_set, answers, plan, clock)
            if begins_anew and session.is_resumed:
                session.finish()
                session = Session(case_set, answers, plan, clock)
            return OpenedSitting(case_set, answers, session, case_set.signature_text)
        except BaseException:
            answers.close()
            raise
    except BaseException:
        case_set.close()
        raise


class Sitting(QObject):
    """Runs one session: what touches files goes to the lane, in order, one thing at a time.

    changed : another item, another step, an answer; a SittingState
    post_test_known : a TestState
    failed : an answer could not be kept, a sentence; an EegViewError
    """

    changed = Signal(object)
    post_test_known = Signal(object)
    failed = Signal(object)

    def __init__(self, opened: OpenedSitting, lane: Lane, clock: Clock) -> None:
        super().__init__()
        self._opened, self._lane, self._clock = opened, lane, clock
        self._is_busy = self._is_closed = False
        self._later: Callable[[], None] | None = None  # pause or resume, asked for while an answer was being written
        self.state = self._state()

    @property
    def case_set(self) -> CaseSet:
        return self._opened.case_set

    @property
    def mode(self) -> str:
        return self._opened.session.mode

    @property
    def has_feedback(self) -> bool:
        return self._opened.session.has_feedback

    @property
    def is_resumed(self) -> bool:
        """Whether it goes on where it was left."""
        return self._opened.session.is_resumed

    @property
    def pseudonym(self) -> str:
        return self._opened.answers.pseudonym

    @property
    def signature_text(self) -> str:
        """Return who signed the set."""
        return self._opened.signature_text

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way to the disk."""
        return self._is_busy

    @property
    def took_s(self) -> float:
        """How long the item was looked at so far, without pauses."""
        return self._opened.session.took_s

    # without the disk

    def page_shown(self) -> None:
        """Count the time from now."""
        if not self._is_busy:
            self._opened.session.page_shown()

    def show_more(self) -> None:
        """Show the next layer; nothing happens where all were shown."""
        if not self._is_busy and self._opened.session.can_show_more:
            self._opened.session.show_more()
            self._tell()

    def pause(self) -> None:
        """Stop the item's clock; while an answer is being written, once it is."""
        self._now_or_later(self._opened.session.pause)

    def resume(self) -> None:
        """Let it go on; while an answer is being written, once it is."""
        self._now_or_later(self._opened.session.resume)

    def _now_or_later(self, act: Callable[[], None]) -> None:
        if self._is_busy:
            self._later = act
        else:
            act()

    def _free(self) -> None:
        """End the time in which an answer is written: do what was asked for meanwhile."""
        self._is_busy = False
        later, self._later = self._later, None
        if later is not None and not self._is_closed:
            later()

    # with the disk

    def answer(self, value: str, confidence: int, onset_s: float | None) -> None:
        """Keep an answer; `changed` comes once it is on the disk."""
        self._run(lambda session: session.answer(value, confidence, onset_s))

    def answer_and_go_on(self, value: str, confidence: int, onset_s: float | None) -> None:
        """Keep an answer and go on: there is no feedback."""

        def act(session: Session) -> None:
            if session.step != FEEDBACK:  # else it was kept before, and going on could not be written
                session.answer(value, confidence, onset_s)
            session.next()

        self._run(act)

    def next(self) -> None:
        """Go on to the next item."""
        self._run(lambda session: session.next())

    def finish(self) -> None:
        """End the session here."""
        self._run(lambda session: session.finish())

    def comment(self, item_id: str, text: str) -> None:
        """Keep what the learner says about an item."""
        opened = self._opened
        self._lane.submit(
            lambda: opened.answers.comment(opened.case_set.set_id, item_id, text), lambda _none: None, self.failed.emit
        )

    def choose_pseudonym(self, text: str, kept: Callable[[], None]) -> None:
        """Keep the pseudonym that the learner chose; then `kept` is called."""
        answers = self._opened.answers
        self._lane.submit(lambda: answers.choose_pseudonym(text), lambda _none: kept(), self.failed.emit)

    def set_consent(self, is_given: bool) -> None:
        """Keep whether teachers may see the answers."""
        answers = self._opened.answers
        self._lane.submit(lambda: answers.set_consent(is_given), lambda _none: None, self.failed.emit)

    def _run(self, act: Callable[[Session], object]) -> None:
        if self._is_busy or self._is_closed:
            return
        self._is_busy = True
        session = self._opened.session

        def work() -> SittingState:
            act(session)
            return self._state()

        def done(state: SittingState) -> None:
            self._free()
            if not self._is_closed:
                self.state = state
                self.changed.emit(state)

        def failed(error: EegViewError) -> None:
            self._free()
            if not self._is_closed:
                self.failed.emit(error)

        self._lane.submit(work, done, failed)

    def _tell(self) -> None:
        self.state = self._state()
        self.changed.emit(self.state)

    def _state(self) -> SittingState:
        session = self._opened.session
        return SittingState(
            session.item,
            session.question,
            session.step,
            session.layers,
            session.can_show_more,
            session.n_done,
            session.n_items,
            session.feedback,
            session.queue(),
            session.likely_next,
            session.answers_given,
        )

    def ask_post_test(self) -> None:
        """Find out where the learner stands with the locked test; `post_test_known` comes."""
        opened, clock = self._opened, self._clock

        def show(state: TestState) -> None:
            if not self._is_closed:
                self.post_test_known.emit(state)

        self._lane.submit(
            lambda: test_state(opened.case_set, opened.answers, POST_TEST, clock.utc()), show, self.failed.emit
        )

    def all_answers(self, take: Callable[[list[Answer]], None]) -> None:
        """Read all of the learner's answers on the lane, then `take` them."""
        answers = self._opened.answers
        self._lane.submit(lambda: list(answers.answers()), take, self.failed.emit)

    def close(self, items: Lane) -> None:
        """Close the files once what was begun is written; the session goes on another time.

        items : the lane that takes clips out of the set, which is closed behind what is still to be taken out
        """
        if not self._is_closed:
            self._is_closed = True
            self._lane.submit(self._opened.answers.close, lambda _none: None, lambda _error: None)
            items.submit(self._opened.case_set.close, lambda _none: None, lambda _error: None)
