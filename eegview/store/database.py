"""What differs between the kinds of database a library can lie in."""

from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryRefused
from eegview.model.issue import Issue


class Database(Protocol):
    """A place for a library: an SQLite file, or a PostgreSQL server."""

    @property
    def engine(self) -> Engine:
        """Return the engine; transactions with `execution_options(writes=True)` may write, others see one moment."""
        ...

    @property
    def creation_statements(self) -> tuple[str, ...]:
        """Return what to run once the tables are made: the database itself then refuses to change or remove an edit."""
        ...

    @property
    def now_s(self) -> str:
        """Return the SQL of the time now, in seconds of any epoch, by one clock for all who use this database."""
        ...

    @property
    def not_a_library(self) -> LibraryRefused:
        """Return what to say when there is something else in this place."""
        ...

    def prepare_location(self) -> None:
        """Make what must be there before the first connection."""
        ...

    def check(self, connection: Connection) -> None:
        """Refuse a damaged library."""
        ...

    def opening_refusal(self, error: DBAPIError) -> LibraryRefused | None:
        """Return what to say where opening failed with `error`, None where the error speaks for itself."""
        ...

    def lock_library(self, connection: Connection) -> None:
        """Until the transaction ends, let nobody else make or migrate the tables."""
        ...

    def lock_recording(self, connection: Connection, fingerprint: str) -> None:
        """Until the transaction ends, let nobody else act on this recording."""
        ...

    def before_migration(self, version: int) -> None:
        """Keep a copy of the library as it is at `version`."""
        ...

    def back_up(self) -> tuple[Issue, ...]:
        """Keep a copy where one is due; what hindered it is told."""
        ...
