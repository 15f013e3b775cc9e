"""Make a library file ready: create its tables, or refuse what is not ours or is newer than we are."""

from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select

from eegview.model.errors import LibraryRefused
from eegview.store.schema import APPEND_ONLY, SCHEMA_VERSION, library_schema, metadata
from eegview.store.sqlite import APPLICATION_ID


def ready_connection(engine: Engine) -> Connection:
    """Return a connection to a library of this version, creating the tables where there are none.

    Raises
    ------
    LibraryRefused : its folder cannot be made, the file holds something else, or was made by a newer version
    """
    make_folder(Path(engine.url.database or "").parent)
    connection = engine.connect()
    try:
        with connection.begin():
            names = set(inspect(connection).get_table_names())
        if not names:
            create(connection)
        check_version(connection)
    except BaseException:
        connection.close()
        engine.dispose()
        raise
    return connection


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise LibraryRefused(
            "The study library's folder cannot be made.",
            "Check that the place may be written, or choose another library with --library.",
        ) from None


def create(connection: Connection) -> None:
    """Create all tables in one transaction; where another program was quicker, leave its tables be."""
    writing = connection.execution_options(writes=True)
    with writing.begin():
        if inspect(writing).get_table_names():
            return
        metadata.create_all(writing)
        for statement in APPEND_ONLY:
            writing.exec_driver_sql(statement)
        writing.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        writing.execute(insert(library_schema), {"version": SCHEMA_VERSION})


def check_version(connection: Connection) -> None:
    """Refuse a database that is not a study library, or one of a newer version."""
    with connection.begin():
        if library_schema.name not in inspect(connection).get_table_names():
            raise LibraryRefused("This file is not a study library.", "Choose another file with --library.")
        version = connection.execute(select(library_schema.c.version)).scalar_one()
    if version > SCHEMA_VERSION:
        raise LibraryRefused(
            f"This study library was made by a newer version of eegview (library version {version}).",
            "Install the newer version, or choose another library with --library.",
        )
