"""Replace functions of the libraries below us, and read what MNE does not promise to keep.

The libraries parse who the patient is: it is not wanted, and it is where they fail. Each replacement first checks that
what it replaces is there and is called as expected, since a newer version of a library may have changed it.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from eegview.model.issue import Issue


class PatchTargetMissing(Exception):
    """A library has not, or no longer, what is to be replaced in it."""


def keep_identity_out(kind: str) -> list[Issue]:
    """Keep the libraries that read a format from parsing the patient's identity, and from printing.

    Persyst: a blank birth date, as in every de-identified file, makes MNE refuse the recording.
    MFF: mffpy prints to stdout, where a command's JSON goes, on each read.

    Returns
    -------
    issues : where a library has changed
    """
    try:
        if kind == "Persyst":
            _replace("mne.io.persyst.persyst", "_get_subjectinfo", ("patient_dict",), _no_subject)
        elif kind == "EGI MFF":
            _silence("mffpy.reader", "Reader")
    except PatchTargetMissing as missing:
        return [Issue("reader_changed", f"The library that reads {kind} files has changed: {missing}.")]
    return []


def without_subject(raw: Any, kind: str) -> list[Issue]:
    """Drop what MNE has read of the patient where it was kept from reading it; that it did becomes an issue."""
    if kind != "Persyst" or not any((raw.info["subject_info"] or {}).values()):
        return []
    raw.info["subject_info"] = None
    return [Issue("reader_changed", f"The library that reads {kind} files has changed: it parses the patient again.")]


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


def _replace(module_name: str, name: str, parameters: tuple[str, ...], replacement: Callable[..., Any]) -> None:
    """Replace a function of a module that takes exactly these parameters."""
    module = _module(module_name)
    target = vars(module).get(name)
    if target is replacement:
        return
    if not callable(target):
        raise PatchTargetMissing(f"{module_name} has no function {name}")
    found = tuple(inspect.signature(target).parameters)
    if found != parameters:
        raise PatchTargetMissing(f"{module_name}.{name} takes ({', '.join(found)})")
    setattr(module, name, replacement)


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


def _no_subject(_patient: Any) -> dict[str, Any]:
    return {}


def _no_annotations(_file: Any, _tree: Any) -> None:
    """Read nothing."""


def _print_nothing(*_args: Any, **_options: Any) -> None:
    """Print nothing."""
