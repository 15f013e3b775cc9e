"""A case set without recordings, a learner who answers it, and clocks that stand: for tests of training."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from eegview.app.training.session.clock import Clock
from eegview.model.training.item import Category, Item
from eegview.model.training.key import Key, Vote
from eegview.model.training.question import Option, Question

SPASM = Question(
    "spasm",
    "Is there an epileptic spasm?",
    options=(Option("spasm", "Epileptic spasm", "A"), Option("startle", "Startle", "B"), Option("none", "None", "C")),
    positive=("spasm",),
)
CLASSES = ("spasm", "startle", "none")


@dataclass(frozen=True)
class MadeSet:
    """A set of items of three classes and two difficulties; every fourth item is of one look-alike group of two."""

    items: tuple[Item, ...]
    keys: dict[str, Key]
    set_id: str = "made-set"
    title: str = "Spasm or not"
    teaches_layers: bool = True
    post_unlock_after: int = 30
    is_simulated: bool = True
    questions: dict[str, Question] = field(default_factory=lambda: {"spasm": SPASM})

    def key_of(self, item_id: str) -> Key:
        return self.keys[item_id]


def made_set(n_train: int = 120, n_test: int = 12, seed: int = 1) -> MadeSet:
    """Return a set; its items are of infants with four items each."""
    by_chance = random.Random(seed)
    items, keys = [], {}
    for number in range(n_train + 2 * n_test):
        part = "train" if number < n_train else "pre" if number < n_train + n_test else "post"
        item_id = f"i{number:04d}"
        truth = CLASSES[number % 3]
        has_twin = number % 8 in (0, 4)
        items.append(
            Item(
                item_id,
                "spasm",
                10.0,
                5.0,
                256.0,
                has_video=number % 2 == 0,
                history="7 months, awake" if number % 5 else "",
                infant_id=f"p{number // 4}",
                group_id=f"g{number // 8}" if has_twin else "",
                part=part,
            )
        )
        difficulty = by_chance.choice(("easy", "hard"))
        votes = [CLASSES[(number + (by_chance.random() < 0.15)) % 3] for _ in range(12)]
        keys[item_id] = Key(
            item_id,
            Category("spasm", truth, difficulty),
            truth,
            tuple(
                Vote(value, votes.count(value), tuple(f"E{n}" for n, one in enumerate(votes) if one == value))
                for value in CLASSES
                if value in votes
            ),
            onset_s=4.2 if truth == "spasm" else None,
            onset_spread_s=0.3 if truth == "spasm" else None,
        )
    return MadeSet(tuple(items), keys)


@dataclass
class HandClock:
    """Two clocks that go on only by hand."""

    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        begun = datetime(2026, 3, 2, tzinfo=UTC)
        return Clock(lambda: self.now, lambda: (self.now - begun).total_seconds())
