"""The learner's figures as they are shown: tests over all questions, onsets in their own measures."""

from learners.learner_answers import answer_at
from learners.made_case_set import SPASM, WHEN
from pytestqt.qtbot import QtBot

from eegview.app.themes import load_themes
from eegview.app.training.learner.figures import LearnerStatistics
from eegview.app.training.learner.statistics import learner_statistics
from eegview.model.training.answer import POST_TEST, PRE_TEST, Answer
from eegview.ui.training.learner.figures_column import FiguresColumn
from eegview.ui.training.learner.numbers_card import NumbersCard


class TwoQuestions:
    """A set of no items that asks for spasms and for onsets."""

    set_id, items, questions = "made-set", (), {"spasm": SPASM, "onset": WHEN}

    def key_of(self, item_id: str):
        raise AssertionError(item_id)


def answers_of_test(mode: str, n_wrong: int, first: int) -> list[Answer]:
    """Return a test of 20 items, 4 of them on onsets."""
    found = []
    for number in range(20):
        is_onset, is_right = number % 5 == 4, number >= n_wrong
        truth = "" if is_onset else "spasm"
        found.append(
            answer_at(
                first + number,
                truth,
                truth if is_right else "none",
                mode=mode,
                session_id=mode,
                question_id="onset" if is_onset else "spasm",
                class_id="spasm",
                is_correct=is_right,
                onset_s=5.0 if is_onset else None,
                onset_difference_s=0.1 if is_onset else None,
            )
        )
    return found


def figures() -> LearnerStatistics:
    answers = answers_of_test(PRE_TEST, 12, 0) + answers_of_test(POST_TEST, 2, 100)
    return learner_statistics(answers, TwoQuestions(), "R7")


def test_the_locked_tests_are_shown_over_all_questions(qtbot: QtBot) -> None:
    card = NumbersCard()
    qtbot.addWidget(card)
    card.show_figures(figures(), figures().question("spasm"))
    assert card.texts["Pre-test, right answers, all questions"].startswith("40 % (")
    assert card.texts["Post-test, right answers, all questions"].startswith("90 % (")
    assert card.texts["Post-test less pre-test, all questions"] == "+50 % (+19 % to +72 %), n 40"
    assert "Pre-test, this question" not in card.texts  # too few of one question


def test_an_onset_has_no_balanced_accuracy_and_no_kappa(qtbot: QtBot) -> None:
    card, column = NumbersCard(), FiguresColumn(load_themes()[0])
    qtbot.addWidget(card)
    qtbot.addWidget(column)
    card.show_figures(figures(), figures().question("onset"))
    assert "Balanced accuracy" not in card.texts
    assert "Onset, yours less the experts'" in card.texts
    column.show_figures(figures(), "onset")
    assert column.consistency.caption == "Own consistency, median distance"
    assert column.curve.y_name == "right answers"
    assert column.curve.empty == "The curve begins once there are enough answers."
    column.show_figures(figures(), "spasm")
    assert column.consistency.caption == "Own consistency, κ"
    assert column.curve.y_name == "balanced accuracy"
