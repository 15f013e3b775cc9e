"""What the window of the library reads at once."""

import errno
from contextlib import closing
from pathlib import Path

import pytest
from reports.report_study import source_at

from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.library_tables import held_library
from eegview.app.library_tables.held_library import read_held
from eegview.store.library import open_library

ONE = "1" * 64


@pytest.mark.parametrize("code", [errno.EACCES, errno.EHOSTDOWN, errno.ESTALE])
def test_a_file_whose_place_cannot_be_looked_at_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    url, away = str(tmp_path / "library.sqlite"), "/net/away/night.edf"
    with closing(open_library(url)) as library:
        assert note_opened(library, known_source(source_at(None, ONE)))
    exists = Path.exists

    def is_there(path: Path) -> bool:
        if str(path) == away:
            raise OSError(code, "away")
        return exists(path)

    monkeypatch.setattr(Path, "exists", is_there)
    monkeypatch.setattr(held_library, "all_known_recordings", lambda _folder: {ONE: ((away,),)})
    held = read_held(url, "Ann", tmp_path)
    assert ([line.fingerprint for line in held.lines], held.files) == ([ONE], {})
