"""Errors of the database, turned into refusals that the user can act on."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.backends.postgres import postgres_refusal
from eegview.store.backends.sqlite import sqlite_refusal


@contextmanager
def clear_refusals() -> Generator[None]:
    """Raise a `LibraryRefused` where an error in the block comes from the database being away, full or damaged.

    Where the same act may succeed later, it is a `LibraryAway`.
    """
    try:
        yield
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def refusal(error: DBAPIError) -> LibraryRefused | None:
    """Return the refusal that explains a database error, None where the error is a bug (bad SQL, broken constraint)."""
    refused = sqlite_refusal(error) or postgres_refusal(error)
    if refused is None and error.connection_invalidated:
        return LibraryAway(
            "The study library is unavailable.", "Try again when it is available. All earlier marks are safe."
        )
    return refused
