"""What a learner's answers to a case set show: skill, threshold, calibration, categories, consistency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from eegview.app.training.learner.advice import calibration_text
from eegview.app.training.learner.answer_units import confident
from eegview.app.training.learner.figures import (
    CalibrationFigures,
    CategoryFigure,
    ConfidenceBin,
    LearnerStatistics,
)
from eegview.app.training.learner.film_apart import film_apart
from eegview.app.training.learner.locked_test_gain import gain_of_all
from eegview.app.training.learner.question_statistics import LATEST, question_statistics
from eegview.clinical.learning.confidence import calibration_of, share_right
from eegview.clinical.learning.figure import SECONDS, Figure, too_few
from eegview.clinical.statistics.medians import median_of
from eegview.model.training.answer import EXAM, LEARN, Answer
from eegview.model.training.item import Category, Item
from eegview.model.training.key import Key
from eegview.model.training.question import Question

FEWEST_OF_CATEGORY = 10
_FEWEST_TIMES = 10
_OLD_SHARE = 0.2
_TOOK = "Median time from the page to the answer, pauses left out."


class AnsweredSet(Protocol):
    """A case set as the figures need it; `CaseSet` keeps it."""

    @property
    def set_id(self) -> str: ...

    @property
    def questions(self) -> Mapping[str, Question]: ...

    @property
    def items(self) -> tuple[Item, ...]: ...

    def key_of(self, item_id: str) -> Key:
        """Return the experts' answer to an item."""
        ...


def learner_statistics(
    answers: Iterable[Answer], case_set: AnsweredSet, pseudonym: str = "", warnings: Sequence[str] = ()
) -> LearnerStatistics:
    """Return what a learner's answers to one set show.

    answers : all of a learner, by time; those to other sets are left out
    warnings : sentences that stand beside the figures, such as that the file was altered
    """
    mine = [one for one in answers if one.set_id == case_set.set_id]
    counted = [one for one in mine if one.mode in (LEARN, EXAM) and not one.is_repeat]
    by_question: dict[str, list[Answer]] = defaultdict(list)
    for one in mine:
        by_question[one.question_id].append(one)
    keys = _keys_by_question(case_set)
    questions = tuple(
        question_statistics(question, by_question[question_id], keys[question_id])
        for question_id, question in case_set.questions.items()
        if by_question[question_id]
    )
    tests, apart = gain_of_all(mine), film_apart(counted, case_set.questions, LATEST)
    return LearnerStatistics(
        pseudonym=pseudonym,
        n_answers=len(mine),
        n_learned=sum(one.mode == LEARN and not one.is_repeat for one in mine),
        n_repeats=sum(one.is_repeat for one in mine),
        n_sessions=len({one.session_id for one in mine}),
        first_utc=mine[0].answered_utc if mine else "",
        last_utc=mine[-1].answered_utc if mine else "",
        questions=questions,
        calibration=_calibration(counted[-LATEST:]),
        categories=_categories(counted, case_set.questions),
        median_took_s=_median_took(counted[-LATEST:]),
        pre=tests.pre,
        post=tests.post,
        gain=tests.gain,
        is_simulated=getattr(case_set, "is_simulated", None),
        warnings=(*warnings, *_seen_before(counted), *filter(None, (apart.warning,))),
        film_right=apart.film_right,
        eeg_right=apart.eeg_right,
        film_text=apart.film_text,
    )


def _keys_by_question(case_set: AnsweredSet) -> dict[str, list[Key]]:
    found: dict[str, list[Key]] = defaultdict(list)
    for item in case_set.items:
        found[item.question_id].append(case_set.key_of(item.item_id))
    return found


def _calibration(answers: Sequence[Answer]) -> CalibrationFigures:
    found = calibration_of(confident(answers))
    bins = tuple(ConfidenceBin(one.confidence, one.implied, one.share_right.n, one.share_right) for one in found.bins)
    text = calibration_text(found.overconfidence)
    return CalibrationFigures(len(answers), bins, found.brier, found.overconfidence, text)


def _categories(answers: Sequence[Answer], questions: Mapping[str, Question]) -> tuple[CategoryFigure, ...]:
    """Return the share of right answers of each category, those with the fewest right first."""
    held: dict[Category, list[Answer]] = defaultdict(list)
    for one in answers:
        held[Category(one.question_id, one.class_id, one.difficulty)].append(one)
    found = [
        CategoryFigure(category, category_label(category, questions), share_right(confident(of), FEWEST_OF_CATEGORY))
        for category, of in sorted(held.items())
    ]
    return tuple(sorted(found, key=lambda one: (one.share_right.value is None, one.share_right.value or 0.0)))


def category_label(category: Category, questions: Mapping[str, Question]) -> str:
    """Return what a category is called: “Epileptic spasm, hard”."""
    question = questions.get(category.question_id)
    label = question.label_of(category.class_id) if question is not None else category.class_id
    if label == category.class_id:
        label = label.replace("_", " ").capitalize().replace("Based", "BASED")
    label = f"Film: {label[:1].lower()}{label[1:]}" if question is not None and question.is_film else label
    return f"{label}, {category.difficulty}" if category.difficulty else label


def _median_took(answers: Sequence[Answer]) -> Figure:
    found = median_of([one.took_s for one in answers], SECONDS) if len(answers) >= _FEWEST_TIMES else None
    if found is None:
        return too_few(len(answers), _FEWEST_TIMES, "answers", _TOOK, SECONDS)
    how = f"{_TOOK} 95 % interval: {found.method}."
    return Figure(found.value, found.low, found.high, found.n, how, "", SECONDS)


def _seen_before(answers: Sequence[Answer]) -> tuple[str, ...]:
    n_old = len(answers) - len({one.item_id for one in answers})
    if not answers or n_old / len(answers) < _OLD_SHARE:
        return ()
    share = round(100 * n_old / len(answers))
    return (
        f"{share} % of the answers were to items seen before; a picture is remembered, so the figures are too good.",
    )
