"""What a case set says of itself: who made it, what it asks, how it is taught. No answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eegview.model.training.item import Item
from eegview.model.training.question import Question

SUFFIX = ".eegcases"


@dataclass(frozen=True, slots=True)
class SetFacts:
    """The description of a set.

    set_id : never used again for another set
    maker : name or pseudonym, as typed
    made_utc : ISO 8601
    version : of this set, raised by its maker
    is_simulated : every item is from the simulator
    teaches_layers : EEG first, then video, then history, each asked for
    post_unlock_after : answers of training items before the post-test opens
    experts : pseudonyms of those whose answers are the key; () for simulated items
    questions : by id, in the order in which they are offered
    made_with : what the maker chose, by name, as text: seed, shares, lengths
    """

    set_id: str
    title: str
    maker: str
    made_utc: str
    version: int = 1
    is_simulated: bool = False
    teaches_layers: bool = True
    post_unlock_after: int = 60
    experts: tuple[str, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    made_with: Mapping[str, str] = field(default_factory=dict)
