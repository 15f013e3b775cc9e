"""The figures of one question of a set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eegview.app.training.learner.advice import threshold_advice
from eegview.app.training.learner.answer_accuracy import balanced_accuracy, scored_classes
from eegview.app.training.learner.answer_units import confident, infant_of, item_of, rated
from eegview.app.training.learner.experts import experts_of
from eegview.app.training.learner.figures import (
    BALANCED_ACCURACY,
    RIGHT_ANSWERS,
    CurvePoint,
    QuestionStatistics,
    RocPoint,
)
from eegview.app.training.learner.locked_test_gain import gain_of_question
from eegview.clinical.learning import threshold as thresholds
from eegview.clinical.learning.confidence import FEWEST, share_right
from eegview.clinical.learning.consistency import AnsweredTwice, consistency_of
from eegview.clinical.learning.figure import Figure
from eegview.clinical.learning.learning_curve import METHOD, SHARE_METHOD, learning_curve, share_curve
from eegview.clinical.learning.onset_errors import onset_bias, onset_repeatability, onset_spread
from eegview.clinical.learning.rated_answers import N_RATINGS, rating_counts
from eegview.clinical.learning.skill import best_point, curve_of, skill_of
from eegview.model.training.answer import EXAM, LEARN, Answer
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question

LATEST = 300  # answers that skill, threshold and calibration are told from: a learner changes
_NO_YES = "Not told: this question has no yes and no."


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
    tests = gain_of_question(question, answers)
    is_onset = question.kind == ONSET
    classes, is_right = scored_classes(question, counted)
    points = share_curve(is_right) if is_onset else learning_curve(classes, is_right)
    return QuestionStatistics(
        question_id=question.question_id,
        text=question.text,
        n=len(counted),
        n_positive=sum(one.truth in question.positive for one in counted),
        n_negative=sum(one.truth not in question.positive for one in counted),
        is_yes_or_no=is_yes_or_no,
        share_right=share_right(confident(latest), FEWEST),
        balanced_accuracy=balanced_accuracy(question, latest),
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
        curve=tuple(CurvePoint(one.n_answered, one.value, one.low, one.high) for one in points),
        consistency=(
            onset_repeatability(_repeated_onsets(answers)) if is_onset else consistency_of(answered_twice(answers))
        ),
        onset_median_s=onset_bias(onsets),
        onset_spread_s=onset_spread(onsets),
        experts=experts,
        experts_text=experts_text,
        pre=tests.pre,
        post=tests.post,
        gain=tests.gain,
        is_onset=is_onset,
        curve_name=RIGHT_ANSWERS if is_onset else BALANCED_ACCURACY,
        curve_method=SHARE_METHOD if is_onset else METHOD,
        is_film=question.is_film,
    )


def answered_twice(answers: Sequence[Answer]) -> list[AnsweredTwice]:
    """Return each silent repeat with the answer to the same item before it."""
    return [
        AnsweredTwice(item_of(again), infant_of(again), before.value, again.value)
        for before, again in _repeats(answers)
        if again.value
    ]


def _repeated_onsets(answers: Sequence[Answer]) -> list[float]:
    """Return how far the onset of each silent repeat lies from the one before, in seconds."""
    return [
        abs(again.onset_s - before.onset_s)
        for before, again in _repeats(answers)
        if before.onset_s is not None and again.onset_s is not None
    ]


def _repeats(answers: Sequence[Answer]) -> Iterator[tuple[Answer, Answer]]:
    """Return each silent repeat after the answer to the same item before it."""
    last: dict[tuple[str, str], Answer] = {}
    for one in answers:
        before = last.get((one.set_id, one.item_id))
        if one.is_repeat and before is not None:
            yield before, one
        last[one.set_id, one.item_id] = one


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
