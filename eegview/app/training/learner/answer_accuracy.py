"""How often answers to one question are right, such that a frequent class does not hide a rare one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from eegview.app.training.learner.answer_units import infant_of, item_of, rated
from eegview.clinical.learning import threshold as thresholds
from eegview.clinical.learning.figure import SHARE, Figure, too_few
from eegview.clinical.learning.learning_curve import kept_classes
from eegview.clinical.learning.rated_answers import rating_counts
from eegview.clinical.learning.units import Floats, figure_of, unit_sums
from eegview.model.training.answer import Answer
from eegview.model.training.question import ONSET, Question

FEWEST_OF_CLASS = 5
PER_CLASS = "Balanced accuracy: mean over the classes of the share of right answers."
NO_CLASSES = "Not told: an onset has no classes."


def scored_class(question: Question, value: str) -> str:
    """Return the class that counts an answer: yes or no where one option means yes, else the option itself."""
    if len(question.positive) == 1:
        return "yes" if value in question.positive else "no"
    return value


def scored_classes(question: Question, answers: Sequence[Answer]) -> tuple[list[str], list[bool]]:
    """Return the class that was true of each item, and whether the learner said so."""
    truths = [scored_class(question, one.truth) for one in answers]
    if len(question.positive) != 1:
        return truths, [one.is_correct for one in answers]
    said = [scored_class(question, one.value) for one in answers]
    return truths, [truth == value for truth, value in zip(truths, said, strict=True)]


def balanced_accuracy(question: Question, answers: Sequence[Answer]) -> Figure:
    """Return the mean over the classes of the share of right answers; of yes and no where one option means yes.

    Classes with fewer than 5 answers are left out where the others hold four in five answers; else too few to say.
    """
    if question.kind == ONSET:
        return Figure(None, None, None, len(answers), "", NO_CLASSES, SHARE)
    if len(question.positive) == 1:
        return thresholds.balanced_accuracy(rating_counts(rated(question, answers)))
    classes, is_right = scored_classes(question, answers)
    counts = Counter(classes)
    names = sorted(kept_classes(counts, FEWEST_OF_CLASS))
    if not names:
        scarce = min(counts.values()) if len(counts) > 1 else 0
        return too_few(scarce, FEWEST_OF_CLASS, "answers in the rarest of two or more classes", PER_CLASS, SHARE)
    held = [(one, name, right) for one, name, right in zip(answers, classes, is_right, strict=True) if name in names]
    columns = [2 * names.index(name) + right for _one, name, right in held]
    items, infants = [item_of(one) for one, _n, _r in held], [infant_of(one) for one, _n, _r in held]
    sums = unit_sums(items, infants, columns, 2 * len(names))
    n_left_out = len(counts) - len(names)
    rare = f" Left out, as fewer than {FEWEST_OF_CLASS} answers: {n_left_out} of {len(counts)} classes."
    return figure_of(
        sums, _mean_recall, np.full(2 * len(names), 0.5), len(held), PER_CLASS + (rare if n_left_out else ""), SHARE
    )


def _mean_recall(totals: Floats) -> Floats:
    right, wrong = totals[..., 1::2], totals[..., 0::2]
    with np.errstate(all="ignore"):
        return (right / (right + wrong)).mean(axis=-1)
