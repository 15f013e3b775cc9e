"""A library that goes away and comes back: `from libraries.away_library import AwayLibrary`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from libraries.postgres_server import running_server


class AwayLibrary:
    """The library at an address, a file or a schema of the tests' server.

    It is away whole, or, a file only, kept from being written by another program that holds it.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._holder: sqlite3.Connection | None = None
        self._is_taken = False

    @property
    def is_file(self) -> bool:
        return self.place.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(self.place.removeprefix("sqlite:///"))

    def take(self) -> None:
        """Kill the server, or hold the file for writing as another program would."""
        if self.is_file:
            self._holder = sqlite3.connect(self.file, isolation_level=None)
            self._holder.execute("BEGIN IMMEDIATE")
        else:
            running_server().kill()
            self._is_taken = True

    def take_whole(self) -> None:
        """Have nothing at all be there: a folder that is not mounted, or no server. No program may have it open."""
        if self.is_file:
            folder = self.file.parent
            if folder.exists():
                folder.rename(folder.with_name(f"{folder.name} unmounted"))
            folder.write_text("")
            self._is_taken = True
        else:
            self.take()

    def bring_back(self) -> None:
        """Have it there again, as it was."""
        if self._holder is not None:
            self._holder.execute("ROLLBACK")
            self._holder.close()
            self._holder = None
        if not self._is_taken:
            return
        self._is_taken = False
        if not self.is_file:
            running_server().start()
            return
        folder = self.file.parent
        folder.unlink()
        unmounted = folder.with_name(f"{folder.name} unmounted")
        if unmounted.exists():
            unmounted.rename(folder)
