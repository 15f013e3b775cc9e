"""Opening a library: create its tables, migrate an older version, refuse other databases and newer versions."""

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryRefused
from eegview.model.issue import Issue
from eegview.store.backends.postgres import PostgresServer
from eegview.store.backends.sqlite import SqliteFile
from eegview.store.database import Database
from eegview.store.guards import put_back_guards
from eegview.store.migrations import migrate
from eegview.store.schema import SCHEMA_VERSION, library_schema, metadata, new_library_id

_RESTORE = "Keep it as it is and restore a backup of it, or choose another library with --library."


def database_at(url: URL) -> Database:
    """Return the database at an address."""
    return SqliteFile(url) if url.get_backend_name() == "sqlite" else PostgresServer(url)


def ready_connection(database: Database) -> tuple[Connection, tuple[Issue, ...]]:
    """Return a connection to a library of this version, and the imperfections of the library.

    Raises
    ------
    LibraryAway : the place of the library cannot be made
    LibraryRefused : the library is damaged, is something else, or was made by a newer version
    DBAPIError : the database cannot be reached; see `refusals`
    """
    database.prepare_location()
    try:
        connection = database.engine.connect()
        try:
            _make_ready(connection, database)
            issues = put_back_guards(connection, database)
            return connection, (*issues, *database.back_up())
        except BaseException:
            connection.close()
            raise
    except BaseException as error:
        database.engine.dispose()
        refusal = database.opening_refusal(error) if isinstance(error, DBAPIError) else None
        if refusal is not None:
            raise refusal from error
        raise


def _make_ready(connection: Connection, database: Database) -> None:
    with connection.begin():
        names = set(inspect(connection).get_table_names())
    if not names:
        create(connection, database)
    version = known_version(connection, database)
    database.check(connection)
    if version < SCHEMA_VERSION:
        database.before_migration(version)
        bring_up_to_date(connection, database)
    with connection.execution_options(writes=False).begin():
        missing = metadata.tables.keys() - set(inspect(connection).get_table_names())
    if missing:
        raise LibraryRefused(f"The study library lacks its table “{min(missing)}”.", _RESTORE)


def create(connection: Connection, database: Database) -> None:
    """Create all tables in one transaction, unless another program has created them meanwhile."""
    writing = connection.execution_options(writes=True)
    with writing.begin():
        database.lock_library(writing)
        if inspect(writing).get_table_names():
            return
        metadata.create_all(writing)
        for statement in database.creation_statements:
            writing.exec_driver_sql(statement)
        writing.execute(insert(library_schema), {"version": SCHEMA_VERSION, "library_id": new_library_id()})


def known_version(connection: Connection, database: Database) -> int:
    """Return the schema version of a library.

    Raises
    ------
    LibraryRefused : the database is not a study library, one of a newer version, or one of no version
    """
    reading = connection.execution_options(writes=False)
    with reading.begin():
        if library_schema.name not in inspect(reading).get_table_names():
            raise database.not_a_library
        versions = reading.execute(select(library_schema.c.version)).scalars().all()
    if len(versions) != 1 or not isinstance(versions[0], int) or versions[0] < 1:
        raise LibraryRefused("The study library does not state its version.", _RESTORE)
    version = versions[0]
    if version > SCHEMA_VERSION:
        raise LibraryRefused(
            f"This study library was made by a newer version of eegview (library version {version}).",
            "Install the newer version, or choose another library with --library.",
        )
    return version


def bring_up_to_date(connection: Connection, database: Database) -> None:
    """Migrate a library in one transaction, unless another program has done so meanwhile."""
    writing = connection.execution_options(writes=True)
    with writing.begin():
        database.lock_library(writing)
        version = writing.execute(select(library_schema.c.version)).scalar_one()
        if version < SCHEMA_VERSION:
            migrate(writing, version)
