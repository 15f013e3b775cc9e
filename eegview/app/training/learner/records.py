"""What a learner's file holds beside answers: sittings, consent, comments on items."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Kept:
    """A record with names and values; a newer version of the program may have written more of them."""

    def as_json(self) -> dict[str, Any]:
        """Return names and values."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Self:
        """Return the record of names and values.

        Raises
        ------
        TypeError : a value lacks
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in content.items() if name in known})


@dataclass(frozen=True, slots=True)
class Begun(Kept):
    """A sitting that was begun; from this and the answers follows all that it asks.

    attempt : which time this locked test is done, 1 = first
    """

    session_id: str
    begun_utc: str
    set_id: str
    mode: str
    n_items: int
    seed: int
    has_layers: bool
    attempt: int = 1
    is_simulated: bool | None = None


@dataclass(frozen=True, slots=True)
class Ended(Kept):
    """A sitting that has ended; of a locked test, whether it was broken off."""

    session_id: str
    ended_utc: str
    is_broken_off: bool = False


@dataclass(frozen=True, slots=True)
class Consent(Kept):
    """Teachers may see the answers from now on (given), or not any more (withdrawn)."""

    recorded_utc: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Comment(Kept):
    """What a learner says about an item, for the one who made it."""

    recorded_utc: str
    set_id: str
    item_id: str
    text: str
