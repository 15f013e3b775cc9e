"""Libraries of older versions are brought up to date, with all that is in them."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Inspector, inspect, make_url

from eegview.model.annotation import Annotation
from eegview.model.edit import GENESIS, Action, Change, Edit, edit_hash
from eegview.model.errors import LibraryRefused
from eegview.model.study.known_recording import KeptIdentity, KnownRecording
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.model.verification import Verification
from eegview.store.backends.postgres import PostgresServer
from eegview.store.library import Library, open_library
from eegview.store.migrations import STEPS
from eegview.store.rows import annotation_row, edit_row
from eegview.store.schema import SCHEMA_VERSION

RECORDING = "f" * 64

# As version 1 made them.
VERSION_1 = """
CREATE TABLE library_schema (version INTEGER NOT NULL);
INSERT INTO library_schema VALUES (1);
CREATE TABLE edit (
    fingerprint TEXT NOT NULL, number BIGINT NOT NULL, at_utc TEXT NOT NULL, author TEXT NOT NULL, role TEXT NOT NULL,
    action TEXT NOT NULL, changes TEXT NOT NULL, n_changes BIGINT NOT NULL, reverses BIGINT, reason TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (fingerprint, number)
);
CREATE TABLE annotation (
    fingerprint TEXT NOT NULL, annotation_id TEXT NOT NULL, term_id TEXT NOT NULL, onset_s DOUBLE PRECISION NOT NULL,
    duration_s DOUBLE PRECISION NOT NULL, channels TEXT NOT NULL, attributes TEXT NOT NULL, text TEXT NOT NULL,
    layer TEXT NOT NULL, PRIMARY KEY (fingerprint, annotation_id)
);
CREATE INDEX annotation_by_time ON annotation (fingerprint, onset_s);
CREATE TABLE head (fingerprint TEXT NOT NULL, number BIGINT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (fingerprint));
"""
GUARDS_1 = """
CREATE TRIGGER edit_forbids_update BEFORE UPDATE ON edit
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER edit_forbids_delete BEFORE DELETE ON edit
    BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
PRAGMA application_id=1162168150;
"""
POSTGRES_GUARDS = ";".join(PostgresServer(make_url("postgresql+psycopg://eeg@/postgres")).guards.values()) + ";"
MARK = Annotation("a", "spasm", 1.0, 1.0, ("Fp1",), (("class", "focal"),), "seen", "ann")


def first_edit() -> Edit:
    blank = Edit(
        1,
        RECORDING,
        "2026-01-02T03:04:05.000000+00:00",
        "ann",
        "resident",
        Action.ADD,
        (Change(None, MARK),),
        previous_hash=GENESIS,
    )
    return Edit(**{name: getattr(blank, name) for name in blank.__slots__ if name != "hash"}, hash=edit_hash(blank))


def inserts() -> str:
    """Return the statements that put the first edit in."""
    rows = [
        ("edit", edit_row(first_edit())),
        ("annotation", annotation_row(RECORDING, MARK)),
        ("head", {"fingerprint": RECORDING, "number": 1, "hash": first_edit().hash}),
    ]

    def literal(value: object) -> str:
        text = str(value).replace("'", "''")
        return "NULL" if value is None else f"'{text}'" if isinstance(value, str) else text

    return "".join(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(literal, row.values()))});"
        for table, row in rows
    )


@pytest.fixture
def version_1(place: str, outside: Callable[[str], None]) -> str:
    outside(VERSION_1 + (GUARDS_1 if place.startswith("sqlite") else POSTGRES_GUARDS) + inserts())
    return place


def indexes(library: Library, table: str) -> set[str | None]:
    with library.transaction() as connection:
        return {index["name"] for index in inspect(connection).get_indexes(table)}


def version_of(library: Library) -> int:
    with library.transaction() as connection:
        return connection.exec_driver_sql("SELECT version FROM library_schema").scalar_one()


def test_version_1_is_brought_up_to_date(version_1: str):
    for _time in range(2):
        with closing(open_library(version_1)) as library:
            assert version_of(library) == SCHEMA_VERSION
            assert indexes(library, "edit") == {"edit_by_author"}
            assert library.annotations(RECORDING) == (MARK,)
            assert library.edits(RECORDING) == (first_edit(),)
            assert library.verify(RECORDING) == []


def test_proposals_of_before_that_no_threshold_applies_to_are_listed(place: str, outside: Callable[[str], None]):
    columns = (
        "run_id, fingerprint, detector_id, title, version, content_hash, parameters, start_s, stop_s, started_utc,"
        " author, ended, message, outside, reached_s, notes, beat_s"
    )
    rest = "'T', '1', 'ab', '[]', 0, 60, '2026-01-01', 'ann', 'done', '', '[]', 60, '[]', 0"
    rows = ", ".join(f"('{name}', '{RECORDING}', '{name}', {rest})" for name in ("hypsarrhythmia", "spasms"))
    open_library(place).close()
    for column in ("always_listed", "program_version", "code_hash"):
        outside(f"ALTER TABLE detector_run DROP COLUMN {column}")
    outside("ALTER TABLE library_schema DROP COLUMN library_id")
    outside("DROP TABLE library_incident")
    for table in ("video_place", "recording", "library_setting"):
        outside(f"DROP TABLE {table}")
    outside("UPDATE library_schema SET version = 3")
    outside(f"INSERT INTO detector_run ({columns}) VALUES {rows}")
    with closing(open_library(place)) as library:
        found = {run.detector_id: run.always_listed for run in library.runs(RECORDING)}
    assert found == {"hypsarrhythmia": ("hypsarrhythmia",), "spasms": ()}


def test_work_goes_on_in_a_migrated_library(version_1: str):
    with closing(open_library(version_1)) as library:
        library.apply(RECORDING, "ann", "resident", Action.DELETE, [Change(MARK, None)])
        assert library.verify(RECORDING) == []
        assert [step.number for step in library.steps(RECORDING, "ann")] == [1, 2]


def test_a_migrated_library_is_made_like_a_new_one(version_1: str, tmp_path: Path, postgres_place: str):
    new_place = str(tmp_path / "new.sqlite") if version_1.startswith("sqlite") else postgres_place
    found = []
    for place in (version_1, new_place):
        with closing(open_library(place)) as library, library.transaction() as connection:
            tables = inspect(connection)
            found.append(
                {
                    name: ([c["name"] for c in tables.get_columns(name)], indexes_of(tables, name))
                    for name in tables.get_table_names()
                }
            )
    assert found[0] == found[1]


def indexes_of(tables: Inspector, name: str) -> list[tuple[str | None, list[str | None]]]:
    return sorted((index["name"], index["column_names"]) for index in tables.get_indexes(name))


def test_the_library_as_it_was_is_kept(library_file: Path):
    with closing(sqlite3.connect(library_file)) as made:
        made.executescript(VERSION_1 + GUARDS_1 + inserts())
    open_library(str(library_file)).close()
    with closing(sqlite3.connect(library_file.parent / "backups" / "library-version-1.sqlite")) as copy:
        assert copy.execute("SELECT version FROM library_schema").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM edit").fetchone() == (1,)


def test_without_a_copy_nothing_is_migrated(library_file: Path):
    with closing(sqlite3.connect(library_file)) as made:
        made.executescript(VERSION_1 + GUARDS_1 + inserts())
    (library_file.parent / "backups").write_text("a file in the folder's place")
    with pytest.raises(LibraryRefused, match="cannot be backed up") as refused:
        open_library(str(library_file))
    assert "Nothing was changed" in refused.value.advice
    with closing(sqlite3.connect(library_file)) as left:
        assert left.execute("SELECT version FROM library_schema").fetchone() == (1,)


def test_a_migration_that_breaks_changes_nothing(version_1: str, monkeypatch: pytest.MonkeyPatch):
    step = STEPS[2]

    def breaks(connection: Connection) -> None:
        step(connection)
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setitem(STEPS, 2, breaks)
        with pytest.raises(RuntimeError):
            open_library(version_1)
    with closing(open_library(version_1)) as library:
        assert version_of(library) == SCHEMA_VERSION
        assert library.verify(RECORDING) == []


def test_each_version_has_its_step():
    assert sorted(STEPS) == list(range(2, SCHEMA_VERSION + 1))


RUNS_OF_VERSION_3 = """
CREATE TABLE detector_run (run_id TEXT NOT NULL, fingerprint TEXT NOT NULL, detector_id TEXT NOT NULL,
 title TEXT NOT NULL, version TEXT NOT NULL, content_hash TEXT NOT NULL, parameters TEXT NOT NULL,
 start_s DOUBLE PRECISION NOT NULL, stop_s DOUBLE PRECISION NOT NULL, started_utc TEXT NOT NULL,
 author TEXT NOT NULL, ended TEXT NOT NULL, message TEXT NOT NULL, outside TEXT NOT NULL,
 reached_s DOUBLE PRECISION NOT NULL, notes TEXT NOT NULL, beat_s DOUBLE PRECISION NOT NULL, PRIMARY KEY (run_id));
CREATE TABLE detection (run_id TEXT NOT NULL, number BIGINT NOT NULL, onset_s DOUBLE PRECISION NOT NULL,
 duration_s DOUBLE PRECISION NOT NULL, term_id TEXT NOT NULL, score DOUBLE PRECISION NOT NULL,
 channels TEXT NOT NULL, terms TEXT NOT NULL, attributes TEXT NOT NULL, PRIMARY KEY (run_id, number));
CREATE TABLE trend (run_id TEXT NOT NULL, name TEXT NOT NULL, start_s DOUBLE PRECISION NOT NULL,
 step_s DOUBLE PRECISION NOT NULL, unit TEXT NOT NULL, samples BYTEA NOT NULL, PRIMARY KEY (run_id, name, start_s));
DROP INDEX annotation_by_time;
CREATE INDEX annotation_by_time ON annotation (fingerprint, onset_s, annotation_id);
CREATE INDEX annotation_by_term ON annotation (fingerprint, term_id, onset_s, annotation_id);
CREATE INDEX edit_by_author ON edit (fingerprint, author, number);
CREATE INDEX detector_run_by_recording ON detector_run (fingerprint, started_utc);
INSERT INTO detector_run VALUES ('old', 'FINGERPRINT', 'spasms', 'Spasms', '1', 'ab', '[]', 0, 10, '2026-01-01', 'ann',
 'done', '', '[]', 10, '[]', 0);
INSERT INTO detection VALUES ('old', 0, 1.0, 1.0, 'spasm', 0.5, '[]', '[]', '[]');
UPDATE library_schema SET version = 3;
""".replace("FINGERPRINT", RECORDING)


def test_runs_from_before_the_log_held_their_hashes_are_called_not_covered(place: str, outside: Callable[[str], None]):
    guards = GUARDS_1 if place.startswith("sqlite") else POSTGRES_GUARDS
    outside(VERSION_1 + guards + inserts() + RUNS_OF_VERSION_3)
    with closing(open_library(place)) as library:
        found = library.verification(RECORDING)
        assert found.problems == ()
        assert found.notes == ("Not covered: 1 run of detectors from before the log held hashes of runs.",)
        (run,) = library.runs(RECORDING)
        assert (run.program_version, run.code_hash) == ("", "")
        judgement = judgement_mark(run, library.detections("old")[0], Verdict.REJECT, layer="ann")
        library.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, judgement)])
        library.delete_run("old", "ann", "resident")
        assert library.verification(RECORDING) == Verification()


def test_an_old_run_that_comes_later_is_not_taken_for_an_old_one(place: str, outside: Callable[[str], None]):
    guards = GUARDS_1 if place.startswith("sqlite") else POSTGRES_GUARDS
    outside(VERSION_1 + guards + inserts() + RUNS_OF_VERSION_3)
    open_library(place).close()
    outside("UPDATE detector_run SET run_id = 'new'")
    with closing(open_library(place)) as library:
        assert ["has no record in the log" in problem for problem in library.verify(RECORDING)] == [True]


BACK_TO_4 = "DROP TABLE recording; DROP TABLE library_setting; UPDATE library_schema SET version = 4;"


@pytest.fixture
def version_4(place: str, outside: Callable[[str], None]) -> str:
    """Return a library as version 4 left it: one recording with a mark, another with a run."""
    guards = GUARDS_1 if place.startswith("sqlite") else POSTGRES_GUARDS
    outside(VERSION_1 + guards + inserts() + RUNS_OF_VERSION_3.replace(RECORDING, "e" * 64))
    open_library(place).close()
    outside(BACK_TO_4)
    return place


def test_version_4_gets_a_row_for_each_recording_it_holds(version_4: str):
    with closing(open_library(version_4)) as library:
        assert version_of(library) == SCHEMA_VERSION
        assert library.recordings() == (KnownRecording("e" * 64), KnownRecording(RECORDING))
        assert not any(one.is_seen for one in library.recordings())
        assert library.kept_identity == KeptIdentity(names=False, starts=True)
        assert library.annotations(RECORDING) == (MARK,)
        assert library.verify(RECORDING) == []


def test_version_4_is_made_like_a_new_one(version_4: str, tmp_path: Path, postgres_place: str):
    test_a_migrated_library_is_made_like_a_new_one(version_4, tmp_path, postgres_place)


def test_the_library_of_version_4_is_kept(library_file: Path):
    open_library(str(library_file)).close()
    with closing(sqlite3.connect(library_file)) as made:
        made.executescript(BACK_TO_4)
    open_library(str(library_file)).close()
    with closing(sqlite3.connect(library_file.parent / "backups" / "library-version-4.sqlite")) as copy:
        assert copy.execute("SELECT version FROM library_schema").fetchone() == (4,)


def test_two_programs_may_open_an_old_library_at_once(version_4: str):
    with ThreadPoolExecutor(2) as threads:
        opened = list(threads.map(lambda _n: open_library(version_4), range(2)))
    for library in opened:
        assert version_of(library) == SCHEMA_VERSION
        library.close()


def test_a_program_of_before_refuses_the_library_and_leaves_it(version_4: str, monkeypatch: pytest.MonkeyPatch):
    open_library(version_4).close()
    with monkeypatch.context() as older:
        older.setattr("eegview.store.opening.SCHEMA_VERSION", 4)
        with pytest.raises(LibraryRefused, match="newer version"):
            open_library(version_4)
    with closing(open_library(version_4)) as library:
        assert library.annotations(RECORDING) == (MARK,)


def test_a_program_of_before_that_has_it_open_goes_on_working(version_4: str, outside: Callable[[str], None]):
    """Such a program knows nothing of the new tables: what it adds is listed as not seen."""
    with closing(open_library(version_4)) as library:
        outside(f"INSERT INTO head VALUES ('{'d' * 64}', 1, 'hash')")
        assert library.recordings()[0] == KnownRecording("d" * 64)
