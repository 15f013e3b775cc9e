"""What is known of a set before a session begins: its description, and where the learner stands with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eegview.app.film.accuracy import film_accuracy_line
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.learner.records import Begun, Ended
from eegview.app.training.session.clock import Clock
from eegview.app.training.session.locked_test import (
    LearnerRecords,
    TestState,
    n_learned,
    open_sitting,
    test_state,
)
from eegview.model.text.language import tr
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST, Answer


@dataclass(frozen=True, slots=True)
class SetPreview:
    """One set.

    about : lines of text on it
    n_train : items for learning and exams
    tests : state of the pre- and the post-test, by mode
    left : (answered, of how many) of a session that goes on, by mode
    """

    path: Path
    title: str
    is_simulated: bool
    about: str
    n_train: int
    tests: dict[str, TestState]
    left: dict[str, tuple[int, int]]


class NoRecords:
    """What is known of a learner who has answered nothing yet."""

    def begun(self) -> tuple[Begun, ...]:
        """Return no sitting."""
        return ()

    def ended(self) -> tuple[Ended, ...]:
        """Return no sitting."""
        return ()

    def answers(self) -> tuple[Answer, ...]:
        """Return no answer."""
        return ()


@contextmanager
def _answers_of(path: Path) -> Iterator[LearnerRecords]:
    """Give a learner's records to read; to look at a set makes no file of answers."""
    if not path.exists():
        yield NoRecords()
        return
    with AnswersFile(path, may_write=False) as file:
        yield file


def preview_of(path: Path, answers_path: Path, folder: Path, clock: Clock) -> SetPreview:
    """Read a set's description and where the learner stands; call it on a lane.

    Raises
    ------
    EegViewError : the set or the answers cannot be read
    """
    with open_case_set(path, folder) as case_set:
        with _answers_of(answers_path) as answers:
            now = clock.utc()
            tests = {mode: test_state(case_set, answers, mode, now) for mode in (PRE_TEST, POST_TEST)}
            left: dict[str, tuple[int, int]] = {}
            for mode in (LEARN, EXAM, PRE_TEST, POST_TEST):
                begun = open_sitting(answers, case_set.set_id, mode, now)
                if begun is not None:
                    n_done = sum(one.session_id == begun.session_id for one in answers.answers())
                    left[mode] = n_done, begun.n_items
            n_answered = n_learned(case_set.set_id, answers.answers())
        n_train = sum(item.part == "train" for item in case_set.items)
        n_tests = len(case_set.items) - n_train
        n_video = sum(item.has_video for item in case_set.items)
        n_film = sum(item.is_film for item in case_set.items)
        lines = (
            tr(
                "{n_train} items to learn with, {n_tests} for locked tests; {n_video} with video.",
                n_train=n_train,
                n_tests=n_tests,
                n_video=n_video,
            ),
            tr("{n_film} of them are film alone. {line}", n_film=n_film, line=film_accuracy_line()) if n_film else "",
            tr("All items are computed by the simulator.") if case_set.is_simulated else "",
            tr("Asks: {questions}", questions=" · ".join(question.text for question in case_set.questions.values())),
            tr("Made by {maker}. {signature_text}", maker=case_set.maker, signature_text=case_set.signature_text),
            tr("You have answered {n_answered} of its items for learning.", n_answered=n_answered)
            if n_answered
            else "",
        )
        about = "\n".join(filter(None, lines))
        return SetPreview(path, case_set.title, case_set.is_simulated, about, n_train, tests, left)
