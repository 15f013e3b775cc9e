"""The experts' own spread: each against the majority of the others, where the votes of a set name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from eegview.app.training.learner.answer_accuracy import FEWEST_OF_CLASS, scored_class
from eegview.app.training.learner.figures import ExpertFigure, RocPoint
from eegview.clinical.learning.figure import SHARE, Figure
from eegview.clinical.learning.learning_curve import kept_classes, mean_of_shares
from eegview.model.training.key import Key
from eegview.model.training.question import ONSET, Question

NOBODY_NAMED = "The votes of this set name no experts, so they cannot be held against each other."
ONSETS = "Not told: the experts' onsets stand at each item, they are not held against each other here."
SIMULATED = "Simulated items have the simulator's truth, no experts."
TOO_FEW = f"Too few to say: an expert needs {FEWEST_OF_CLASS} items of each class where the others have a majority."
METHOD = (
    "Balanced accuracy of each expert against the majority of the others; items without a majority are left out, and "
    f"classes with fewer than {FEWEST_OF_CLASS} items. "
    "95 % interval recovered from Wilson's of each class (Zou and Donner 2008), items taken as independent."
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Vote:
    truth: str
    given: str


def experts_of(question: Question, keys: Sequence[Key]) -> tuple[tuple[ExpertFigure, ...], str]:
    """Return each expert's figures by name, and the sentence that says what they are or why there are none."""
    if keys and all(key.is_simulated for key in keys):
        return (), SIMULATED
    if question.kind == ONSET:
        return (), ONSETS
    votes: dict[str, list[_Vote]] = {}
    for key in keys:
        by_expert = {expert: vote.value for vote in key.votes for expert in vote.experts}
        for expert, given in by_expert.items():
            truth = _majority([value for other, value in by_expert.items() if other != expert])
            if truth is not None:
                votes.setdefault(expert, []).append(_Vote(truth, given))
    if not votes:
        return (), NOBODY_NAMED
    found = tuple(one for expert in sorted(votes) if (one := _figure(expert, question, votes[expert])) is not None)
    return found, METHOD if found else TOO_FEW


def _figure(expert: str, question: Question, votes: list[_Vote]) -> ExpertFigure | None:
    counts = _counts([(scored_class(question, one.truth), scored_class(question, one.given)) for one in votes])
    kept = kept_classes({name: n for name, (_k, n) in counts.items()}, FEWEST_OF_CLASS)
    if not kept:
        return None
    held = [counts[name] for name in sorted(kept)]
    n = sum(n for _k, n in held)
    value, low, high = mean_of_shares(held)
    accuracy = Figure(value, low, high, n, METHOD, "", SHARE)
    return ExpertFigure(expert, len(votes), accuracy, _point(expert, question, votes))


def _point(expert: str, question: Question, votes: list[_Vote]) -> RocPoint | None:
    """Return where an expert is on the curve, None for questions without a yes and with too few of yes or no."""
    counts = _counts([(one.truth in question.positive, one.given in question.positive) for one in votes])
    (yes, n_yes), (no, n_no) = counts.get(True, (0, 0)), counts.get(False, (0, 0))
    return RocPoint(1 - no / n_no, yes / n_yes, expert) if min(n_yes, n_no) >= FEWEST_OF_CLASS else None


def _counts(pairs: Sequence[tuple[_T, _T]]) -> dict[_T, tuple[int, int]]:
    """Return of each class how often the expert said so, and how often it was true."""
    counts: dict[_T, tuple[int, int]] = {}
    for truth, given in pairs:
        k, n = counts.get(truth, (0, 0))
        counts[truth] = k + (truth == given), n + 1
    return counts


def _majority(values: list[str]) -> str | None:
    """Return what more than half of the others said; of one other nothing is a majority."""
    if len(values) < 2:
        return None
    value, n = Counter(values).most_common(1)[0]
    return value if 2 * n > len(values) else None
