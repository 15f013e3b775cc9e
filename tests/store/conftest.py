"""A library on disk, and marks to put into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change, Edit
from eegview.store.library import Library, open_library

RECORDING = "f" * 64


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(library_file: Path) -> Iterator[Library]:
    opened = open_library(str(library_file))
    yield opened
    opened.close()


@pytest.fixture
def add(library: Library) -> Callable[..., Edit]:
    """Add one mark: `add(onset_s, name)`."""

    def act(onset_s: float, name: str, text: str = "") -> Edit:
        mark = Annotation(name, "spasm", onset_s, 1.0, ("Fp1",), (("class", "focal"),), text, "ann")
        return library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])

    return act
