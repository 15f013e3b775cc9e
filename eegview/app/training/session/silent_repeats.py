"""Silent repeats: one item in ten was answered before, so that learners are measured against themselves."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence

from eegview.model.training.item import Item

ONE_IN = 10
NEVER_THE_LAST = 20  # answers; what was just seen is remembered


def is_owed(position: int, were_repeats: Sequence[bool], seed: str) -> bool:
    """Check whether a repeat is to come at a place of the session.

    One place of each ten is drawn. A repeat that could not be made there comes later, never two in a row.

    position : from 0
    were_repeats : of the items before, in order
    """
    if were_repeats and were_repeats[-1]:
        return False
    n_planned = sum(
        block * ONE_IN + random.Random(f"{seed} repeat {block}").randrange(ONE_IN) <= position
        for block in range(position // ONE_IN + 1)
    )
    return n_planned > sum(were_repeats)


def repeatable(
    items: Mapping[str, Item], before: Sequence[str], in_session: Sequence[str], used_groups: Collection[str]
) -> list[str]:
    """Return the items that may be asked again without saying so, sorted.

    items : the set's items for training
    before : items answered in earlier sessions, by time
    in_session : items asked in this one, in order
    used_groups : groups of look-alikes of this session
    """
    last = set([*before, *in_session][-NEVER_THE_LAST:])
    asked = set(in_session)
    earlier = {
        item_id
        for item_id in before
        if item_id in items
        and item_id not in last
        and item_id not in asked
        and group_of(items[item_id]) not in used_groups
    }
    if earlier:
        return sorted(earlier)
    return sorted({one for one in in_session if one in items and one not in last and in_session.count(one) == 1})


def group_of(item: Item) -> str:
    """Return the group of look-alikes of an item; one without any is a group of its own."""
    return item.group_id or f"item {item.item_id}"
