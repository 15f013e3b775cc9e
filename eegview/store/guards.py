"""The guards by which the database itself refuses to change an edit, looked at when a library is opened or verified."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError

from eegview.model.issue import Issue
from eegview.store.database import Database
from eegview.store.schema import library_incident

CODE = "library_guard"


def put_back_guards(connection: Connection, database: Database) -> tuple[Issue, ...]:
    """Put back the guards that are missing or altered, write it down in the library, and return what was found."""
    with connection.execution_options(writes=False).begin():
        altered = database.altered_guards(connection)
    if not altered:
        return ()
    writing = connection.execution_options(writes=True)
    try:
        with writing.begin():
            database.lock_library(writing)
            altered = database.altered_guards(writing)
            if not altered:  # another program was quicker, and has said so
                return ()
            _make_anew(writing, database, altered)
    except DBAPIError:  # no right to, a read-only file: it is told
        return (Issue(CODE, f"{_found(altered)} It could not be put back."),)
    return (Issue(CODE, f"{_found(altered)} It has been put back. Check the history of your studies."),)


def _make_anew(connection: Connection, database: Database, altered: tuple[str, ...]) -> None:
    for name in altered:
        database.remove_guard(connection, name)
    for name in database.altered_guards(connection):  # by now perhaps more: a trigger goes with its function
        connection.exec_driver_sql(database.guards[name])
    row = {"at_utc": datetime.now(UTC).isoformat(timespec="seconds"), "what": ", ".join(altered)}
    connection.execute(insert(library_incident), row)


def guard_problems(connection: Connection, database: Database) -> list[str]:
    """Return a sentence where guards are missing or altered."""
    altered = database.altered_guards(connection)
    return [_found(altered)] if altered else []


def guard_notes(connection: Connection, database: Database) -> list[str]:
    """Return what was wrong with the guards at other times, and which triggers this program did not make."""
    rows = connection.execute(select(library_incident).order_by(library_incident.c.at_utc)).all()
    notes = [
        f"A guard of the log (“{row.what}”) was found missing or altered on {row.at_utc} and put back." for row in rows
    ]
    foreign = database.foreign_triggers(connection)
    if foreign:
        notes.append(f"The library's tables have a trigger that eegview did not make: “{'”, “'.join(foreign)}”.")
    return notes


def _found(altered: tuple[str, ...]) -> str:
    return f"The guard that keeps the log from being changed (“{'”, “'.join(altered)}”) is missing or was altered."
