"""The hash of the program's code changes with the arithmetic, and with nothing else."""

import shutil
from pathlib import Path

import eegview
from eegview.detect.code_hash import PARTS, code_hash, program_version

PACKAGE = Path(eegview.__file__).resolve().parent


def copied(tmp_path: Path) -> Path:
    for part in PARTS:
        if (PACKAGE / part).is_dir():
            shutil.copytree(PACKAGE / part, tmp_path / part)
        else:
            shutil.copy(PACKAGE / part, tmp_path / part)
    return tmp_path


def test_a_copy_has_the_same_hash(tmp_path: Path):
    copy = copied(tmp_path)
    (copy / "dsp" / "__pycache__").mkdir(exist_ok=True)
    (copy / "dsp" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (copy / "ui").mkdir()
    (copy / "ui" / "window.py").write_text("")
    assert code_hash(copy) == code_hash()
    for path in copy.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert code_hash(copy) == code_hash()


def test_another_number_in_the_arithmetic_is_another_hash(tmp_path: Path):
    copy, before = copied(tmp_path), code_hash()
    path = copy / "dsp" / "filtering.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nX = 1\n", encoding="utf-8")
    changed = code_hash(copy)
    path.rename(copy / "dsp" / "renamed.py")
    assert len({before, changed, code_hash(copy)}) == 3


def test_the_version_names_what_it_computed_with():
    assert program_version().startswith(f"{eegview.__version__} (Python ")
    assert "numpy " in program_version()
