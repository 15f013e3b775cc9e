"""The name under which a learner's answers are kept: no name of a person."""

import re
import secrets

from eegview.model.errors import UsageError

MOST_LETTERS = 40
_LETTER = re.compile(r"[^\W_]")


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
    if not _LETTER.search(text) or len(text) > MOST_LETTERS or not text.isprintable():
        raise UsageError(
            f"A pseudonym has letters or digits, {MOST_LETTERS} at most.",
            "Choose a short one, not a name: R7, say.",
        )
    return text
