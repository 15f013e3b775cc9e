"""A library on disk or on a server, and marks to put into it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from libraries.postgres_server import NOT_HERE, programs, running_server
from sqlalchemy import make_url

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.store.library import Library, open_library

RECORDING = "f" * 64
Outside = Callable[[str], None]


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def postgres_place() -> str:
    """Return the address of an empty place on a server."""
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """Return the address of a library that is not there yet, on either database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('library_file')}"
    return request.getfixturevalue("postgres_place")


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    opened = open_library(place)
    yield opened
    opened.close()


@pytest.fixture
def file_library(library_file: Path) -> Iterator[Library]:
    """Open a library in an SQLite file."""
    opened = open_library(str(library_file))
    yield opened
    opened.close()


@pytest.fixture
def outside(place: str) -> Outside:
    """Run statements on the library's database with another program, and commit them."""

    def run(statements: str) -> None:
        url = make_url(place)
        if url.drivername == "sqlite":
            with closing(sqlite3.connect(str(url.database))) as connection:
                connection.executescript(statements)
                connection.commit()
            return
        import psycopg
        from psycopg.conninfo import make_conninfo

        query = {name: str(value) for name, value in url.query.items()}
        with psycopg.connect(make_conninfo(user=url.username, dbname=url.database, **query)) as connection:
            connection.execute(statements.encode())

    return run


@pytest.fixture
def add(library: Library) -> Callable[..., Edit]:
    """Add one mark: `add(onset_s, name)`."""

    def act(onset_s: float, name: str, text: str = "") -> Edit:
        mark = Annotation(name, "spasm", onset_s, 1.0, ("Fp1",), (("class", "focal"),), text, "ann")
        return library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])

    return act
