"""The installed libraries that the program is built on, and the licence of each.

Names and versions come from the metadata of the installed packages. So do the licences, wherever the metadata state
them; `READ_FROM_TEXT` holds the few that are only to be found in the licence text itself.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROGRAM = "eegview"
EXTRAS = ("batch", "onnx", "dicom", "natus")  # those that users install; what only tests need is never handed on

_SPDX = {  # what metadata write in words, as SPDX names it
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 3-Clause License": "BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
}
_EXPRESSION = re.compile(r"[A-Z0-9][\w.+-]*( (AND|OR|WITH) [A-Z0-9][\w.+-]*)*")
_VAGUE = {"BSD"}  # there are several of that name

READ_FROM_TEXT = {  # metadata name none, or only a family of licences
    "colorama": "BSD-3-Clause",
    "cycler": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "matplotlib": "PSF-based (matplotlib licence)",
    "numba": "BSD-2-Clause",
    "partd": "BSD-3-Clause",
    "scipy": "BSD-3-Clause",
    "timescoring": "MIT",
    "zict": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class Library:
    """An installed package that the program needs, itself or through another."""

    name: str
    version: str
    licence: str  # an SPDX expression where there is one; "" if it is not known
    is_direct: bool  # the program imports it itself


def libraries() -> tuple[Library, ...]:
    """Return every installed package that the program needs on this machine, sorted by name.

    Returns
    -------
    tuple of Library
        Empty where the program runs from a folder that was never installed.
    """
    try:
        program = metadata(PROGRAM)
    except PackageNotFoundError:
        return ()
    wanted = deque(_requirements(program, EXTRAS))
    direct = {canonicalize_name(one.name) for one in wanted}
    found: dict[str, Library] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        one = wanted.popleft()
        name = canonicalize_name(one.name)
        if (name, frozenset(one.extras)) in seen:
            continue
        seen.add((name, frozenset(one.extras)))
        try:
            package = metadata(name)
        except PackageNotFoundError:
            continue  # an extra that is not installed
        found[name] = Library(package["Name"], package["Version"], licence_of(package), name in direct)
        wanted.extend(_requirements(package, tuple(one.extras)))
    return tuple(found[name] for name in sorted(found))


def licence_of(package: PackageMetadata) -> str:
    """Return the licence of a package as an SPDX expression, or "" if neither its metadata nor we know it."""
    known = READ_FROM_TEXT.get(canonicalize_name(package["Name"]))
    if known is not None:
        return known
    for stated in _statements(package):
        licence = _SPDX.get(stated, stated)
        if licence not in _VAGUE and _EXPRESSION.fullmatch(licence):
            return licence
    return ""


def _statements(package: PackageMetadata) -> Iterator[str]:
    """Yield what the metadata say about the licence, the most exact first."""
    for field in ("License-Expression", "License"):
        if field in package:
            yield package[field].strip().partition("\n")[0]  # some give the whole text, its name first
    for classifier in package.get_all("Classifier") or ():
        if classifier.startswith("License ::"):
            yield classifier.split("::")[-1].strip()


def _requirements(package: PackageMetadata, extras: tuple[str, ...]) -> Iterator[Requirement]:
    """Yield what a package needs on this machine, and with these of its extras."""
    for text in package.get_all("Requires-Dist") or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement
