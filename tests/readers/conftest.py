from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from recordings.edf_opening import OpenFile

from eegview.readers.edf.recording import EdfSource, open_edf


@pytest.fixture
def open_file() -> Iterator[OpenFile]:
    """Return `open_edf`, each of whose sources is closed after the test."""
    with ExitStack() as stack:

        def open_and_keep(path: Path) -> EdfSource:
            source = open_edf(path)
            stack.callback(source.close)
            return source

        yield open_and_keep
