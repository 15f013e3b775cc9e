"""Find the recordings and films that lie beside the project, and mark the tests that need them."""

import os
from pathlib import Path

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
        The data are not there although `EEGVIEW_REQUIRE_DATA=1` promises them: a test must not vanish unseen.
    """
    if IS_REQUIRED and not path.exists():
        raise FileNotFoundError(f"EEGVIEW_REQUIRE_DATA=1 asks for {path.name} in ../shared/data, and it is not there")
    return pytest.mark.skipif(not path.exists(), reason="the shared recordings are not here")
