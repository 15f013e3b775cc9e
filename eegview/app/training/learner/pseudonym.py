"""The name under which a learner's answers are kept: no name of a person."""

import re
import secrets

from eegview.model.errors import UsageError

MOST_LETTERS = 40
_WORDS = re.compile(r"[^a-z0-9]+")


def new_pseudonym() -> str:
    """Return a pseudonym that says nothing about anybody: `Learner 4F2A`."""
    return f"Learner {secrets.token_hex(2).upper()}"


def checked_pseudonym(text: str) -> str:
    """Return a pseudonym as it is kept.

    Raises
    ------
    UsageError : it is empty, too long or has no letter or digit
    """
    text = " ".join(text.split())
    if not _WORDS.sub("", text.lower()) or len(text) > MOST_LETTERS:
        raise UsageError(
            f"A pseudonym has letters or digits, {MOST_LETTERS} at most.",
            "Choose a short one, not a name: R7, say.",
        )
    return text


def file_name(pseudonym: str) -> str:
    """Return the name of the file of a pseudonym's answers, without its ending: `resident-7`.

    Raises
    ------
    UsageError : the pseudonym cannot be kept
    """
    return _WORDS.sub("-", checked_pseudonym(pseudonym).lower()).strip("-")
