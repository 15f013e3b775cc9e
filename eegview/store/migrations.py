"""The steps that bring a library of an older version to this program's version.

A step is never changed once a version with it was released: libraries of that version exist.
"""

from collections.abc import Callable

from sqlalchemy import Connection, update

from eegview.store.run_records import record_older_runs
from eegview.store.schema import SCHEMA_VERSION, library_schema, new_library_id


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


def _to_4(connection: Connection) -> None:
    """Give the library an id, runs the program's version and proposals without threshold, and videos their places.

    The log then says which runs it holds no hash of.
    """
    connection.exec_driver_sql("ALTER TABLE detector_run ADD COLUMN always_listed TEXT DEFAULT '[]' NOT NULL")
    # its proposals never should have had one
    connection.exec_driver_sql(
        """UPDATE detector_run SET always_listed = '["hypsarrhythmia"]' WHERE detector_id = 'hypsarrhythmia'"""
    )
    connection.exec_driver_sql("ALTER TABLE library_schema ADD COLUMN library_id TEXT NOT NULL DEFAULT ''")
    for column in ("program_version", "code_hash"):
        connection.exec_driver_sql(f"ALTER TABLE detector_run ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    connection.exec_driver_sql("CREATE TABLE library_incident (at_utc TEXT NOT NULL, what TEXT NOT NULL)")
    connection.execute(update(library_schema).values(library_id=new_library_id()))
    record_older_runs(connection)
    name = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    connection.exec_driver_sql(
        f"CREATE TABLE video_place (fingerprint {name} NOT NULL, video {name} NOT NULL, path {name} NOT NULL,"
        " relative TEXT NOT NULL, noted_utc TEXT NOT NULL, PRIMARY KEY (fingerprint, video, path))"
    )


def _to_5(connection: Connection) -> None:
    """Make the table of what recordings are, with a row for each that the library holds, and that of its settings."""
    name = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    connection.exec_driver_sql(
        f"CREATE TABLE recording (fingerprint {name} NOT NULL, name TEXT, format TEXT NOT NULL,"
        " duration_s DOUBLE PRECISION, started_at TEXT, channels TEXT NOT NULL, segments TEXT NOT NULL,"
        " n_files BIGINT NOT NULL, is_simulated INTEGER NOT NULL, first_seen_utc TEXT NOT NULL,"
        " last_seen_utc TEXT NOT NULL, PRIMARY KEY (fingerprint))"
    )
    connection.exec_driver_sql(
        f"CREATE TABLE library_setting (name {name} NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name))"
    )
    connection.exec_driver_sql(  # nothing is known of them until they are opened again
        "INSERT INTO recording (fingerprint, format, channels, segments, n_files, is_simulated, first_seen_utc,"
        " last_seen_utc) SELECT fingerprint, '', '[]', '[]', 0, 0, '', '' FROM"
        " (SELECT fingerprint FROM head UNION SELECT fingerprint FROM detector_run) AS held"
    )


def _to_6(connection: Connection) -> None:
    """Have the table of recordings hold the clips of a film; of those opened before, none are known."""
    connection.exec_driver_sql("ALTER TABLE recording ADD COLUMN clips TEXT NOT NULL DEFAULT '[]'")


STEPS: dict[int, Callable[[Connection], None]] = {  # by the version they lead to
    2: _to_2,
    3: _to_3,
    4: _to_4,
    5: _to_5,
    6: _to_6,
}


def migrate(connection: Connection, version: int) -> None:
    """Migrate the tables from `version` to this program's version, inside the caller's transaction."""
    for number in range(version + 1, SCHEMA_VERSION + 1):
        STEPS[number](connection)
    connection.execute(update(library_schema).values(version=SCHEMA_VERSION))
