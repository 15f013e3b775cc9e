"""Formats of hospitals' recorders that are not read here: whose they are, and what leads to a file that is.

Known by their content where those who read them tell it (wonambi and natus-erd-reader for Natus, FieldTrip for Nicolet,
Brainstorm for Compumedics and Deltamed), else by their endings; a folder by what lies in it. Must not import a reading
library.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile

_NATUS_PARTS = (".eeg", ".erd", ".etc", ".ent", ".snc", ".stc", ".vtc", ".epo")
_NATUS_ALONE = frozenset((".erd", ".snc", ".vtc", ".ent", ".etc"))  # endings that hardly anything else has
_NICOLET_AT = 172  # number of a table's entries; each has a name of 40 characters in UTF-16
_NICOLET_NAMES = ("ExtraData", "SegmentStream", "DataStream", "InfoChangeStream", "InfoGuids", "{")
_MOST_ENTRIES = 200  # of a folder that are looked into
_COMPUMEDICS_FILES = frozenset(("eegdata", "eegdata.ini", "studycfg.xml", "eegstudydb.mdb"))


@dataclass(frozen=True, slots=True)
class _Program:
    """A recorder's program, and what it exports that can be opened."""

    what: str
    advice: str


_NICOLET = _Program("a Nicolet (Nervus) recording", "Export it as EDF from NicoletOne or NicVue, then open that.")
_COMPUMEDICS = _Program("a Compumedics ProFusion study", "Export it as EDF from ProFusion, then open that.")
_DELTAMED = _Program("an export of Deltamed Coherence", "Export it as EDF from Coherence instead, then open that.")
_BY_ENDING = {
    ".e": _NICOLET,
    ".sdy": _COMPUMEDICS,
    ".slp": _COMPUMEDICS,
    ".sig": _Program("a Stellate Harmonie recording", "Export it as EDF from Harmonie, then open that."),
    ".sts": _Program("a part of a Stellate Harmonie recording", "Export it as EDF from Harmonie, then open that."),
    ".ez3": _Program("a Cadwell Easy III recording", "Export it as EDF from Easy III or Arc, then open that."),
    ".ezr": _Program("a Cadwell Easy recording", "Export it as EDF from Easy III or Arc, then open that."),
}
_NATUS = "a Natus NeuroWorks (XLTEK) study"
NATUS_ADVICE = "Export it as EDF+ from NeuroWorks, then open that."


def is_natus(path: Path, head: bytes) -> bool:
    """Whether a file is a part of a Natus NeuroWorks study: by the schemas and the time in its header.

    head : the first bytes, at least 24 of a whole file
    """
    suffix = path.suffix.lower()
    if suffix not in _NATUS_PARTS and not path.name.lower().endswith(".ent.old"):
        return False
    if suffix in _NATUS_ALONE and not head[:64].isascii():
        return True
    if len(head) < 24:
        return False
    schema, base, created_at = struct.unpack_from("<HHi", head, 16)
    return 1 <= schema <= 20 and base == 1 and 600_000_000 < created_at < 2**31 - 1  # from 1989 on


def natus_entry(path: Path) -> Path | None:
    """Return the table of contents (`.stc`) of the Natus study that a file or folder belongs to, None without one."""
    folder = path if path.is_dir() else path.parent
    tables = [entry for entry in _entries(folder) if entry.suffix.lower() == ".stc" and entry.is_file()]
    same = [entry for entry in tables if path.stem.casefold().startswith(entry.stem.casefold())]
    same.sort(key=lambda entry: -len(entry.stem))
    return (same or (tables if len(tables) == 1 else [None]))[0]


def natus_parts(table: Path) -> tuple[Path, ...]:
    """Return the other files of the study whose table of contents is given."""
    stem = table.stem.casefold()
    return tuple(
        entry
        for entry in _entries(table.parent)
        if entry.suffix.lower() in _NATUS_PARTS and entry.stem.casefold().startswith(stem) and entry.name != table.name
    )


def natus_refusal(name: str, why: str = "", advice: str = NATUS_ADVICE) -> UnreadableFile:
    """Return the refusal of a Natus study."""
    return UnreadableFile(f"{name} is {_NATUS}{why or ', which is not read here'}.", advice)


def refuse_unread(path: Path, head: bytes) -> None:
    """Refuse a file of a program whose format is not read; return for all others.

    Raises
    ------
    UnreadableFile : with the vendor, the program and the export that can be opened
    """
    suffix = path.suffix.lower()
    program = _BY_ENDING.get(suffix)
    if _is_nicolet(head):
        program = _NICOLET
    elif suffix == ".rda" and _COMPUMEDICS_FILES & {entry.name.lower() for entry in _entries(path.parent)}:
        program = _COMPUMEDICS
    elif suffix == ".bin" and _is_deltamed(path):
        program = _DELTAMED
    elif program is not None and suffix != ".sdy" and _is_text(head):
        return  # a source file, a signature: of other programs
    if program is not None:
        raise UnreadableFile(f"{path.name} is {program.what}, which is not read here.", program.advice)


def refuse_unread_folder(folder: Path, among_others: bool = False) -> None:
    """Refuse a folder that is a study of a program whose format is not read; return for all others.

    among_others : whether one such file is reason enough, whatever else lies there

    Raises
    ------
    UnreadableFile : with the vendor, the program and the export that can be opened
    """
    entries = list(_entries(folder))
    names, endings = {entry.name.lower() for entry in entries}, {entry.suffix.lower() for entry in entries}
    if ".sdy" in endings or names & _COMPUMEDICS_FILES:
        raise UnreadableFile(f"{folder.name} is {_COMPUMEDICS.what}, which is not read here.", _COMPUMEDICS.advice)
    files = [entry for entry in entries[:_MOST_ENTRIES] if entry.is_file() and not entry.name.startswith(".")]
    if among_others and is_natus_folder(folder):
        raise natus_refusal(folder.name, " without its table of contents (.stc)")
    for entry in files if among_others or len(files) == 1 else ():
        refuse_unread(entry, _head(entry))


def is_natus_folder(folder: Path) -> bool:
    """Whether a folder is a Natus NeuroWorks study."""
    parts = [entry for entry in _entries(folder) if entry.suffix.lower() in _NATUS_PARTS and entry.is_file()]
    return any(is_natus(part, _head(part)) for part in parts[:20])


def _is_nicolet(head: bytes) -> bool:
    if len(head) < _NICOLET_AT + 84:
        return False
    (n_entries,) = struct.unpack_from("<I", head, _NICOLET_AT)
    name = head[_NICOLET_AT + 4 : _NICOLET_AT + 84].decode("utf-16-le", "replace")
    return 0 < n_entries < 10_000 and name.startswith(_NICOLET_NAMES)


def _is_deltamed(path: Path) -> bool:
    """Whether samples have a description beside them as Coherence exports it."""
    for ending in (".txt", ".TXT"):
        described = path.with_suffix(ending)
        if described.is_file():
            text = _head(described, 4096).decode("latin-1").lower()
            return "sampling" in text and "channels" in text and "[" in text
    return False


def _is_text(head: bytes) -> bool:
    return bool(head) and all(byte >= 32 or byte in (9, 10, 13) for byte in head)


def _entries(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return ()


def _head(path: Path, n_bytes: int = 512) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(n_bytes)
    except OSError:
        return b""
