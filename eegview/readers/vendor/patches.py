"""Replace functions of the libraries below us, and read what MNE does not promise to keep.

Each replacement first checks that what it replaces is there, since a newer version of a library may have changed it.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from eegview.model.issue import Issue


class PatchTargetMissing(Exception):
    """A library has not, or no longer, what is to be replaced in it."""


def keep_quiet(kind: str) -> list[Issue]:
    """Keep the libraries that read a format from printing to stdout, where a command's JSON goes: mffpy does.

    Returns
    -------
    issues : where a library has changed
    """
    try:
        if kind == "EGI MFF":
            _silence("mffpy.reader", "Reader")
    except PatchTargetMissing as missing:
        return [Issue("reader_changed", f"The library that reads {kind} files has changed: {missing}.")]
    return []


@contextmanager
def without_fif_annotations() -> Iterator[None]:
    """Keep MNE from reading the annotations of a FIF file, which refuse the signals where they are damaged."""
    module = _module("mne.io.fiff.raw")
    name = "_read_annotations_fif"
    read = vars(module).get(name)
    if read is None:
        raise PatchTargetMissing(f"{module.__name__} has no function {name}")
    setattr(module, name, _no_annotations)
    try:
        yield
    finally:
        setattr(module, name, read)


def mne_private(raw: Any, name: str) -> Any:
    """Return an attribute that MNE keeps to itself, None where this version has none of that name."""
    return vars(raw).get(name)


def _silence(module_name: str, class_name: str) -> None:
    """Keep the methods of a class from printing; what does not print needs no patch."""
    module = _module(module_name)
    target = vars(module).get(class_name)
    if not inspect.isclass(target):
        raise PatchTargetMissing(f"{module_name} has no class {class_name}")
    vars(module)["print"] = _print_nothing


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise PatchTargetMissing(f"{name} cannot be imported") from error


def _no_annotations(_file: Any, _tree: Any) -> None:
    """Read nothing."""


def _print_nothing(*_args: Any, **_options: Any) -> None:
    """Print nothing."""
