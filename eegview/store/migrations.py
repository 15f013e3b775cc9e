"""How a library of an older version becomes one of this version, step by step.

A step is never changed once a version with it was given away: libraries of that version exist.
"""

from collections.abc import Callable

from sqlalchemy import Connection, update

from eegview.store.schema import SCHEMA_VERSION, library_schema


def _to_2(connection: Connection) -> None:
    """Find one person's acts without reading everybody's, and marks in the order or by the term asked for."""
    connection.exec_driver_sql("DROP INDEX annotation_by_time")
    connection.exec_driver_sql("CREATE INDEX annotation_by_time ON annotation (fingerprint, onset_s, annotation_id)")
    connection.exec_driver_sql(
        "CREATE INDEX annotation_by_term ON annotation (fingerprint, term_id, onset_s, annotation_id)"
    )
    connection.exec_driver_sql("CREATE INDEX edit_by_author ON edit (fingerprint, author, number)")


STEPS: dict[int, Callable[[Connection], None]] = {2: _to_2}  # by the version they lead to


def migrate(connection: Connection, version: int) -> None:
    """Bring the tables from `version` to this program's, inside the caller's transaction."""
    for number in range(version + 1, SCHEMA_VERSION + 1):
        STEPS[number](connection)
    connection.execute(update(library_schema).values(version=SCHEMA_VERSION))
