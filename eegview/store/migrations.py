"""The steps that bring a library of an older version to this program's version.

A step is never changed once a version with it was released: libraries of that version exist.
"""

from collections.abc import Callable

from sqlalchemy import Connection, update

from eegview.store.schema import SCHEMA_VERSION, library_schema


def _to_2(connection: Connection) -> None:
    """Make indexes by which one author's edits, and marks by time or term, are found without reading all others."""
    connection.exec_driver_sql("DROP INDEX annotation_by_time")
    connection.exec_driver_sql("CREATE INDEX annotation_by_time ON annotation (fingerprint, onset_s, annotation_id)")
    connection.exec_driver_sql(
        "CREATE INDEX annotation_by_term ON annotation (fingerprint, term_id, onset_s, annotation_id)"
    )
    connection.exec_driver_sql("CREATE INDEX edit_by_author ON edit (fingerprint, author, number)")


def _to_3(connection: Connection) -> None:
    """Make the tables of detectors' runs, detections and trends."""
    is_postgres = connection.dialect.name == "postgresql"
    name = 'TEXT COLLATE "C"' if is_postgres else "TEXT"
    blob = "BYTEA" if is_postgres else "BLOB"
    clustered = "" if is_postgres else " WITHOUT ROWID"
    connection.exec_driver_sql(
        f"CREATE TABLE detector_run (run_id {name} NOT NULL, fingerprint {name} NOT NULL, detector_id TEXT NOT NULL,"
        " title TEXT NOT NULL, version TEXT NOT NULL, content_hash TEXT NOT NULL, parameters TEXT NOT NULL,"
        " start_s DOUBLE PRECISION NOT NULL, stop_s DOUBLE PRECISION NOT NULL, started_utc TEXT NOT NULL,"
        " author TEXT NOT NULL, ended TEXT NOT NULL, message TEXT NOT NULL, outside TEXT NOT NULL,"
        " reached_s DOUBLE PRECISION NOT NULL, notes TEXT NOT NULL, beat_s DOUBLE PRECISION NOT NULL,"
        f" PRIMARY KEY (run_id)){clustered}"
    )
    connection.exec_driver_sql("CREATE INDEX detector_run_by_recording ON detector_run (fingerprint, started_utc)")
    connection.exec_driver_sql(
        f"CREATE TABLE detection (run_id {name} NOT NULL, number BIGINT NOT NULL, onset_s DOUBLE PRECISION NOT NULL,"
        " duration_s DOUBLE PRECISION NOT NULL, term_id TEXT NOT NULL, score DOUBLE PRECISION NOT NULL,"
        " channels TEXT NOT NULL, terms TEXT NOT NULL, attributes TEXT NOT NULL,"
        f" PRIMARY KEY (run_id, number)){clustered}"
    )
    connection.exec_driver_sql(
        f"CREATE TABLE trend (run_id {name} NOT NULL, name {name} NOT NULL, start_s DOUBLE PRECISION NOT NULL,"
        " step_s DOUBLE PRECISION NOT NULL, unit TEXT NOT NULL,"
        f" samples {blob} NOT NULL, PRIMARY KEY (run_id, name, start_s)){clustered}"
    )


def _add_video_places(connection: Connection) -> None:
    """Make the table of the places of videos."""
    name = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    connection.exec_driver_sql(
        f"CREATE TABLE video_place (fingerprint {name} NOT NULL, video {name} NOT NULL, path {name} NOT NULL,"
        " relative TEXT NOT NULL, noted_utc TEXT NOT NULL, PRIMARY KEY (fingerprint, video, path))"
    )


# By the version they lead to.
STEPS: dict[int, Callable[[Connection], None]] = {2: _to_2, 3: _to_3, 4: _add_video_places}


def migrate(connection: Connection, version: int) -> None:
    """Migrate the tables from `version` to this program's version, inside the caller's transaction."""
    for number in range(version + 1, SCHEMA_VERSION + 1):
        STEPS[number](connection)
    connection.execute(update(library_schema).values(version=SCHEMA_VERSION))
