"""A resident trains for three days: pre-test, items that come back unseen, post-test, and what the answers show."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from learners.made_case_set import write_made_set
from learners.training_window import (
    FixedTime,
    answer,
    begin_session,
    go_on,
    kept_answers,
    key_of,
    letter_of,
    window_of,
)
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from waiting import wait_until

from eegview.app.training.learner.answers_file import AnswersFile
from eegview.app.training.place import answers_path
from eegview.app.training.session.plan import DONE
from eegview.model.training.answer import LEARN, POST_TEST, PRE_TEST, Answer
from eegview.ui.training.header_showing import QUEUE_LATER
from eegview.ui.training.session_controller import SessionController
from eegview.ui.workstation import Workstation

N_TEST, N_LEARN = 32, 20


@pytest.fixture(scope="module")
def made_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a set of 60 items for learning and 32 for each test; the post-test opens after 20 answers."""
    return write_made_set(tmp_path_factory.mktemp("set") / "spasms.eegcases", 60, N_TEST, unlock_after=N_LEARN)


def sit(
    station: Workstation, session: SessionController, time: FixedTime, is_missed: Callable[[int, str], bool]
) -> None:
    """Answer all items by key, some of them wrong: a spasm as none, anything else as a spasm."""
    for number in range(session.sitting.state.n_items):
        truth = key_of(session).answer
        wrong = "none" if truth == "spasm" else "spasm"
        is_wrong = is_missed(number, truth)
        time.go_on(9.0)
        confidence = Qt.Key.Key_2 if is_wrong else Qt.Key.Key_4
        answer(station, session, letter_of(session, wrong if is_wrong else truth), confidence)
        if session.sitting.has_feedback:
            go_on(station, session)
    wait_until(lambda: session.sitting.state.step == DONE)


def has_consent(station: Workstation) -> bool:
    with AnswersFile(answers_path(station.studies.reviewer.name), may_write=False) as file:
        return file.has_consent


def balanced_accuracy(answers: list[Answer]) -> float:
    """Return the mean of the shares of right calls among spasms and among the rest, worked out here."""
    shares = []
    for is_spasm in (True, False):
        of = [one.value == "spasm" for one in answers if (one.truth == "spasm") is is_spasm]
        shares.append(sum(value is is_spasm for value in of) / len(of))
    return sum(shares) / 2


def test_a_resident_over_three_days(
    start_station: Callable[[], Workstation],
    made_set: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time = FixedTime()
    # the first day: the pre-test, without feedback, then twenty items
    station = start_station()
    station.training.clock = time.clock
    session = begin_session(station, made_set, PRE_TEST)
    sit(station, session, time, lambda number, truth: truth == "spasm" and number % 3 == 0)
    assert window_of(station).result.title.text() == "Pre-test complete"
    time.go_on(60)
    session = begin_session(station, made_set, LEARN, N_LEARN)
    header = window_of(station).header
    wait_until(lambda: header.fields["Post-test"].value.text() == "locked until item 20")
    sit(station, session, time, lambda number, _truth: number % 4 == 0)
    first_day = [one for one in kept_answers(station) if one.mode == LEARN]
    assert len(first_day) == N_LEARN
    assert len({one.item_id for one in first_day}) == N_LEARN
    station.window.close()

    # the second day: what was missed is due, and comes as items that were not seen
    time.now += timedelta(days=1)
    station = start_station()
    station.training.clock = time.clock
    session = begin_session(station, made_set, LEARN, N_LEARN)
    queue = session.sitting.state.queue
    missed = {(one.class_id, one.difficulty) for one in first_day if not one.is_correct}
    due = {(one.category.class_id, one.category.difficulty) for one in queue if one.text == "now"}
    assert due & missed
    assert window_of(station).queue.empty.text() == QUEUE_LATER  # it could tell the item's own category
    sit(station, session, time, lambda number, _truth: number % 5 == 0)
    second_day = [one for one in kept_answers(station) if one.mode == LEARN][N_LEARN:]
    seen = {one.item_id for one in first_day}
    fresh = [one for one in second_day if not one.is_repeat]
    assert not seen & {one.item_id for one in fresh}
    assert all(one.item_id in seen for one in second_day if one.is_repeat)
    assert (fresh[0].class_id, fresh[0].difficulty) in due

    # the third day: the post-test is open, and done
    time.now += timedelta(days=1)
    session = begin_session(station, made_set, POST_TEST)
    sit(station, session, time, lambda number, truth: truth != "spasm" and number % 8 == 0)
    assert window_of(station).result.title.text() == "Post-test complete"

    # what the answers show
    station.actions["training.progress"].trigger()
    window = station.training.controller.progress.window
    figures = wait_until(lambda: window.figures_shown, "the figures are worked out")
    answers = kept_answers(station)
    assert figures.n_answers == len(answers) == 2 * N_TEST + 2 * N_LEARN
    question = figures.question("spasm")
    assert question is not None
    pre, post = ([one for one in answers if one.mode == mode] for mode in (PRE_TEST, POST_TEST))
    assert question.pre.value == pytest.approx(balanced_accuracy(pre))
    assert question.post.value == pytest.approx(balanced_accuracy(post))
    learned = [one for one in answers if one.mode == LEARN and not one.is_repeat]
    assert question.balanced_accuracy.value == pytest.approx(balanced_accuracy(learned))
    assert window.numbers.texts["Balanced accuracy"].startswith(f"{100 * balanced_accuracy(learned):.0f} % (")
    assert figures.median_took_s.value == pytest.approx(9.0)
    n_right = {one.label: one.share_right.n for one in figures.categories}
    assert sum(n_right.values()) == len(learned)
    assert window.figures.threshold.value.text() == question.threshold

    # and what is taken along
    for suffix, button in ((".csv", window.csv), (".pdf", window.pdf)):
        path = tmp_path / f"progress{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, to=path: (str(to), ""))
        button.click()
        wait_until(path.exists)
    wait_until(lambda: (tmp_path / "progress.pdf").read_bytes().startswith(b"%PDF"))
    rows = list(csv.reader((tmp_path / "progress.csv").read_text(encoding="utf-8").splitlines()))
    assert any(f"{question.skill.value:.3f}"[:5] in cell for row in rows for cell in row)

    # a teacher sees it only with consent
    station.actions["training.teacher"].trigger()
    teacher = station.training.controller.teacher.window
    wait_until(lambda: teacher.title.text() == "0 learners with consent")
    window.consent.click()
    wait_until(lambda: has_consent(station), "the consent is kept")
    station.actions["training.teacher"].trigger()
    wait_until(lambda: teacher.title.text() == "1 learner with consent")
    assert teacher.learners.shown.texts(0)[1] == str(len(answers))
