"""Where items are missed: how many learners, by which answer, and what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eegview.app.training.teaching.class_answers import LearnerAnswers
from eegview.clinical.intervals import wilson_interval
from eegview.clinical.learning.figure import SHARE, Figure, too_few
from eegview.model.training.answer import Answer

LEAST_LEARNERS = 5  # below, a share of learners says nothing
_METHOD = "Share of learners whose first answer to the item was wrong; 95 % interval after Wilson (1927)."


@dataclass(frozen=True, slots=True)
class ItemMisses:
    """One item over all learners, each counted once by the first answer.

    missed : share of learners who missed it
    taken_for : the wrong answer given most, "" for none
    comments : (pseudonym, words)
    set_title : of its case set, "" where that is not known
    """

    set_id: str
    item_id: str
    question_id: str
    class_id: str
    difficulty: str
    truth: str
    n_learners: int
    n_missed: int
    missed: Figure
    taken_for: str
    comments: tuple[tuple[str, str], ...]
    set_title: str = ""


def item_misses(learners: Iterable[LearnerAnswers], titles: Mapping[str, str] | None = None) -> tuple[ItemMisses, ...]:
    """Return the items that were answered, the one that is missed most for sure first.

    They stand by the lower end of the interval of the share of learners who missed them, so that one miss of one
    learner comes after eight of ten.

    titles : of case sets, by set_id
    """
    firsts: dict[tuple[str, str], list[Answer]] = {}
    words: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for learner in learners:
        seen: set[tuple[str, str]] = set()
        for answer in learner.answers:
            key = answer.set_id, answer.item_id
            if key not in seen:
                seen.add(key)
                firsts.setdefault(key, []).append(answer)
        for comment in learner.comments:
            words.setdefault((comment.set_id, comment.item_id), []).append((learner.pseudonym, comment.text))
    named = titles or {}
    found = [_misses(held, tuple(words.get(key, ())), named.get(key[0], "")) for key, held in firsts.items()]
    return tuple(sorted(found, key=lambda one: (-_at_least(one), -len(one.comments), one.set_id, one.item_id)))


def _at_least(one: ItemMisses) -> float:
    """Return the lower end of the interval of the share that missed an item, however few they are."""
    return (wilson_interval(one.n_missed, one.n_learners) or (0.0, 1.0))[0]


def _misses(answers: list[Answer], comments: tuple[tuple[str, str], ...], set_title: str) -> ItemMisses:
    first = answers[0]
    wrong = [one for one in answers if not one.is_correct]
    taken = Counter(one.value for one in wrong if one.value).most_common(1)
    return ItemMisses(
        first.set_id,
        first.item_id,
        first.question_id,
        first.class_id,
        first.difficulty,
        first.truth,
        len(answers),
        len(wrong),
        _share(len(wrong), len(answers)),
        taken[0][0] if taken else "",
        comments,
        set_title,
    )


def _share(k: int, n: int) -> Figure:
    interval = wilson_interval(k, n)
    if n < LEAST_LEARNERS or interval is None:
        return too_few(n, LEAST_LEARNERS, "learner" if n == 1 else "learners", _METHOD, SHARE)
    return Figure(k / n, interval[0], interval[1], n, _METHOD, unit=SHARE)
