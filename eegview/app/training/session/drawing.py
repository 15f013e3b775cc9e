"""Which item is asked next: it follows from the set, the answers before and the seed, and from nothing else.

Items are drawn one ahead: while one is shown, the next is known and can be read from the disk. So a missed category
comes back after one other item at the earliest, and what comes next never tells what the last answer should have been.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from eegview.app.training.session.asked_set import AskedSet
from eegview.app.training.session.schedule import Schedule, category_of
from eegview.app.training.session.silent_repeats import group_of, is_owed, repeatable
from eegview.model.training.answer import EXAM, LEARN, POST_TEST, PRE_TEST, Answer
from eegview.model.training.item import Category, Item

PART_OF = {LEARN: "train", EXAM: "train", PRE_TEST: "pre", POST_TEST: "post"}
DUE_SHARE = 0.75  # of the draws go to what is due, then to what is new; the rest follow the set's own shares


@dataclass(frozen=True, slots=True)
class Drawn:
    """An item to be asked.

    is_seen_before : no unseen item of its category is left; this is the one seen longest ago
    """

    item: Item
    is_repeat: bool = False
    is_seen_before: bool = False


@dataclass(slots=True)
class Drawing:
    """The draws of one session.

    earlier : answers to items of this set before the session, by time
    learned : answers for learning before the session, of any set, by time
    """

    asked_set: AskedSet
    mode: str
    seed: int
    earlier: Sequence[Answer]
    learned: Iterable[Answer]
    items: dict[str, Item] = field(init=False)
    categories: dict[str, Category] = field(init=False)
    schedule: Schedule = field(init=False)
    _last_seen: dict[str, int] = field(init=False)  # when an item was last asked, as a running number
    _n_taken: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        part = PART_OF[self.mode]
        self.items = {item.item_id: item for item in self.asked_set.items if item.part == part}
        self.categories = {item_id: self.asked_set.key_of(item_id).category for item_id in self.items}
        known = set(self.categories.values())
        self.schedule = Schedule.of(one for one in self.learned if category_of(one) in known)
        self._last_seen = {answer.item_id: number for number, answer in enumerate(self.earlier)}

    @property
    def n_groups(self) -> int:
        """How many items a session can ask at most: one of each group of look-alikes."""
        return len({group_of(item) for item in self.items.values()})

    def take(self, answer: Answer) -> None:
        """Take an answer of this session in."""
        self.schedule.add(answer)
        self._last_seen[answer.item_id] = len(self.earlier) + self._n_taken
        self._n_taken += 1

    def n_unseen(self, category: Category) -> int:
        """Return how many items of a category were never asked."""
        return sum(one == category and item_id not in self._last_seen for item_id, one in self.categories.items())

    def next(self, position: int, drawn: Sequence[Drawn], now: datetime) -> Drawn | None:
        """Return the item at a place of the session, None where none is left that may be asked.

        position : from 0
        drawn : what stands before it, in order
        now : the time that decides what is due
        """
        by_chance = random.Random(f"{self.seed} {self.asked_set.set_id} {self.mode} {position}")
        asked = [one.item.item_id for one in drawn]
        used_groups = {group_of(one.item) for one in drawn}
        free = [item_id for item_id, item in self.items.items() if group_of(item) not in used_groups]
        if self.mode in (PRE_TEST, POST_TEST):
            return Drawn(self.items[by_chance.choice(sorted(free))]) if free else None
        if is_owed(position, [one.is_repeat for one in drawn], f"{self.seed} {self.asked_set.set_id}"):
            before = [one.item_id for one in self.earlier]
            again = repeatable(self.items, before, asked, used_groups)
            if again:
                return Drawn(self.items[by_chance.choice(again)], is_repeat=True)
        if not free:
            return None
        if self.mode == EXAM:
            return self._of(free, asked, by_chance)
        category = self._category(free, now, by_chance)
        return self._of([one for one in free if self.categories[one] == category], asked, by_chance)

    def _category(self, free: list[str], now: datetime, by_chance: random.Random) -> Category:
        counts = Counter(self.categories[item_id] for item_id in free)
        categories = sorted(counts)
        dues = {one: self.schedule.due(one) for one in categories}
        due = [one for one, when in dues.items() if when is not None and when <= now]
        if due and by_chance.random() < DUE_SHARE:
            return by_chance.choice(due)
        new = [one for one, when in dues.items() if when is None]
        if new and by_chance.random() < DUE_SHARE:
            return by_chance.choices(new, [counts[one] for one in new])[0]
        unseen = Counter(self.categories[item_id] for item_id in free if item_id not in self._last_seen)
        weights = unseen if unseen else counts  # nothing is asked a second time while something is new
        return by_chance.choices(categories, [weights[one] for one in categories])[0]

    def _of(self, free: list[str], asked: Sequence[str], by_chance: random.Random) -> Drawn:
        """Return an unseen item, else the one seen longest ago."""
        unseen = sorted(item_id for item_id in free if item_id not in self._last_seen and item_id not in asked)
        if unseen:
            return Drawn(self.items[by_chance.choice(unseen)])
        oldest = min(free, key=lambda item_id: (self._last_seen.get(item_id, -1), item_id))
        return Drawn(self.items[oldest], is_seen_before=True)
