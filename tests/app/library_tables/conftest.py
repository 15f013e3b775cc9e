"""A library of an open handle, and folders of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eegview.store.library import Library, open_library


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(str(tmp_path / "library.sqlite"))
    yield opened
    opened.close()
