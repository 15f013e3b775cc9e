"""The drawing kernels' file is made once, by a process of its own, and never trusted blindly."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from eegview.app import kernel_file
from eegview.dsp import compiled, kernels
from eegview.dsp import numpy_kernels as plain
from eegview.dsp.machine_code import MachineCode


@pytest.fixture(autouse=True)
def first_the_plain_kernels():
    before = kernels.active()
    kernels.use(plain)
    yield
    kernels.use(before)


def refuse(*_given: object, **_named: object) -> None:
    pytest.fail("the file is there already")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the file was made, by the process that makes it."""
    folder = tmp_path_factory.mktemp("kernels")
    kernel_file.load_kernels([folder / "not there yet"])
    return folder / "not there yet"


@pytest.fixture
def copied(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process that makes the file copy the one that was made, which takes no time."""
    (whole,) = made.iterdir()

    def copy(command: Sequence[str], **_named: object) -> None:
        shutil.copyfile(whole, command[-1])

    monkeypatch.setattr(kernel_file.subprocess, "run", copy)


def test_it_is_made_once_and_loaded_from_then_on(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [path.suffix for path in made.iterdir()] == [".o"]
    monkeypatch.setattr(kernel_file.subprocess, "run", refuse)
    kernel_file.load_kernels([made])
    assert isinstance(kernels.active(), MachineCode)


def test_a_damaged_file_is_made_anew(made: Path, copied: None, tmp_path: Path) -> None:
    (whole,) = made.iterdir()
    copy = tmp_path / whole.name
    content = bytearray(whole.read_bytes())
    content[-100] ^= 1
    copy.write_bytes(content)
    kernel_file.load_kernels([tmp_path])
    assert isinstance(kernels.active(), MachineCode)
    assert copy.read_bytes() != content


def test_it_goes_where_there_is_room_for_it(copied: None, tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    kernel_file.load_kernels([tmp_path / "a file" / "folder", tmp_path / "folder"])
    assert isinstance(kernels.active(), MachineCode)
    assert len(list((tmp_path / "folder").iterdir())) == 1


def test_where_no_file_can_be_made_numba_compiles_here(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel_file.load_kernels([])
    assert kernels.active() is compiled
