"""What a session asks of a case set; `CaseSet` of `eegview/app/training/cases/case_set.py` keeps it."""

from collections.abc import Mapping
from typing import Protocol

from eegview.model.training.item import Item
from eegview.model.training.key import Key
from eegview.model.training.question import Question


class AskedSet(Protocol):
    """A case set as a session needs it.

    teaches_layers : EEG first, then video, then what is told
    post_unlock_after : answers for learning after which the post-test is open
    """

    @property
    def set_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def teaches_layers(self) -> bool: ...

    @property
    def post_unlock_after(self) -> int: ...

    @property
    def questions(self) -> Mapping[str, Question]: ...

    @property
    def items(self) -> tuple[Item, ...]: ...

    def key_of(self, item_id: str) -> Key:
        """Return the experts' answer to an item."""
        ...
