"""Find an infant by what a person calls it: its pseudonym, or the first letters of its id."""

from __future__ import annotations

from collections.abc import Sequence

from eegview.model.errors import UsageError
from eegview.model.infant.infant import ID_START, Infant

_FEWEST_LETTERS = 4  # of an id


def found_infant(infants: Sequence[Infant], said: str) -> Infant:
    """Return the infant that is meant.

    Raises
    ------
    UsageError : there is none, or more than one
    """
    said = said.strip()
    by_name = [one for one in infants if one.pseudonym.casefold() == said.casefold()]
    letters = said.removeprefix(ID_START)
    by_id = [one for one in infants if one.infant_id.removeprefix(ID_START).startswith(letters)]
    found = by_name or (by_id if len(letters) >= _FEWEST_LETTERS else [])
    if len(found) > 1:
        ids = ", ".join(one.infant_id[: len(ID_START) + 8] for one in found)
        raise UsageError(f"{len(found)} infants are called “{said}”.", f"Give the id: {ids}.")
    if not found:
        known = ", ".join(one.pseudonym for one in infants if one.pseudonym)
        advice = f"Use one of: {known}." if known else "Add one with “eegview infant add PSEUDONYM”."
        raise UsageError(f"There is no infant “{said}” in this library.", advice)
    return found[0]
