"""Load a detector into this process, so that a debugger stops in it and an error shows where it came from."""

import contextlib
import importlib
import inspect
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.detect.job import Job
from eegview.detect.manifest import Engine, Manifest
from eegview.detect.manifest_file import MANIFEST, read_manifest
from eegview.detect.source_import import source_finder
from eegview.model.errors import UsageError

Detect = Callable[[Any, Any, Any], object]


@dataclass(frozen=True, slots=True)
class LoadedDetector:
    """A detector in this process.

    detect_for : returns the function that detects for one run
    """

    manifest: Manifest
    detect_for: Callable[[Job], Detect]


def folder_of(detector: str | Path | Detect) -> Path:
    """Return the folder of a detector that is given by its folder or its function.

    Raises
    ------
    UsageError : there is no plugin.toml in the folder, or beside the function's file
    """
    if callable(detector):
        file = inspect.getsourcefile(inspect.unwrap(detector))
        folder = Path(file).parent if file is not None else Path()
        what = f"beside the function “{getattr(detector, '__name__', 'detect')}”"
    else:
        folder, what = Path(detector), "in the folder"
    if not (folder / MANIFEST).is_file():
        raise UsageError(f"There is no {MANIFEST} {what}.", f"Give the folder of a detector, which holds {MANIFEST}.")
    return folder.resolve()


@contextlib.contextmanager
def loaded(detector: str | Path | Detect) -> Generator[LoadedDetector]:
    """Give a detector for as long as the `with` block lasts; its modules are imported anew, and gone afterwards.

    Raises
    ------
    UsageError : the folder has no plugin.toml, or that has faults
    DetectorFailed : a learned model cannot be used
    """
    manifest = read_manifest(folder_of(detector))
    if callable(detector):
        yield LoadedDetector(manifest, lambda _job: detector)
    elif manifest.engine is Engine.ONNX:
        from eegview.detect.engines.onnx_engine import detector_of

        model = detector_of(manifest)
        yield LoadedDetector(manifest, lambda _job: model)
    elif manifest.engine is Engine.COMMAND:
        from eegview.detect.engines.command_engine import command_detector

        yield LoadedDetector(manifest, lambda job: command_detector(manifest, job))
    else:
        with _importable(manifest.folder):
            module, function = manifest.entry[0].split(":")
            found: Detect = getattr(importlib.import_module(module), function)
            yield LoadedDetector(manifest, lambda _job: found)


@contextlib.contextmanager
def _importable(folder: Path) -> Generator[None]:
    """Have the folder's own modules found first, from their sources; leave everything as it was."""
    own = {path.stem if path.is_file() else path.name for path in folder.iterdir()}
    hidden = {name: module for name, module in sys.modules.items() if name.split(".")[0] in own}
    hook, no_bytecode = source_finder(folder), sys.dont_write_bytecode
    for name in hidden:
        del sys.modules[name]
    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.pop(str(folder), None)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = no_bytecode
        sys.path.remove(str(folder))
        sys.path_hooks.remove(hook)
        sys.path_importer_cache.pop(str(folder), None)
        for name in [name for name in sys.modules if name.split(".")[0] in own]:
            del sys.modules[name]
        sys.modules.update(hidden)
