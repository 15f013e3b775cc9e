"""The identity of the program's own code that a detector computes with.

The hash of a plugin's content covers its folder; filters, spectra and the reading of samples are the program's. Both
together, with the versions of the libraries, say what a score was computed with.
"""

import hashlib
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import eegview
from eegview.detect.manifest import Engine, Manifest

# What a detector's process imports (the arithmetic, the nouns, what reads the samples, and what hands them over), and
# what is made for it: the movement in a video, a file for a command. A test compares the list with what a run imports.
PARTS = (
    "__init__.py",
    "plugin.py",
    "dsp",
    "model",
    "readers",
    "detect",
    "exchange/edf/signals.py",
    "app/video/movement.py",
)
LIBRARIES = ("numpy", "scipy", "numba", "llvmlite")  # a detector's process loads them, or what compiles for it
ENGINE_LIBRARIES = {Engine.ONNX: ("onnxruntime",)}
READER_LIBRARIES = (
    "mne",
    "pyxdf",
    "pydicom",
    "h5py",
    "antio",
    "natus_erd",
    "av",
)  # named where this process has loaded them
_NO_CODE = (".pyc", ".nbi", ".nbc")
_NOT_OURS = ("plugins", "resources")  # put into the package when it is installed


def code_hash(package: Path | None = None) -> str:
    """Return the hex SHA-256 over names and content of the program's files that detectors compute with.

    package : folder of the program, None = the one that runs
    """
    package = package if package is not None else Path(eegview.__file__).resolve().parent
    return _hash_of(package, (package / part for part in PARTS))


def whole_hash(package: Path | None = None) -> str:
    """Return the hex SHA-256 over names and content of all of the program's code, the window's and the reports' too.

    Plugins and resources have hashes or versions of their own: they are in the package only once it is installed.

    package : folder of the program, None = the one that runs
    """
    package = package if package is not None else Path(eegview.__file__).resolve().parent
    return _hash_of(package, (part for part in package.iterdir() if part.name not in _NOT_OURS))


def _hash_of(package: Path, parts: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for name in sorted(path.relative_to(package).as_posix() for part in parts for path in _files(part)):
        content = (package / name).read_bytes().replace(b"\r\n", b"\n")  # as git may write them on Windows
        whole.update(f"{len(name.encode())} {name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(part: Path) -> Iterator[Path]:
    """Yield the files of a part, tables and models too, whatever is not made from the rest."""
    for path in [part] if part.is_file() else part.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in _NO_CODE:
            yield path


def program_version(manifest: Manifest | None = None) -> str:
    """Return the versions of the program, of Python and of the libraries: `0.2.0 (Python 3.11.7, numpy 2.3.4, …)`.

    manifest : of the detector that computes, None = the program itself. One with an interpreter of its own computes
        with that one's libraries, which are not known here: it is named instead.
    """
    if manifest is not None and manifest.interpreter:
        return f"{eegview.__version__} (the detector's own {Path(manifest.interpreter).name})"
    parts = [f"Python {platform.python_version()}"]
    more = ENGINE_LIBRARIES.get(manifest.engine, ()) if manifest is not None else ()
    for name in (*LIBRARIES, *more, *(name for name in READER_LIBRARIES if name in sys.modules)):
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # not installed as a package
            continue
    return f"{eegview.__version__} ({', '.join(parts)})"
