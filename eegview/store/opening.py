"""Make a library ready: create its tables, bring an older one up to date, refuse what is not ours or is newer."""

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryRefused
from eegview.model.issue import Issue
from eegview.store.database import Database
from eegview.store.migrations import migrate
from eegview.store.postgres import PostgresServer
from eegview.store.schema import SCHEMA_VERSION, library_schema, metadata
from eegview.store.sqlite import SqliteFile


def database_at(url: URL) -> Database:
    """Return the kind of database the address names."""
    return SqliteFile(url) if url.get_backend_name() == "sqlite" else PostgresServer(url)


def ready_connection(database: Database) -> tuple[Connection, tuple[Issue, ...]]:
    """Return a connection to a library of this version, and what is imperfect about the library.

    Raises
    ------
    LibraryRefused : there is no reaching it, it is damaged, something else, or made by a newer version
    """
    database.prepare_location()
    try:
        connection = database.engine.connect()
        try:
            _make_ready(connection, database)
            return connection, database.back_up()
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


def create(connection: Connection, database: Database) -> None:
    """Create all tables in one transaction; where another program was quicker, leave its tables be."""
    writing = connection.execution_options(writes=True)
    with writing.begin():
        database.lock_library(writing)
        if inspect(writing).get_table_names():
            return
        metadata.create_all(writing)
        for statement in database.creation_statements:
            writing.exec_driver_sql(statement)
        writing.execute(insert(library_schema), {"version": SCHEMA_VERSION})


def known_version(connection: Connection, database: Database) -> int:
    """Return the library's version; refuse a database that is not a study library, or one of a newer version."""
    reading = connection.execution_options(writes=False)
    with reading.begin():
        if library_schema.name not in inspect(reading).get_table_names():
            raise database.not_a_library
        version = reading.execute(select(library_schema.c.version)).scalar_one()
    if version > SCHEMA_VERSION:
        raise LibraryRefused(
            f"This study library was made by a newer version of eegview (library version {version}).",
            "Install the newer version, or choose another library with --library.",
        )
    return version


def bring_up_to_date(connection: Connection, database: Database) -> None:
    """Migrate in one transaction; where another program was quicker, there is nothing left to do."""
    writing = connection.execution_options(writes=True)
    with writing.begin():
        database.lock_library(writing)
        version = writing.execute(select(library_schema.c.version)).scalar_one()
        if version < SCHEMA_VERSION:
            migrate(writing, version)
