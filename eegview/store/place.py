"""The check that what lies at the library's address is still the library that was opened there.

A file can be deleted, moved or replaced while it is open, and a database dropped and made anew: what is written then
would be lost although it seemed saved.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from eegview.model.edit import Edit
from eegview.store import schema
from eegview.store.database import Database

_NO_TABLE = ("42P01", "3F000")  # PostgreSQL: no such table, no such schema


class PlaceCheck:
    """The checks of one handle to a library, around each of its transactions.

    library_id : of the library that was opened, None before the first transaction
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.library_id: str | None = None
        self._newest: dict[str, tuple[int, str]] = {}  # number and hash of the last edit seen here, by recording
        self._driver: object = None  # the driver's connection that was checked last

    def before(self, connection: Connection) -> None:
        """Check the place before a transaction begins; connect anew where the library was put back.

        Raises
        ------
        LibraryAway : the place no longer holds it
        """
        if self.library_id is not None and self._database.needs_reconnecting(self.library_id):
            connection.invalidate()

    def check(self, connection: Connection) -> None:
        """Check within a transaction that it is in the library that was opened.

        Raises
        ------
        LibraryAway : it is in another one, in an older copy, or in none
        """
        library_id = self._id_in(connection)
        if self.library_id is None:
            self.library_id = library_id
        if library_id is None or library_id != self.library_id:
            raise self._database.replaced
        self._database.note_read()
        driver = connection.connection.dbapi_connection
        if driver is not self._driver:
            self._check_newest(connection)
            self._driver = driver

    def after(self) -> None:
        """Check after a commit that it went into the file that lies at the place now.

        Raises
        ------
        LibraryAway : it did not; whether it is kept is known once the file is back
        """
        if self.library_id is not None and self._database.needs_reconnecting(self.library_id):
            raise self._database.replaced

    def note(self, edits: Iterable[Edit]) -> None:
        """Note edits that are on disk: a copy without them is an older one."""
        for edit in edits:
            if edit.number > self._newest.get(edit.fingerprint, (0, ""))[0]:
                self._newest[edit.fingerprint] = (edit.number, edit.hash)

    def _id_in(self, connection: Connection) -> str | None:
        """Return the id of the library, None where the database holds none."""
        try:
            return connection.execute(select(schema.library_schema.c.library_id)).scalar()
        except DBAPIError as error:
            is_no_table = getattr(error.orig, "sqlstate", "") in _NO_TABLE or "no such table" in str(error.orig)
            if not is_no_table:
                raise
            return None

    def _check_newest(self, connection: Connection) -> None:
        table = schema.edit
        for fingerprint, (number, digest) in self._newest.items():
            wanted = select(table.c.hash).where(table.c.fingerprint == fingerprint, table.c.number == number)
            if connection.execute(wanted).scalar() != digest:
                raise self._database.replaced
