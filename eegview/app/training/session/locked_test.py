"""The tests before and after learning: items of their own, no feedback, done once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from eegview.app.training.learner.records import Begun, Ended
from eegview.app.training.session.asked_set import AskedSet
from eegview.app.training.session.drawing import PART_OF
from eegview.app.training.session.silent_repeats import group_of
from eegview.model.training.answer import LEARN, POST_TEST, PRE_TEST, Answer

OPEN, LOCKED, UNDER_WAY, COMPLETE, BROKEN_OFF, NONE = "open", "locked", "under way", "complete", "broken off", "none"
GOES_ON_FOR = timedelta(hours=24)  # a sitting left longer than this has ended
_NAMES = {PRE_TEST: "pre-test", POST_TEST: "post-test"}


class LearnerRecords(Protocol):
    """What a learner did so far; `AnswersFile` keeps it."""

    def begun(self) -> tuple[Begun, ...]:
        """Return the sittings that were begun."""
        ...

    def ended(self) -> tuple[Ended, ...]:
        """Return which sittings have ended."""
        ...

    def answers(self) -> Sequence[Answer]:
        """Return all answers by time."""
        ...


@dataclass(frozen=True, slots=True)
class TestState:
    """Where a learner stands with a locked test.

    state : `open`, `locked`, `under way`, `complete`, `broken off`, or `none` where the set has no such test
    text : one sentence
    n_items : of the test
    n_attempts : how often it was begun
    """

    __test__ = False  # no test of pytest

    state: str
    text: str
    n_items: int
    n_attempts: int

    @property
    def may_begin(self) -> bool:
        """Whether it can be begun or gone on with, without saying that it is a repeat."""
        return self.state in (OPEN, UNDER_WAY)

    @property
    def may_repeat(self) -> bool:
        """Whether it was done or broken off; doing it again has to be said, and is recorded."""
        return self.state in (COMPLETE, BROKEN_OFF)


def n_learned(set_id: str, answers: Sequence[Answer]) -> int:
    """Return how many answers of a set count for learning."""
    return sum(one.set_id == set_id and one.mode == LEARN and not one.is_repeat for one in answers)


def open_sitting(file: LearnerRecords, set_id: str, mode: str, now: datetime) -> Begun | None:
    """Return the sitting that was begun and not ended, not longer ago than a day; None for none."""
    ended = {one.session_id for one in file.ended()}
    left = [one for one in file.begun() if one.set_id == set_id and one.mode == mode and one.session_id not in ended]
    return next((one for one in reversed(left) if now - datetime.fromisoformat(one.begun_utc) <= GOES_ON_FOR), None)


def test_state(asked_set: AskedSet, file: LearnerRecords, mode: str, now: datetime) -> TestState:
    """Return where a learner stands with the pre- or post-test of a set."""
    name, set_id = _NAMES[mode], asked_set.set_id
    n_items = len({group_of(item) for item in asked_set.items if item.part == PART_OF[mode]})
    if not n_items:
        return TestState(NONE, f"This set has no {name}.", 0, 0)
    begun = [one for one in file.begun() if one.set_id == set_id and one.mode == mode]
    if open_sitting(file, set_id, mode, now):
        return TestState(UNDER_WAY, f"The {name} is under way; it continues where it stopped.", n_items, len(begun))
    if begun:
        whole = {one.session_id for one in file.ended() if not one.is_broken_off}
        if any(one.session_id in whole for one in begun):
            return TestState(
                COMPLETE, f"The {name} is complete. Another one is recorded as a repeat.", n_items, len(begun)
            )
        return TestState(
            BROKEN_OFF, f"The {name} was broken off. Another one is recorded as a repeat.", n_items, len(begun)
        )
    learned = n_learned(set_id, file.answers())
    if mode == PRE_TEST and learned:
        return TestState(LOCKED, "The pre-test is closed: learning with this set has begun.", n_items, 0)
    if mode == POST_TEST and learned < asked_set.post_unlock_after:
        text = f"The post-test is locked until item {asked_set.post_unlock_after}; {learned} answered."
        return TestState(LOCKED, text, n_items, 0)
    return TestState(OPEN, f"The {name} is open: {n_items} items without feedback, to be done once.", n_items, 0)


test_state.__test__ = False  # pyright: ignore[reportFunctionMemberAccess] - no test of pytest
