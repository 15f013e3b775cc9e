"""The teacher's view shows learners with consent, items and what is said about them."""

from pytestqt.qtbot import QtBot

from eegview.app.training.learner.records import Comment
from eegview.app.training.teaching.class_answers import ClassAnswers, LearnerAnswers
from eegview.app.training.teaching.item_misses import item_misses
from eegview.model.training.answer import LEARN, Answer
from eegview.ui.training.teacher.window import EMPTY, TeacherWindow

ANSWER = Answer("2026-03-02T09:00:00", "s1", "set", "i1", LEARN, "mimic", 4, 9.0, False, "spasm", "spasm", "easy", "x")


def test_learners_items_and_comments_stand_in_their_tables(qtbot: QtBot) -> None:
    window = TeacherWindow()
    qtbot.addWidget(window)
    learner = LearnerAnswers("Learner 1", (ANSWER,), (Comment("", "set", "i1", "It is artifact."),))
    held = ClassAnswers((learner,), 2)
    window.show_class(held, item_misses(held.learners))
    assert window.title.text() == "1 learner with consent"
    assert window.note.text() == "2 without consent are not shown."
    assert window.learners.shown.texts(0) == ("Learner 1", "1", "0 of 1", "2026-03-02")
    assert window.items.shown.texts(0)[1:5] == ("set", "spasm, easy", "1 of 1", "—")
    assert window.comments.toPlainText() == "Learner 1: It is artifact."
    with qtbot.waitSignal(window.learner_asked) as asked:
        window.figures.click()
    assert asked.args == [learner]


def test_items_stand_with_the_title_of_their_set(qtbot: QtBot) -> None:
    window = TeacherWindow()
    qtbot.addWidget(window)
    held = ClassAnswers((LearnerAnswers("Learner 1", (ANSWER,), ()),), 0)
    window.show_class(held, item_misses(held.learners, {"set": "Ward 3"}))
    assert window.items.shown.texts(0)[1] == "Ward 3"


def test_a_folder_without_consent_says_how_it_is_given(qtbot: QtBot) -> None:
    window = TeacherWindow()
    qtbot.addWidget(window)
    window.show_class(ClassAnswers((), 0), ())
    assert window.note.text() == EMPTY
    assert not window.figures.isEnabled()
