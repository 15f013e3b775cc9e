"""The interface of the databases in which a library can lie."""

from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryRefused
from eegview.model.issue import Issue


class Database(Protocol):
    """A database for a library: an SQLite file, or a PostgreSQL server."""

    @property
    def engine(self) -> Engine:
        """Return the SQLAlchemy engine.

        Transactions with `execution_options(writes=True)` may write; all others see the library at one moment.
        """
        ...

    @property
    def creation_statements(self) -> tuple[str, ...]:
        """Return the statements to run once the tables exist: they make the database refuse to change an edit."""
        ...

    @property
    def now_s(self) -> str:
        """Return the SQL of the current time (s of any epoch), by one clock for all users of this database."""
        ...

    @property
    def not_a_library(self) -> LibraryRefused:
        """Return the refusal of a database that holds something other than a library."""
        ...

    def prepare_location(self) -> None:
        """Make whatever the first connection needs, such as the folder of the file.

        Raises
        ------
        LibraryAway : it cannot be made
        """
        ...

    def check(self, connection: Connection) -> None:
        """Check that the library is not damaged.

        Raises
        ------
        LibraryRefused : it is damaged
        """
        ...

    def opening_refusal(self, error: DBAPIError) -> LibraryRefused | None:
        """Return the refusal that explains why opening failed, None where the error needs no special explanation."""
        ...

    def lock_library(self, connection: Connection) -> None:
        """Lock the making and migrating of tables until the transaction ends."""
        ...

    def lock_recording(self, connection: Connection, fingerprint: str) -> None:
        """Lock one recording against writing by others until the transaction ends."""
        ...

    def before_migration(self, version: int) -> None:
        """Back up the library as it is at `version`.

        Raises
        ------
        LibraryRefused : no backup could be made, so nothing may be migrated
        """
        ...

    def back_up(self) -> tuple[Issue, ...]:
        """Back up the library where that is due, and return an issue where it failed."""
        ...
