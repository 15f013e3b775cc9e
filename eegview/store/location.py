"""The address of the study library."""

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from eegview.model.errors import LibraryRefused

ENVIRONMENT = "EEGVIEW_LIBRARY"
POSTGRES_DRIVER = "postgresql+psycopg"
_POSTGRES_SCHEMES = ("postgres", "postgresql", POSTGRES_DRIVER)


def library_url(named: str | None, default: Path | None = None) -> URL:
    """Return the address of the library `named`, else of the one in EEGVIEW_LIBRARY, else of `default`.

    Parameters
    ----------
    named : a path, `~` allowed; `sqlite:///PATH`; or `postgresql+psycopg://USER@HOST/DATABASE`
    default : the file to use where nothing is named

    Raises
    ------
    LibraryRefused : nothing is named, or a kind of database that this program does not know
    """
    named = named or os.environ.get(ENVIRONMENT) or (str(default) if default else "")
    if not named:
        raise LibraryRefused("No study library was named.", f"Give --library PATH, or set {ENVIRONMENT}.")
    scheme, separator, rest = named.partition("://")
    if not separator:
        return _file(named)
    if scheme == "sqlite":
        if not rest.removeprefix("/"):
            raise LibraryRefused("That library address names no file.", "Write sqlite:///PATH, or just the path.")
        return _file(rest.removeprefix("/"))
    if scheme in _POSTGRES_SCHEMES:
        return _server(named)
    raise LibraryRefused(
        "A study library is an SQLite file or a database on a PostgreSQL server.",
        "Give a path, sqlite:///PATH, or postgresql+psycopg://USER@HOST/DATABASE.",
    )


def _file(path: str) -> URL:
    return URL.create("sqlite", database=str(Path(path).expanduser()))


def _server(named: str) -> URL:
    # The address may hold a password, so no part of it is repeated in the message.
    try:
        url = make_url(named).set(drivername=POSTGRES_DRIVER)
    except (ArgumentError, ValueError):  # ValueError: a port that is no number
        url = None
    if url is None or not url.database:
        raise LibraryRefused(
            "That address of a PostgreSQL library is not valid.",
            "Write postgresql+psycopg://USER@HOST/DATABASE.",
        )
    return url
