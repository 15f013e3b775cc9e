"""The experts' own spread: each against the majority of the others, where the votes of a set name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eegview.app.training.learner.figures import ExpertFigure, RocPoint
from eegview.clinical.learning.figure import SHARE, Figure
from eegview.clinical.learning.learning_curve import mean_of_shares
from eegview.model.training.key import Key
from eegview.model.training.question import Question

FEWEST_OF_CLASS = 5  # items
NOBODY_NAMED = "The votes of this set name no experts, so they cannot be held against each other."
SIMULATED = "Simulated items have the simulator's truth, no experts."
TOO_FEW = f"Too few to say: an expert needs {FEWEST_OF_CLASS} items of each class where the others have a majority."
METHOD = (
    "Balanced accuracy of each expert against the majority of the others; items without a majority are left out. "
    "95 % interval recovered from Wilson's of each class (Zou and Donner 2008), items taken as independent."
)


@dataclass(frozen=True, slots=True)
class _Vote:
    truth: str
    given: str


def experts_of(question: Question, keys: Sequence[Key]) -> tuple[tuple[ExpertFigure, ...], str]:
    """Return each expert's figures by name, and the sentence that says what they are or why there are none."""
    if keys and all(key.is_simulated for key in keys):
        return (), SIMULATED
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
    if question.positive:
        asked = [("yes" if one.truth in question.positive else "no", one) for one in votes]
    else:
        asked = [(one.truth, one) for one in votes]
    counts: dict[str, list[int]] = {}
    for name, one in asked:
        held = counts.setdefault(name, [0, 0])
        held[0] += _agrees(question, one)
        held[1] += 1
    if len(counts) < 2 or any(n < FEWEST_OF_CLASS for _k, n in counts.values()):
        return None
    value, low, high = mean_of_shares([(k, n) for k, n in counts.values()])
    point = None
    if question.positive:
        (yes, n_yes), (no, n_no) = counts["yes"], counts["no"]
        point = RocPoint(1 - no / n_no, yes / n_yes, expert)
    return ExpertFigure(expert, len(votes), Figure(value, low, high, len(votes), METHOD, "", SHARE), point)


def _agrees(question: Question, vote: _Vote) -> bool:
    if question.positive:
        return (vote.truth in question.positive) == (vote.given in question.positive)
    return vote.truth == vote.given


def _majority(values: list[str]) -> str | None:
    """Return what more than half of the others said; of one other nothing is a majority."""
    if len(values) < 2:
        return None
    value, n = Counter(values).most_common(1)[0]
    return value if 2 * n > len(values) else None
