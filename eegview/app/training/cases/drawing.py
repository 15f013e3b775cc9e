"""Draw the items of a set from all candidates: shares kept, one of each group of look-alikes, tests of other infants.

Everything is drawn with the maker's seed: the same candidates and settings give the same set.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from eegview.app.training.cases.candidate import Candidate, Role
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.model.training.answer import POST_TEST, PRE_TEST

TRAIN = "train"
SPASM, FILM_SPASM = "spasm", "film_spasm"
SPASM_QUESTIONS = (SPASM, FILM_SPASM)  # whose shares of mimics and negatives are chosen
_LEAST_TEST_INFANTS = 3  # infants of a question from which on some are kept for the tests
_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # none that is read as another


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """A candidate that was drawn.

    item_id : random, but the same for the same seed
    infant_id, group_id : pseudonyms within the set
    part : `train`, `pre` or `post`
    """

    candidate: Candidate
    item_id: str
    infant_id: str
    group_id: str
    part: str = TRAIN


def draw_items(candidates: Iterable[Candidate], settings: MakeSettings) -> tuple[DrawnItem, ...]:
    """Return the items of a set, in an order that says nothing of their answers."""
    rng = random.Random(settings.seed)
    by_question: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda one: one.place):
        if settings.asks(candidate.question_id):
            by_question[candidate.question_id].append(candidate)
    test_infants = _test_infants(by_question, settings, rng)
    drawn: list[tuple[Candidate, str]] = []
    for question_id, found in sorted(by_question.items()):
        unlike = _one_of_each_look(found, rng)
        drawn += _drawn_of(question_id, unlike, test_infants, settings, rng)
    rng.shuffle(drawn)
    return _named(drawn, settings, rng)


def _one_of_each_look(candidates: Sequence[Candidate], rng: random.Random) -> list[Candidate]:
    """Return candidates in random order, one of each infant's group of look-alikes with the same answer."""
    shuffled = list(candidates)
    rng.shuffle(shuffled)
    taken: set[tuple[str, str, str]] = set()
    kept: list[Candidate] = []
    for one in shuffled:
        key = (one.infant, one.look, one.answer)
        if key not in taken:
            taken.add(key)
            kept.append(one)
    return kept


def _test_infants(
    by_question: dict[str, list[Candidate]], settings: MakeSettings, rng: random.Random
) -> frozenset[str]:
    """Return infants whose items are for the tests only; none where there are too few infants to spare any."""
    infants = sorted({one.infant for found in by_question.values() for one in found})
    if len(infants) < _LEAST_TEST_INFANTS or not settings.test_share:
        return frozenset()
    rng.shuffle(infants)
    n_kept = min(max(1, round(2 * settings.test_share * len(infants))), len(infants) - 1)
    return frozenset(infants[:n_kept])


def _drawn_of(
    question_id: str, found: list[Candidate], test_infants: frozenset[str], settings: MakeSettings, rng: random.Random
) -> list[tuple[Candidate, str]]:
    n_all = settings.most_of(question_id)
    n_test = round(settings.test_share * n_all)
    apart = [one for one in found if one.infant in test_infants]
    others = [one for one in found if one.infant not in test_infants]
    tests = _balanced(question_id, apart, 2 * n_test, settings)
    train = _balanced(question_id, others, n_all - 2 * n_test, settings)
    left = [one for one in others if one not in train]
    if len(tests) < 2 * n_test and not test_infants:  # too few infants to spare any: other stretches of the same ones
        tests += _balanced(question_id, left, 2 * n_test - len(tests), settings)
    if len(train) < n_all - 2 * n_test and not test_infants:
        train += [one for one in left if one not in tests][: n_all - 2 * n_test - len(train)]
    n_half = len(tests) // 2
    halves = _halves(tests)
    rng.shuffle(train)
    return [
        *((one, TRAIN) for one in train),
        *((one, PRE_TEST) for one in halves[0][:n_half]),
        *((one, POST_TEST) for one in halves[1][:n_half]),
    ]


def _halves(tests: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Return two tests that ask alike: items in order of answer and difficulty go to one and the other in turn."""
    alike = sorted(tests, key=lambda one: (one.answer, one.category, one.place))
    return alike[0::2], alike[1::2]


def _balanced(question_id: str, found: Sequence[Candidate], n: int, settings: MakeSettings) -> list[Candidate]:
    """Return at most `n` candidates: by role as the settings say, within a role the classes in turn."""
    if n <= 0:
        return []
    by_role = {role: _in_turn([one for one in found if one.role is role]) for role in Role}
    if question_id in SPASM_QUESTIONS:
        n_mimics, n_negatives = round(settings.mimics * n), round(settings.negatives * n)
        wanted = {Role.MIMIC: n_mimics, Role.NEGATIVE: n_negatives, Role.POSITIVE: n - n_mimics - n_negatives}
    else:
        n_negatives = round(settings.negatives * n) if by_role[Role.NEGATIVE] else 0
        wanted = {Role.NEGATIVE: n_negatives, Role.POSITIVE: n - n_negatives, Role.MIMIC: 0}
    return [one for role in Role for one in by_role[role][: wanted[role]]]


def _in_turn(found: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates so that classes take turns, within a class difficulties, then infants."""
    groups: dict[str, dict[tuple[str, str], list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        groups[one.category.class_id][(one.category.difficulty, one.infant)].append(one)
    classes = [_round_robin(list(inner.values())) for _class_id, inner in sorted(groups.items())]
    return _round_robin(classes)


def _round_robin(queues: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    longest = max(map(len, queues), default=0)
    return [queue[place] for place in range(longest) for queue in queues if place < len(queue)]


def _named(drawn: Sequence[tuple[Candidate, str]], settings: MakeSettings, rng: random.Random) -> tuple[DrawnItem, ...]:
    infants = sorted({one.infant for one, _part in drawn})
    rng.shuffle(infants)
    infant_ids = {infant: f"infant {number}" for number, infant in enumerate(infants, 1)}
    looks = sorted({(one.infant, one.look) for one, _part in drawn})
    rng.shuffle(looks)
    group_ids = {look: f"g{number}" for number, look in enumerate(looks, 1)}
    taken: set[str] = set()
    found: list[DrawnItem] = []
    for one, part in drawn:
        item_id = _new_id(rng, taken)
        shown = one if settings.has_history else replace(one, history="")
        shown = shown if settings.has_video else replace(shown, has_video=False)
        found.append(DrawnItem(shown, item_id, infant_ids[one.infant], group_ids[(one.infant, one.look)], part))
    return tuple(found)


def _new_id(rng: random.Random, taken: set[str]) -> str:
    while True:
        item_id = "".join(rng.choice(_ID_LETTERS) for _ in range(8))
        if item_id not in taken:
            taken.add(item_id)
            return item_id
