"""The interface of the databases in which a library can lie."""

from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryAway, LibraryRefused
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
        """Return the statements to run once the tables exist."""
        ...

    @property
    def guards(self) -> dict[str, str]:
        """Return the statements that make the database refuse to change an edit, by the name of each guard."""
        ...

    def altered_guards(self, connection: Connection) -> tuple[str, ...]:
        """Return the names of guards that are missing, switched off or not as they were made."""
        ...

    def foreign_triggers(self, connection: Connection) -> tuple[str, ...]:
        """Return the names of triggers on the library's tables that this program did not make."""
        ...

    def remove_guard(self, connection: Connection, name: str) -> None:
        """Remove what is left of a guard."""
        ...

    def needs_reconnecting(self, library_id: str) -> bool:
        """Whether the place holds the library anew, such as a file that was put back, so that one has to connect anew.

        Raises
        ------
        LibraryAway : the place no longer holds it
        """
        ...

    def note_read(self) -> None:
        """Note what the place holds, now that a transaction has read from it."""
        ...

    @property
    def replaced(self) -> LibraryAway:
        """Return the refusal of another library, or an older copy, that lies where this one was."""
        ...

    @property
    def place(self) -> str:
        """Return where the library lies, always written the same; without a password."""
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

    def drop_traces(self, connection: Connection) -> bool:
        """Have nothing of what was removed be left on the disk, outside of any transaction; return whether it was done.

        A server has its own ways for that, and is left to them.
        """
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
