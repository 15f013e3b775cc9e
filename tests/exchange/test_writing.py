"""Files that are there whole or not at all, and a private one that is so from its first byte."""

import os
import stat
import sys
from pathlib import Path

import pytest

from eegview.exchange.writing import CannotWrite, whole_file, write_whole

needs_modes = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")


@needs_modes
def test_a_private_file_is_nobody_elses_at_any_time(tmp_path: Path):
    path, seen = tmp_path / "key.tsv", []
    path.write_bytes(b"older, open to all")
    path.chmod(0o644)
    before = os.umask(0)
    try:
        with whole_file(path, is_private=True) as file:
            file.write(b"R1")
            file.flush()
            seen.append(stat.S_IMODE(Path(file.name).stat().st_mode))
            assert path.read_bytes() == b"older, open to all"
    finally:
        os.umask(before)
    assert [*seen, stat.S_IMODE(path.stat().st_mode)] == [0o600, 0o600]
    assert path.read_bytes() == b"R1"


@needs_modes
def test_a_private_file_is_never_opened_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "chmod", lambda *_: pytest.fail("its rights were changed"))
    write_whole(tmp_path / "key.tsv", b"R1", is_private=True)
    assert stat.S_IMODE((tmp_path / "key.tsv").stat().st_mode) == 0o600


@needs_modes
def test_other_files_are_for_colleagues_too(tmp_path: Path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "table.tsv", b"onset")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "table.tsv").stat().st_mode) == 0o640


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path):
    path = tmp_path / "table.tsv"
    path.write_bytes(b"older")

    def fill() -> None:
        with whole_file(path, is_private=True) as file:
            file.write(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(CannotWrite):
        fill()
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir()] == ["table.tsv"]
