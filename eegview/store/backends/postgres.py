"""A library on a PostgreSQL server, for several people at once; acts on one recording wait for each other."""

import hashlib
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from eegview.model.errors import LibraryAway, LibraryRefused
from eegview.model.issue import Issue

CONNECT_TIMEOUT_S = 5
LOCK_TIMEOUT_MS = 5000
SILENCE_TIMEOUT_MS = 10_000  # a server that is silent for so long is away
_LOCKS_OF_EEGVIEW = 0x45454756  # first half of our advisory locks; the other half is the thing locked
_THE_TABLES = 0

_GUARDS = {
    "eegview_forbid": "CREATE FUNCTION eegview_forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'the edit log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "edit_forbids_change": "CREATE TRIGGER edit_forbids_change BEFORE UPDATE OR DELETE ON edit"
    " FOR EACH ROW EXECUTE FUNCTION eegview_forbid()",
    "edit_forbids_truncate": "CREATE TRIGGER edit_forbids_truncate BEFORE TRUNCATE ON edit"
    " FOR EACH STATEMENT EXECUTE FUNCTION eegview_forbid()",
}
# Kinds of triggers as PostgreSQL keeps them: 1 each row, 2 before, 8 delete, 16 update, 32 truncate.
_KINDS = {"edit_forbids_change": 1 + 2 + 8 + 16, "edit_forbids_truncate": 2 + 32}
_TRIGGERS = (
    "SELECT t.tgname, t.tgtype, p.proname,"
    " t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr::text = '' AS is_plain"
    " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE t.tgrelid = 'edit'::regclass AND NOT t.tgisinternal"
)
_BODY = "SELECT prosrc FROM pg_proc WHERE oid = to_regproc('eegview_forbid')"
# A read transaction sees the library at one moment: marks, log and head belong together.
BEGIN_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
# A writer first waits for its lock and must then see what was committed meanwhile.
BEGIN_WRITE = f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"


class PostgresServer:
    """A library's database on a PostgreSQL server; see `Database`."""

    def __init__(self, url: URL) -> None:
        self.engine: Engine = _engine(url)
        self.place = url.set(password=None).render_as_string()
        self.guards = _GUARDS
        self.creation_statements: tuple[str, ...] = tuple(_GUARDS.values())
        self.now_s = "CAST(extract(epoch FROM clock_timestamp()) AS DOUBLE PRECISION)"
        self.not_a_library = LibraryRefused(
            "This database is not a study library.",
            "Name an empty database with --library; the library is created there.",
        )

    def prepare_location(self) -> None:
        """Do nothing: databases are made by the server's administrator."""

    def check(self, connection: Connection) -> None:
        """Do nothing: a server checks its own files."""

    def opening_refusal(self, error: DBAPIError) -> LibraryRefused | None:
        """Return a refusal where the server answers but does not admit this user, None where it is away."""
        if getattr(error.orig, "sqlstate", "") is not None or not self._answers():
            return None
        return LibraryRefused(*_NO_ENTRY)

    def _answers(self) -> bool:
        import psycopg
        from psycopg.conninfo import make_conninfo

        # A refused connection says why in the server's own language only, so it is tried once more by a ping.
        _, given = self.engine.dialect.create_connect_args(self.engine.url)
        where = {name: given[name] for name in ("host", "hostaddr", "port", "dbname", "service") if name in given}
        conninfo = make_conninfo(connect_timeout=CONNECT_TIMEOUT_S, **where)
        return psycopg.pq.PGconn.ping(conninfo.encode()) == psycopg.pq.Ping.OK

    def altered_guards(self, connection: Connection) -> tuple[str, ...]:
        rows = connection.exec_driver_sql(_TRIGGERS).mappings().all()
        found = {row["tgname"]: row for row in rows}
        body = connection.exec_driver_sql(_BODY).scalar_one_or_none()
        wanted_body = _GUARDS["eegview_forbid"].split("$$")[1]
        altered = [] if body is not None and body.split() == wanted_body.split() else ["eegview_forbid"]
        for name, kind in _KINDS.items():
            row = found.get(name)
            if row is None or (row["tgtype"], row["proname"], row["is_plain"]) != (kind, "eegview_forbid", True):
                altered.append(name)
        return tuple(altered)

    def foreign_triggers(self, connection: Connection) -> tuple[str, ...]:
        rows = connection.exec_driver_sql(_TRIGGERS).mappings().all()
        return tuple(sorted(row["tgname"] for row in rows if row["tgname"] not in _KINDS))

    def remove_guard(self, connection: Connection, name: str) -> None:
        if name in _KINDS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON edit")
        else:  # the triggers that use it go with it, and are put back after it
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")

    def needs_reconnecting(self, library_id: str) -> bool:
        """Return False: a connection to a server stays with its database."""
        return False

    def note_read(self) -> None:
        """Do nothing, see `needs_reconnecting`."""

    @property
    def replaced(self) -> LibraryAway:
        return LibraryAway(
            "The library on the server has been replaced by another one, by an older copy or by nothing.",
            "Contact the server's administrator.",
        )

    def lock_library(self, connection: Connection) -> None:
        _lock(connection, _THE_TABLES)

    def lock_recording(self, connection: Connection, fingerprint: str) -> None:
        # Two recordings that share a lock by chance only wait for each other.
        digest = hashlib.sha256(fingerprint.encode()).digest()
        _lock(connection, int.from_bytes(digest[:4], signed=True) or 1)

    def drop_traces(self, connection: Connection) -> bool:
        """Do nothing: a server's vacuum is its administrator's."""
        return False

    def before_migration(self, version: int) -> None:
        """Do nothing: the tables change in one transaction, and backups of a server are made on the server."""

    def back_up(self) -> tuple[Issue, ...]:
        """Do nothing: backups of a server are made on the server."""
        return ()


def _lock(connection: Connection, what: int) -> None:
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s::int, %s::int)", (_LOCKS_OF_EEGVIEW, what))


def _engine(url: URL) -> Engine:
    wanted: dict[str, Any] = {
        "application_name": "eegview",
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": SILENCE_TIMEOUT_MS,
        "prepare_threshold": None,  # a pooler between us and the server may not know prepared statements
    }
    given = {name: value for name, value in wanted.items() if name not in url.query}
    engine = create_engine(url, connect_args=given, pool_size=1)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql(BEGIN_WRITE if writes else BEGIN_READ)

    return engine


_SAFE = "All earlier marks are safe."
_SERVER_AWAY = ("The study library's server is unavailable.", f"Check the network and try again. {_SAFE}")
_SERVER_FULL = ("The study library's server has no space left.", f"Contact the server's administrator. {_SAFE}")
_IN_USE = ("The study library is in use by another program.", "Wait a moment and try again.")
_NO_ENTRY = (
    "The study library's server refused access.",
    "Check the database's name, the user and the password in the address.",
)
_READ_ONLY = (
    "The study library's server accepts no changes at present.",
    f"Try again later, or contact the server's administrator. {_SAFE}",
)
_NO_RIGHT = (
    "This user may not write to the study library on the server.",
    "Ask the server's administrator for the right to create and write its tables.",
)

# By SQLSTATE or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_AWAY = {
    "08": _SERVER_AWAY,
    "57P": _SERVER_AWAY,
    "57014": _IN_USE,  # cancelled on the server
    "53300": ("The study library's server has no connection free.", "Wait a moment and try again."),
    "53": _SERVER_FULL,
    "58": ("The study library's server cannot reach its disk.", f"Contact the server's administrator. {_SAFE}"),
    "55P03": _IN_USE,
    "40": _IN_USE,
    "25006": _READ_ONLY,
}
_NOT_PSYCOPG = ""  # stands for the state of other drivers' errors, which have none
_REFUSED = {"28": _NO_ENTRY, "3D000": _NO_ENTRY, "3F000": _NO_RIGHT, "42501": _NO_RIGHT}


def postgres_refusal(error: DBAPIError) -> LibraryRefused | None:
    """Return the refusal that explains a PostgreSQL error, None where it is not about the server or its rights."""
    state: str | None = getattr(error.orig, "sqlstate", _NOT_PSYCOPG)
    if state == _NOT_PSYCOPG:
        return None
    if state is None:
        return _without_state(error)
    for length in (5, 3, 2):
        if state[:length] in _REFUSED:
            return LibraryRefused(*_REFUSED[state[:length]])
        if state[:length] in _AWAY:
            return LibraryAway(*_AWAY[state[:length]])
    return None


def _without_state(error: DBAPIError) -> LibraryRefused | None:
    """Return a refusal where the connection itself failed, which gives an error without a SQLSTATE."""
    import psycopg

    return LibraryAway(*_SERVER_AWAY) if isinstance(error.orig, psycopg.OperationalError) else None
