"""The hash of the program's code changes with the arithmetic, and with nothing else."""

import ast
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

from detectors.made_plugins import make_plugin
from detectors.plugin_contract import run_whole
from recordings.study_files import write_edf

import eegview
import eegview.plugin
from eegview.detect.code_hash import (
    ENGINE_LIBRARIES,
    LIBRARIES,
    PARTS,
    READER_LIBRARIES,
    code_hash,
    program_version,
    whole_hash,
)
from eegview.detect.manifest import Engine
from eegview.detect.manifest_file import read_manifest
from eegview.model.suggestion.detection import RunEnd
from eegview.readers.opening import open_recording

PACKAGE = Path(eegview.__file__).resolve().parent


def copied(tmp_path: Path) -> Path:
    for part in PARTS:
        if (PACKAGE / part).is_dir():
            shutil.copytree(PACKAGE / part, tmp_path / part)
        else:
            (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
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


def test_a_table_beside_the_code_belongs_to_it_and_what_was_compiled_does_not(tmp_path: Path):
    copy, before = copied(tmp_path), code_hash()
    (copy / "dsp" / "kernel.py311.nbc").write_bytes(b"x")
    assert code_hash(copy) == before
    (copy / "dsp" / "points.toml").write_text("a = 1\n", encoding="utf-8")
    assert code_hash(copy) != before


def test_the_version_names_what_it_computed_with(tmp_path: Path):
    assert program_version().startswith(f"{eegview.__version__} (Python ")
    assert all(f"{name} " in program_version() for name in LIBRARIES)
    manifest = read_manifest(make_plugin(tmp_path / "made"))
    assert "onnxruntime" not in program_version(manifest)
    assert "onnxruntime " in program_version(replace(manifest, engine=Engine.ONNX))
    elsewhere = program_version(replace(manifest, interpreter="/opt/mine/bin/python"))
    assert elsewhere == f"{eegview.__version__} (the detector's own python)"


def test_no_file_and_no_library_escapes_that_a_run_has_loaded(tmp_path: Path):
    """A detector that loads all it may: what its process holds is in the hash, or named with its version."""
    body = f"""
import importlib, sys
import numba, scipy.signal
plugin = importlib.import_module("eegview.plugin")
for name in plugin.__all__:
    getattr(plugin, name)
for _ in recording.stretches(10.0):
    pass
lines = (f"{{name}}\\t{{getattr(one, '__file__', None) or ''}}" for name, one in sys.modules.items())
open({str(tmp_path / "loaded.txt")!r}, "w").write("\\n".join(lines))
"""
    folder, recording = make_plugin(tmp_path / "made", body), write_edf(tmp_path / "study.edf", segments=((0, 30),))
    source = open_recording(recording)
    found = run_whole(folder, recording, source, tmp_path / "agreed.json", tmp_path / "logs")
    source.close()
    assert found.run.end is RunEnd.DONE, found.run.message
    loaded = dict(line.split("\t") for line in (tmp_path / "loaded.txt").read_text().splitlines())
    own = {path for name, path in loaded.items() if name.split(".")[0] == "eegview" and path}
    assert len(own) > 80
    assert {path for path in own if not is_covered(Path(path).resolve().relative_to(PACKAGE).as_posix())} == set()
    beside_numba = {"_distutils_hack", "yaml", "colorama", "charset_normalizer", "coverage"}  # where they are installed
    installed = packages_distributions().keys() - {"eegview"} - beside_numba
    tops = {name.split(".")[0] for name, path in loaded.items() if path} & installed
    assert tops - set(LIBRARIES) == set()
    assert {"numpy", "scipy", "numba", "llvmlite"} <= tops


def test_what_the_hash_covers_imports_nothing_of_the_program_that_it_does_not():
    known = {*LIBRARIES, *READER_LIBRARIES, *(name for names in ENGINE_LIBRARIES.values() for name in names)}
    no_arithmetic = {"platformdirs", "psutil"}
    escaped = set()
    for path in covered_files():
        for name in imports(path):
            top = name.split(".")[0]
            if top == "eegview":  # the movement in a video is measured by this process, which holds all the rest too
                is_known = is_covered_module(name) or path.name == "movement.py"
            else:
                is_known = top in {*known, *no_arithmetic} or top in sys.stdlib_module_names
            if not is_known:
                escaped.add(f"{path.relative_to(PACKAGE).as_posix()}: {name}")
    assert escaped == set()


def covered_files() -> Iterator[Path]:
    for part in PARTS:
        path = PACKAGE / part
        yield from [path] if path.is_file() else path.rglob("*.py")


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module


def is_covered(file: str) -> bool:
    return any(file == part or file.startswith(f"{part}/") for part in PARTS)


def is_covered_module(name: str) -> bool:
    place = name.removeprefix("eegview").lstrip(".").replace(".", "/")
    return is_covered(f"{place}.py") or is_covered(f"{place}/__init__.py" if place else "__init__.py")


def test_the_whole_hash_covers_the_window_and_not_what_is_only_there_once_installed(tmp_path: Path):
    copy = tmp_path / "eegview"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "plugins", "resources"))
    (copy / "plugins").mkdir()
    (copy / "plugins" / "one.py").write_text("")
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "main.pyc").write_bytes(b"x")
    assert whole_hash(copy) == whole_hash()
    (copy / "ui" / "new.py").write_text("")
    assert whole_hash(copy) != whole_hash()
