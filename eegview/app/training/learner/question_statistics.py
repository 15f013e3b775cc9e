"""The figures of one question of a set."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eegview.app.training.learner.advice import threshold_advice
from eegview.app.training.learner.experts import experts_of
from eegview.app.training.learner.figures import CurvePoint, QuestionStatistics, RocPoint
from eegview.clinical.learning import threshold as thresholds
from eegview.clinical.learning.confidence import FEWEST, ConfidentAnswer, share_right
from eegview.clinical.learning.consistency import AnsweredTwice, consistency_of
from eegview.clinical.learning.figure import SHARE, Figure, too_few
from eegview.clinical.learning.learning_curve import learning_curve
from eegview.clinical.learning.onset_errors import onset_bias, onset_spread
from eegview.clinical.learning.rated_answers import N_RATINGS, RatedAnswer, rating_counts
from eegview.clinical.learning.skill import best_point, curve_of, skill_of
from eegview.clinical.learning.units import Floats, figure_of, unit_sums
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST, Answer
from eegview.model.training.key import Key
from eegview.model.training.question import Question

LATEST = 300  # answers that skill, threshold and calibration are told from: a learner changes
_NO_YES = "Not told: this question has no yes and no."
_FEWEST_OF_CLASS = 5
_PER_CLASS = "Balanced accuracy: mean over the classes of the share of right answers."


def question_statistics(question: Question, answers: Sequence[Answer], keys: Sequence[Key]) -> QuestionStatistics:
    """Return the figures of one question.

    answers : to this question, by time
    keys : of its items
    """
    counted = [one for one in answers if one.mode in (LEARN, EXAM) and not one.is_repeat]
    latest = counted[-LATEST:]
    counts = rating_counts(rated(question, latest))
    is_yes_or_no = bool(question.positive)
    curve = curve_of(counts) if is_yes_or_no else ()
    best = best_point(curve)
    skill, c = (skill_of(counts), thresholds.criterion(counts)) if is_yes_or_no else (_no(latest), _no(latest))
    now = next((RocPoint(one.false_alarms, one.found, "you now") for one in curve if one.is_own_answer), None)
    best_roc = RocPoint(best.false_alarms, best.found, "best point") if best is not None else None
    verdict = thresholds.verdict(c)
    onsets = [one.onset_difference_s for one in latest if one.onset_difference_s is not None]
    experts, experts_text = experts_of(question, keys)
    pre, post = _test(question, answers, PRE_TEST), _test(question, answers, POST_TEST)
    classes, is_right = _classes(question, counted)
    return QuestionStatistics(
        question_id=question.question_id,
        text=question.text,
        n=len(counted),
        n_positive=sum(one.truth in question.positive for one in counted),
        n_negative=sum(one.truth not in question.positive for one in counted),
        is_yes_or_no=is_yes_or_no,
        share_right=share_right(confident(latest), FEWEST),
        balanced_accuracy=_balanced(question, latest),
        sensitivity=thresholds.sensitivity(counts) if is_yes_or_no else _no(latest),
        specificity=thresholds.specificity(counts) if is_yes_or_no else _no(latest),
        skill=skill,
        d_prime=thresholds.d_prime(counts) if is_yes_or_no else _no(latest),
        criterion=c,
        threshold=verdict,
        advice=threshold_advice(skill, verdict, now, best_roc),
        roc=tuple(RocPoint(one.false_alarms, one.found, _rating_text(one.least_rating)) for one in curve),
        now=now,
        best=best_roc,
        curve=tuple(
            CurvePoint(one.n_answered, one.value, one.low, one.high) for one in learning_curve(classes, is_right)
        ),
        consistency=consistency_of(answered_twice(answers)),
        onset_median_s=onset_bias(onsets),
        onset_spread_s=onset_spread(onsets),
        experts=experts,
        experts_text=experts_text,
        pre=pre,
        post=post,
        gain=thresholds.gain(pre, post),
    )


def rated(question: Question, answers: Sequence[Answer]) -> list[RatedAnswer]:
    """Return answers to a yes-or-no question as ratings."""
    return [
        RatedAnswer(
            f"{one.set_id} {one.item_id}",
            f"{one.set_id} {one.infant_id}" if one.infant_id else "",
            one.truth in question.positive,
            one.value in question.positive,
            one.confidence,
        )
        for one in answers
    ]


def confident(answers: Sequence[Answer]) -> list[ConfidentAnswer]:
    """Return answers with their confidence."""
    return [
        ConfidentAnswer(
            f"{one.set_id} {one.item_id}",
            f"{one.set_id} {one.infant_id}" if one.infant_id else "",
            one.confidence,
            one.is_correct,
        )
        for one in answers
    ]


def answered_twice(answers: Sequence[Answer]) -> list[AnsweredTwice]:
    """Return each silent repeat with the answer to the same item before it."""
    last: dict[tuple[str, str], Answer] = {}
    pairs: list[AnsweredTwice] = []
    for one in answers:
        key = (one.set_id, one.item_id)
        before = last.get(key)
        if one.is_repeat and before is not None and one.value:
            infant = f"{one.set_id} {one.infant_id}" if one.infant_id else ""
            pairs.append(AnsweredTwice(" ".join(key), infant, before.value, one.value))
        last[key] = one
    return pairs


def _classes(question: Question, answers: Sequence[Answer]) -> tuple[list[str], list[bool]]:
    """Return what was true of each item, and whether the learner said so; yes and no where the question has them."""
    if not question.positive:
        return [one.truth for one in answers], [one.is_correct for one in answers]
    is_there = [one.truth in question.positive for one in answers]
    says_yes = [one.value in question.positive for one in answers]
    return ["yes" if one else "no" for one in is_there], [a == b for a, b in zip(is_there, says_yes, strict=True)]


def _balanced(question: Question, answers: Sequence[Answer]) -> Figure:
    if question.positive:
        return thresholds.balanced_accuracy(rating_counts(rated(question, answers)))
    classes, is_right = _classes(question, answers)
    names = sorted(set(classes))
    scarce = min((classes.count(name) for name in names), default=0)
    if len(names) < 2 or scarce < _FEWEST_OF_CLASS:
        return too_few(scarce, _FEWEST_OF_CLASS, "answers in the rarest of two or more classes", _PER_CLASS, SHARE)
    columns = [2 * names.index(name) + right for name, right in zip(classes, is_right, strict=True)]
    held = confident(answers)
    sums = unit_sums([one.item for one in held], [one.infant for one in held], columns, 2 * len(names))

    def mean_recall(totals: Floats) -> Floats:
        right, wrong = totals[..., 1::2], totals[..., 0::2]
        with np.errstate(all="ignore"):
            return (right / (right + wrong)).mean(axis=-1)

    return figure_of(sums, mean_recall, np.full(2 * len(names), 0.5), len(answers), _PER_CLASS, SHARE)


def _test(question: Question, answers: Sequence[Answer], mode: str) -> Figure:
    """Return the accuracy of the first time that a locked test was done; a repeat of it measures something else."""
    held = [one for one in answers if one.mode == mode]
    if not held:
        sentence = "The pre-test was not done." if mode == PRE_TEST else "The post-test was not done yet."
        return Figure(None, None, None, 0, _PER_CLASS, sentence, SHARE)
    return _balanced(question, [one for one in held if one.session_id == held[0].session_id])


def _no(answers: Sequence[Answer]) -> Figure:
    return Figure(None, None, None, len(answers), "", _NO_YES)


def _rating_text(least: int) -> str:
    """Return where a point of the curve lies: what counts as a yes there."""
    if least >= N_RATINGS:
        return "never yes"
    if least == 0:
        return "always yes"
    half = N_RATINGS // 2
    if least >= half:
        return f"yes from confidence {least - half + 1}"
    return f"yes, and no up to confidence {half - least}"
