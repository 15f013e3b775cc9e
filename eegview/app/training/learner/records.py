"""What a learner's file holds beside answers: sittings, consent, comments on items."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

_TYPES: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "bool": (bool,), "bool | None": (bool, type(None))}


def check_utc(text: str) -> None:
    """Check that a text is an instant.

    Raises
    ------
    ValueError : it is none, or does not say how far it is from UTC
    """
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError("an instant says its distance from UTC")


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
        TypeError, ValueError : a value lacks, or is none of this kind
        """
        if not isinstance(content, dict):
            raise TypeError("names and values are needed")
        known = {field.name: _TYPES[str(field.type)] for field in fields(cls)}
        held = {name: value for name, value in content.items() if name in known}
        for name, value in held.items():
            if type(value) not in known[name]:
                raise TypeError(f"{name} is not what it should be")
            if name.endswith("_utc"):
                check_utc(value)
        return cls(**held)


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


@dataclass(frozen=True, slots=True)
class Named(Kept):
    """The pseudonym that a learner chose, from now on."""

    recorded_utc: str
    pseudonym: str
