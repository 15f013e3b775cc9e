"""The identity of the program's own code that a detector computes with.

The hash of a plugin's content covers its folder; filters, spectra and the reading of samples are the program's. Both
together, with the versions of the libraries, say what a score was computed with.
"""

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import eegview

# What a detector's process imports: the arithmetic, the nouns, what reads the samples, and what hands them over.
PARTS = ("plugin.py", "dsp", "model", "readers", "detect")
_LIBRARIES = ("numpy", "scipy")


def code_hash(package: Path | None = None) -> str:
    """Return the hex SHA-256 over names and content of the program's files that detectors compute with.

    package : folder of the program, None = the one that runs
    """
    package = package if package is not None else Path(eegview.__file__).resolve().parent
    whole = hashlib.sha256()
    for name in sorted(path.relative_to(package).as_posix() for path in _files(package)):
        content = (package / name).read_bytes().replace(b"\r\n", b"\n")  # as git may write them on Windows
        whole.update(f"{len(name.encode())} {name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    for part in PARTS:
        path = package / part
        yield from [path] if path.is_file() else path.rglob("*.py")


def program_version() -> str:
    """Return the versions of the program, of Python and of the libraries: `0.2.0 (Python 3.11.7, numpy 2.3.4, …)`."""
    parts = [f"Python {platform.python_version()}"]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # not installed as a package
            continue
    return f"{eegview.__version__} ({', '.join(parts)})"
