"""A PostgreSQL server of the tests' own: started once in a folder that is thrown away, spoken to by a socket in it."""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from waiting import wait_for_exit, wait_until

if TYPE_CHECKING:
    import psycopg

NOT_HERE = "no PostgreSQL server is installed (Debian and Ubuntu: apt-get install postgresql)"
_names = itertools.count(1)
_running: list[PostgresServer] = []


def programs() -> Path | None:
    """Return the folder of `initdb` and `postgres`, the newest where there are several."""
    found = shutil.which("postgres")
    if found and shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


needs_postgres = pytest.mark.skipif(programs() is None, reason=NOT_HERE)


class PostgresServer:
    """A server that can be killed and started again."""

    def __init__(self, is_durable: bool = False) -> None:
        folder = programs()
        assert folder is not None
        self._programs = folder
        # Not pytest's own folder: a socket's path must be short, and the server's user must reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self._fsync = "on" if is_durable else "off"
        self._process: subprocess.Popen[Any] | None = None
        self._own: psycopg.Connection | None = None
        # The server refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user, self._user)
        self._run("initdb", "-D", str(self._data), "-U", "eeg", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        self.start()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def url(self, options: str = "") -> str:
        query = f"host={self.folder}" + (f"&options={options}" if options else "")
        return f"postgresql+psycopg://eeg@/postgres?{query}"

    def fresh_url(self) -> str:
        """Return the address of an empty place for a library: a schema of its own."""
        import psycopg

        name = f"t{os.getpid()}_{next(_names)}"
        if self._own is None:
            self._own = psycopg.connect(f"host={self.folder} user=eeg dbname=postgres", autocommit=True)
        self._own.execute(f"CREATE SCHEMA {name}".encode())
        return self.url(f"-csearch_path%3D{name}")

    def start(self) -> None:
        settings = {
            "fsync": self._fsync,
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_wal_size": "256MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options], stdout=log, stderr=log, **self._as_user()
            )
        process = self._process
        wait_until(lambda: self._answers() or process.poll() is not None, "the PostgreSQL server answers")
        if process.poll() is not None:
            raise AssertionError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End it at once, connections and all, as in a power cut."""
        if self._own is not None:
            self._own.close()
            self._own = None
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            wait_for_exit(self._process)
            self._process = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        """Ask with the server's own program, which waits up to a second for an answer."""
        asked = [self._programs / "psql", "-h", self.folder, "-U", "eeg", "-d", "postgres", "-c", "SELECT 1"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], capture_output=True, check=False, **self._as_user()
        )
        assert done.returncode == 0, done.stderr.decode()

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {"cwd": self.folder}
        return {"cwd": self.folder, "user": self._user, "group": self._user, "extra_groups": []}


@functools.cache
def running_server(is_durable: bool = False) -> PostgresServer:
    """Return the session's server; one that keeps to the disk for measuring, else one that is quick."""
    server = PostgresServer(is_durable)
    _running.append(server)
    return server


def remove_servers() -> None:
    """Put every server away: the session is over."""
    while _running:
        _running.pop().remove()
    running_server.cache_clear()


atexit.register(remove_servers)  # where a session ends before its end
