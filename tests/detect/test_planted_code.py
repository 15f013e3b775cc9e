"""What lies beside a detector's sources without having been agreed to does not run."""

import importlib.util
import inspect
import os
import pickle
import py_compile
import struct
from pathlib import Path

import pytest
from detectors.made_plugins import Reports, make_plugin, run_made, small_recording

from eegview.detect.content import checked_copy, content_hash
from eegview.detect.process import compiled
from eegview.detect.process.compiled import CompiledStore
from eegview.model.errors import DetectorFailed
from eegview.model.suggestion.detection import RunEnd

BODY = "from helping import value\nassert value == 2"
COMPILING = """
import numba
@numba.njit(cache=True)
def doubled(x):
    return 2 * x
report.note(str(doubled(21)) + " " + str(sum(doubled.stats.cache_hits.values())))
"""


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return small_recording(tmp_path_factory.mktemp("recording"))


@pytest.fixture
def plugin(tmp_path):
    folder = make_plugin(tmp_path / "made", BODY)
    (folder / "helping.py").write_text("value = 2\n")
    return folder


def plant(folder: Path, told: Path) -> None:
    """Put compiled files beside the sources that Python takes for theirs, and do something else."""
    evil = told.with_name("evil.py")
    evil.write_text(f"open({str(told)!r}, 'a').write('x')\ndef detect(*given): pass\nvalue = 1\n")
    for name in ("detector", "helping"):
        source = folder / f"{name}.py"
        compiled = Path(importlib.util.cache_from_source(str(source)))
        compiled.parent.mkdir(exist_ok=True)
        py_compile.compile(str(evil), str(compiled), doraise=True)
        content, stat = bytearray(compiled.read_bytes()), source.stat()
        content[8:16] = struct.pack("<II", int(stat.st_mtime), stat.st_size)
        compiled.write_bytes(content)


def test_compiled_files_in_the_folder_it_runs_from_are_passed_over(plugin, recording, tmp_path):
    plant(plugin, tmp_path / "told")
    ending = run_made(plugin, recording, tmp_path / "logs", Reports())
    assert ending.end is RunEnd.DONE
    assert not (tmp_path / "told").exists()


def test_they_are_removed_from_the_copy_of_an_earlier_run(plugin, tmp_path):
    wanted = content_hash(plugin)
    copy = checked_copy(plugin, wanted, tmp_path / "copies")
    plant(copy, tmp_path / "told")
    (copy / ".hidden").write_text("x")
    assert checked_copy(plugin, wanted, tmp_path / "copies") == copy
    assert sorted(path.name for path in copy.iterdir()) == ["detector.py", "helping.py", "page.md", "plugin.toml"]


@pytest.mark.parametrize("name", ["helping.pyc", "sub/x.pyo", "x.nbi"])
def test_a_compiled_file_in_place_of_a_source_is_refused(plugin, name):
    (plugin / name).parent.mkdir(exist_ok=True)
    (plugin / name).write_bytes(b"x")
    with pytest.raises(DetectorFailed, match="compiled"):
        content_hash(plugin)


def test_a_source_without_its_text_cannot_be_imported(plugin, recording, tmp_path):
    plant(plugin, tmp_path / "told")
    (plugin / "helping.py").unlink()
    Path(importlib.util.cache_from_source(str(plugin / "helping.py"))).rename(plugin / "helping.pyc")
    ending = run_made(plugin, recording, tmp_path / "logs", Reports())
    assert ending.end is RunEnd.CRASHED
    assert "helping" in ending.message
    assert not (tmp_path / "told").exists()


def test_no_compiled_file_is_left_in_the_folder(plugin, recording, tmp_path):
    run_made(plugin, recording, tmp_path / "logs", Reports())
    assert not list(plugin.rglob("__pycache__"))


class Planted:
    """Runs something when it is unpickled."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def __reduce__(self):
        return (os.mkdir, (str(self.told),))


def test_a_planted_index_of_numba_is_not_unpickled(recording, tmp_path, monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(compiled, "compiled_folder", inspect.unwrap(compiled.compiled_folder))
    folder = make_plugin(tmp_path / "made", "import made_kernels\nmade_kernels.run(report)")
    function = COMPILING.replace("report.note", "def run(report):\n    report.note")
    (folder / "made_kernels.py").write_text(function)

    def noted() -> str:
        reports = Reports()
        assert run_made(folder, recording, tmp_path / "logs", reports).end is RunEnd.DONE
        return reports.notes[0]

    assert noted() == "42 0"
    assert noted() == "42 1", "compiled once"
    kept = list((tmp_path / "cache" / "eegview" / "compiled").rglob("made_kernels*.nbi"))
    assert len(kept) == 1
    told = tmp_path / "told"
    planted = pickle.dumps(Planted(told))
    version = kept[0].read_bytes().split(b".", 1)[0]
    for content in (planted, version + b"." + planted):
        kept[0].write_bytes(content)
        (folder / "__pycache__").mkdir(exist_ok=True)
        (folder / "__pycache__" / kept[0].name).write_bytes(content)
        assert noted() == "42 0"
        assert not told.exists()


def test_what_was_kept_is_handed_out_only_as_it_was(tmp_path):
    store = CompiledStore(tmp_path / "seal.json", tmp_path / "kept")
    for name, content in (("a/x.nbi", b"1"), ("a/y.nbc", b"2"), ("a/z.txt", b"3")):
        (tmp_path / "run" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "run" / name).write_bytes(content)
    store.take_in(tmp_path / "run")
    (tmp_path / "kept" / "a" / "x.nbi").write_bytes(b"other")
    (tmp_path / "kept" / "a" / "w.nbi").write_bytes(b"new")
    store.hand_out(tmp_path / "next")
    assert [path.name for path in (tmp_path / "next" / "a").iterdir()] == ["y.nbc"]
    (tmp_path / "seal.json").write_text('{"../../x.nbi": "", "a/y.nbc": 3')
    store.hand_out(tmp_path / "last")
    assert not (tmp_path / "last" / "a").exists()
