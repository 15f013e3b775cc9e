"""A recording that is changed while it is open is noticed by the next reading, and once more until it is accepted."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from recordings.edf_files import file_bytes, plain

from eegview.app.library.opening import open_source
from eegview.app.library.watched_source import RecordingChanged, watch_of
from eegview.model.span import Span


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "night.edf"
    path.write_bytes(file_bytes(plain(n_records=20)))
    return path


def _write_a_byte(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(-10, os.SEEK_END)
        stream.write(b"\x07")


def _replace(path: Path) -> None:
    other = path.with_name("other.edf")
    shutil.copy2(path, other)
    other.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": _write_a_byte,
    "more": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "less": lambda path: path.write_bytes(path.read_bytes()[:-200]),
    "all": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "another file of the same size and time": _replace,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_told_until_the_reader_decides(file: Path, change: Callable[[Path], object]):
    source = open_source([str(file)])
    other = source.reopen()
    span = Span(0.0, 1.0)
    source.read([0], 0, span)
    change(file)
    os.utime(file, ns=(1, 1)) if change is not _replace else None  # whatever the clock of the disk is
    for handle in (source, other, source.reopen()):
        with pytest.raises(RecordingChanged, match=r"night\.edf") as told:
            handle.read([0], 0, span)
        assert "marks are kept" in told.value.advice
        handle.close() if handle not in (source, other) else None
    watch = watch_of(source)
    assert watch is not None
    watch.accept()
    watch.check()
    for handle in (source, other):
        handle.close()


def test_a_file_that_is_gone_is_not_called_changed(file: Path):
    source = open_source([str(file)])
    file.unlink()
    watch = watch_of(source)
    assert watch is not None
    watch.check()
    source.close()


def test_side_files_and_folders_are_watched(tmp_path: Path):
    from eegview.app.library.watched_source import RecordingWatch

    (tmp_path / "a.vhdr").write_text("x")
    (tmp_path / "a.eeg").write_text("x")
    (tmp_path / "b.mff").mkdir()
    (tmp_path / "b.mff" / "signal1.bin").write_text("x")
    watch = RecordingWatch([str(tmp_path / "a.vhdr")])
    (tmp_path / "a.eeg").write_text("yy")
    with pytest.raises(RecordingChanged, match=r"a\.eeg"):
        watch.check()
    watch = RecordingWatch([str(tmp_path / "b.mff")])
    (tmp_path / "b.mff" / "signal1.bin").write_text("yy")
    with pytest.raises(RecordingChanged, match=r"signal1\.bin"):
        watch.check()
