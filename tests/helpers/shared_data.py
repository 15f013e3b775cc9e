"""Find the recordings and films that lie beside the project, and mark the tests that need them.

Where `EEGVIEW_REQUIRE_DATA=1` promises the data, a test that would vanish for want of them fails instead.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
DATA = SHARED / "data"
IS_REQUIRED = os.environ.get("EEGVIEW_REQUIRE_DATA") == "1"


def needs_shared(path: Path = DATA) -> pytest.MarkDecorator:
    """Return a mark that skips a test where `path` is not there.

    Parameters
    ----------
    path
        The folder or file of `../shared` that the test reads.

    Raises
    ------
    FileNotFoundError
        The data are not there although they are required.
    """
    is_there = _is_there(path)
    return pytest.mark.skipif(not is_there, reason="the shared recordings are not here")


def shared_files(folder: Path, is_wanted: Callable[[Path], bool] = Path.is_file) -> list[Path]:
    """Return the files anywhere under a folder, to have a test run on each; none where the folder is not there.

    Raises
    ------
    FileNotFoundError
        There is none although the data are required.
    """
    found = sorted(path for path in folder.rglob("*") if is_wanted(path)) if _is_there(folder) else []
    if IS_REQUIRED and not found:
        raise _missing(folder)
    return found


def shared_facts(path: Path) -> dict[str, Any]:
    """Return what a JSON file of `../shared` says, nothing where it is not there.

    Raises
    ------
    FileNotFoundError
        It is not there although the data are required.
    """
    return json.loads(path.read_text(encoding="utf-8")) if _is_there(path) else {}


def _is_there(path: Path) -> bool:
    if IS_REQUIRED and not path.exists():
        raise _missing(path)
    return path.exists()


def _missing(path: Path) -> FileNotFoundError:
    return FileNotFoundError(f"EEGVIEW_REQUIRE_DATA=1 asks for {path.name} in ../shared/data, and it is not there")
