"""The connection to a study library, the transactions on it, and the notes of what was committed from here."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError

from eegview.model.edit import Edit
from eegview.model.issue import Issue
from eegview.store.anchor import Anchor
from eegview.store.backends.refusals import clear_refusals
from eegview.store.database import Database
from eegview.store.place import PlaceCheck


class LibraryConnection:
    """A connection to a study library, which one thread uses at a time.

    database : the file or server it lies in
    issues : imperfections that hinder nobody (no backup could be made)
    """

    def __init__(self, database: Database, connection: Connection, issues: tuple[Issue, ...] = ()) -> None:
        self.database = database
        self._connection = connection
        self._place = PlaceCheck(database)
        self._anchor: Anchor | None = None
        self.issues = issues

    @contextmanager
    def transaction(self, writes: bool = False) -> Generator[Connection]:
        """Yield the connection within a transaction, which is committed at the end or rolled back where anything fails.

        Raises
        ------
        LibraryAway, LibraryRefused : the database failed
        """
        with clear_refusals():
            self._place.before(self._connection)
            connection = self._connection.execution_options(writes=writes)
            transaction = _begin(connection)
            try:
                self._place.check(connection)
                yield connection
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except BaseException:
                connection.invalidate()  # it may still be in the midst of the transaction; the next use connects anew
                transaction.close()
                raise
            if writes:
                self._place.after()

    def keep_anchor(self, folder: Path) -> None:
        """Note from now on in a folder outside the library which edits were committed here, see `anchor`."""
        with self.transaction():
            library_id = self._place.library_id
        self._anchor = Anchor(folder, self.database.place, library_id or "")
        self.issues = (*self.issues, *self._anchor.issues)

    @property
    def address(self) -> str:
        """Return the address of this library, without a password."""
        return self.database.engine.url.render_as_string(hide_password=True)

    def close(self) -> None:
        """Close every connection to the file or server; safe to call twice."""
        if self._anchor is not None:
            self._anchor.flush()
        try:
            self._connection.close()
        finally:
            self.database.engine.dispose()

    def _note(self, edit: Edit | None) -> None:
        """Note an edit that is on disk."""
        if edit is not None:
            self._place.note([edit])
            if self._anchor is not None:
                self._anchor.note(edit)


def _begin(connection: Connection) -> RootTransaction:
    try:
        return connection.begin()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return connection.begin()  # the server was started again since: one more try, on a new connection
