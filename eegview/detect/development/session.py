"""Remember in which terminal session a person agreed to run a folder in development; a new session is asked again.

A session is its first process, as a rule the shell, by number and by when it began: a number that is used again is
another session.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

_MOST_FOLDERS = 50


def session_file() -> Path:
    """Return the file that keeps the session and its folders; it may not exist yet."""
    return Path(platformdirs.user_data_dir("eegview", appauthor=False)) / "development_session.json"


def this_session() -> str:
    """Return what names this terminal session, "" where that cannot be told."""
    import psutil

    with suppress(psutil.Error, OSError):
        number = os.getsid(0) if hasattr(os, "getsid") else os.getppid()
        if number == os.getpid():  # a session of this process alone
            return ""
        return f"{number}:{psutil.Process(number).create_time():.2f}"
    return ""


class DevelopmentSession:
    """The folders that were agreed to in one terminal session.

    name : see `this_session`; "" = nothing is remembered
    path : None = the user's own
    """

    def __init__(self, name: str, path: Path | None = None) -> None:
        self._name, self._path = name, path if path is not None else session_file()

    def is_agreed(self, folder: Path) -> bool:
        return bool(self._name) and str(folder.resolve()) in self._folders()

    def agree(self, folder: Path) -> None:
        """Remember a folder until the session ends; where that cannot be kept, the next run asks again."""
        if not self._name:
            return
        folders = list(dict.fromkeys([*self._folders(), str(folder.resolve())]))[-_MOST_FOLDERS:]
        sessions = {name: held for name, held in self._held().items() if _is_alive(name)} | {self._name: folders}
        begun = self._path.with_name(f".{self._path.name}-{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            begun.write_text(json.dumps(sessions, indent=1), encoding="utf-8")
            begun.replace(self._path)

    def _folders(self) -> list[str]:
        return self._held().get(self._name, [])

    def _held(self) -> dict[str, list[str]]:
        try:
            content: Any = json.loads(self._path.read_text(encoding="utf-8"))
            return {str(name): [str(one) for one in folders] for name, folders in content.items()}
        except (OSError, ValueError, AttributeError, TypeError):  # no file, or one that was changed by hand: ask again
            return {}


def _is_alive(name: str) -> bool:
    import psutil

    number, _colon, began = name.partition(":")
    with suppress(psutil.Error, ValueError):
        return f"{psutil.Process(int(number)).create_time():.2f}" == began
    return False
