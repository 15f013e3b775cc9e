"""What the database's complaints mean to the person at the screen."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.store.postgres import postgres_refusal
from eegview.store.sqlite import sqlite_refusal


@contextmanager
def clear_refusals() -> Generator[None]:
    """Turn what a database says when it is away, full, locked or damaged into a `LibraryRefused`.

    One that may pass is a `LibraryAway`.
    """
    try:
        yield
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def refusal(error: DBAPIError) -> LibraryRefused | None:
    """Return what to tell the user, or None where the error is a bug of ours (bad SQL, broken constraint)."""
    refused = sqlite_refusal(error) or postgres_refusal(error)
    if refused is None and error.connection_invalidated:
        return LibraryAway("The study library is away.", "Try again when it is back. What was marked before is safe.")
    return refused
