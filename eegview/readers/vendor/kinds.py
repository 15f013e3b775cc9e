"""Recognise a vendor's format by a file's content, and find which of its several files to open.

Must not import a reading library: it looks at names and first bytes only.
"""

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.vendor.parts import (
    Part,
    find_named,
    find_part,
    folded,
    is_same,
    need_part,
    part_names,
    said,
    want_part,
)


@dataclass(frozen=True, slots=True)
class VendorFile:
    """A recording in a vendor's format.

    kind : "BrainVision", "EEGLAB", "FIF", "Persyst", "Nihon Kohden", "Neuroscan CNT", "ANT CNT", "Curry", "EGI MFF",
        "EGI RAW", "GDF", "Nicolet", "NEDF" or "XDF"
    path : the file to open, which is not always the one that was chosen
    companions : other files the recording consists of: its content, by which it is found again, includes them
    issues : what is to be said of how its parts were found
    signals, markers : which of the companions they are, in formats that have a header of text
    names : the names under which a library looks for the files, and the files; none = it takes them as they are
    """

    kind: str
    path: Path
    companions: tuple[Path, ...] = ()
    issues: tuple[Issue, ...] = ()
    signals: Path | None = None
    markers: Path | None = None
    names: tuple[tuple[str, Path], ...] = ()


ENDINGS = {  # of what may be chosen for a recording, by format; parts that lead to the whole are not among them
    "BrainVision": (".vhdr", ".ahdr", ".eeg"),
    "EEGLAB": (".set",),
    "FIF": (".fif", ".fif.gz"),
    "EGI MFF": (".mff",),  # a folder
    "EGI RAW": (".raw",),
    "Persyst": (".lay",),
    "Nihon Kohden": (".eeg",),
    "Neuroscan CNT": (".cnt",),
    "ANT CNT": (".cnt",),
    "Curry": (".cdt", ".dat"),
    "GDF": (".gdf",),
    "Nicolet": (".data",),
    "NEDF": (".nedf",),
    "XDF": (".xdf", ".xdfz"),
}
FOLDER_ENDINGS = (".mff",)
SHARED_ENDINGS = (".eeg", ".raw", ".data", ".dat")  # also of parts, and of other programs' files
_STARTS = (  # first bytes that leave no doubt
    (b"XDF:", "XDF"),
    (b"GDF ", "GDF"),
    (b"\x00\x00\x00\x64\x00\x00\x00\x1f", "FIF"),
    (b"Version 3.0", "Neuroscan CNT"),
)
_SUFFIXES = {
    ".set": "EEGLAB",
    ".fif": "FIF",
    ".nedf": "NEDF",
    ".xdfz": "XDF",
    ".gdf": "GDF",
    ".cdt": "Curry",
    ".lay": "Persyst",
    ".cnt": "Neuroscan CNT",
}
_NIHON_KOHDEN = (b"EEG-", b"QI-403A", b"DAE-2100D")  # models of its recorders, the first bytes
_SIGNALS = {"BrainVision": (".eeg", ".avg", ".seg", ".dat"), "V-Amp": (".eeg", ".dat"), "Persyst": (".dat",)}
_NO_MARKS = "the recorder's marks, its pauses and its start time are unknown"
_SIDE_PARTS = (  # of Nihon Kohden: ending, what it is, what is lost without it
    (".21E", "table of electrodes", "channels bear the recorder's usual names, which may be wrong"),
    (".LOG", "list of events", "there are no marks of the recorder"),
    (".PNT", "patient file", "the start time is unknown"),
)
_PARTS = {  # a part of a recording → the endings of the file to open instead
    ".fdt": (".set",),
    ".head": (".data",),
    ".vmrk": (".vhdr", ".ahdr"),
    ".amrk": (".ahdr", ".vhdr"),
    ".dap": (".dat",),
    ".rs3": (".dat",),
    ".pnt": (".eeg",),
    ".21e": (".eeg",),
    ".dpa": ("",),
    ".dpo": ("",),
}


def recognise(path: Path) -> VendorFile:
    """Return the format of a file (or folder) and the paths of its parts.

    Raises
    ------
    UnreadableFile : no known format, or a part without which nothing can be read is missing
    """
    if path.is_dir():
        return _mff(path)
    head = _head(path)
    suffix = path.suffix.lower()
    for start, kind in _STARTS:
        if head.startswith(start):
            return VendorFile(kind, path)
    text = _decoded(head).lstrip("\ufeff \r\n\0").lower()
    if re.match(r"brain ?vision\b[^\n]*\bheader", text) or (suffix in (".vhdr", ".ahdr") and "[" in text):
        return _brainvision(path)
    if re.match(r"brain ?vision\b[^\n]*\bmarker", text) or suffix in (".vmrk", ".amrk"):
        return _brainvision(_header_of(path))
    if text.startswith("[fileinfo]") or (suffix == ".lay" and "[" in text):
        return _persyst(path)
    if head[:4] in (b"RIFF", b"RF64") and suffix == ".cnt":
        return _ant(path, head)
    if suffix in (".cdt", ".dat", ".dap", ".rs3", ".dpa", ".dpo", ".ceo"):
        return _curry_or_persyst(path)
    if suffix == ".raw" and len(head) > 36 and 2 <= struct.unpack(">i", head[:4])[0] <= 7:
        return VendorFile("EGI RAW", path)
    if suffix in (".eeg", ".avg", ".seg"):
        return _nihon_kohden(path) if head.startswith(_NIHON_KOHDEN) else _brainvision(_header_of(path))
    if suffix in _PARTS or (suffix == ".log" and head.startswith(_NIHON_KOHDEN)):
        return recognise(_sibling(path, _PARTS.get(suffix, (".eeg",))))
    if suffix == ".data":
        header = _sibling(path, (".head",))
        return VendorFile("Nicolet", path, (header,), names=_spelt(path, ".data", (header, ".head")))
    if suffix == ".set":
        return VendorFile("EEGLAB", path)
    if suffix in _SUFFIXES:
        return VendorFile(_SUFFIXES[suffix], path)
    raise UnreadableFile(
        f"{path.name} is not a supported format.",
        "Export it as EDF+ from the program that recorded it, then open that.",
    )


def named_in(path: Path, key: str) -> str | None:
    """Return the value of `key=` in a text header, None if it is not there."""
    match = re.search(rf"^[ \t]*{key}[ \t]*=[ \t]*(\S.*?)[ \t\r]*$", _text(path), re.MULTILINE | re.IGNORECASE)
    return match[1] if match else None


def _brainvision(header: Path) -> VendorFile:
    is_vamp = header.suffix.lower() == ".ahdr"
    endings = _SIGNALS["V-Amp" if is_vamp else "BrainVision"]
    signals = need_part(header, endings, "signal file", named_in(header, "DataFile") or "")
    named, endings = named_in(header, "MarkerFile"), (".amrk", ".vmrk") if is_vamp else (".vmrk", ".amrk")
    # A header that names no markers has none, unless some lie beside it.
    markers = want_part(header, endings, "marker file", _NO_MARKS, named) if named else _beside(header, endings)
    return VendorFile(
        "BrainVision",
        header,
        tuple(part.path for part in (signals, markers) if part.path is not None),
        said((signals, markers)),
        signals.path,
        markers.path,
    )


def _beside(header: Path, endings: Sequence[str]) -> Part:
    return find_part(header, endings, "marker file", "")


def _header_of(part: Path) -> Path:
    """Return the BrainVision header that leads to a part: of the same name, else any in the folder.

    Raises
    ------
    UnreadableFile : there is none
    """
    header = _try_header_of(part)
    if header is None:
        raise UnreadableFile(
            f"{part.name} is part of a recording whose header file is not in the same folder.",
            "Put the .vhdr file into the same folder and open that.",
        )
    return header


def _try_header_of(part: Path) -> Path | None:
    headers = sorted(p for p in _listed(part.parent) if p.suffix.lower() in (".vhdr", ".ahdr"))
    headers.sort(key=lambda header: (header.stem != part.stem, folded(header.stem) != folded(part.stem)))
    for header in headers:
        for key, endings in (("DataFile", _SIGNALS["BrainVision"]), ("MarkerFile", (".vmrk", ".amrk"))):
            named = named_in(header, key) or ""
            may_lead = {folded(header.stem), *(folded(Path(name).stem) for name in part_names(named, header.stem))}
            if folded(part.stem) not in may_lead:
                continue
            found = find_part(header, endings, "part", named).path
            if found is not None and is_same(found, part):
                return header
    return None


def _persyst(layout: Path) -> VendorFile:
    data = need_part(layout, _SIGNALS["Persyst"], "signal file", named_in(layout, "File") or "")
    return VendorFile("Persyst", layout, (data.path,) if data.path else (), data.issues, data.path)


def _nihon_kohden(path: Path) -> VendorFile:
    """Return the recording with its small side files, which are told where they are missing and never needed."""
    parts = [(ending, want_part(path, (ending,), role, loss)) for ending, role, loss in _SIDE_PARTS]
    spelt = _spelt(path, path.suffix, *((part.path, ending) for ending, part in parts if part.path is not None))
    return VendorFile("Nihon Kohden", path, issues=said(part for _, part in parts), names=spelt)


def _spelt(path: Path, ending: str, *parts: tuple[Path, str]) -> tuple[tuple[str, Path], ...]:
    """Return the names with the endings that a library looks for, and the files."""
    return ((path.stem + ending, path), *((path.stem + own, part) for part, own in parts))


def _ant(path: Path, head: bytes) -> VendorFile:
    """Check that the file is as long as its container says: the C library that reads it does not."""
    is_long = head[:4] == b"RF64"
    length = (
        struct.unpack_from("<Q", head, 20)[0] if is_long and len(head) >= 28 else struct.unpack_from("<I", head, 4)[0]
    )
    if head[8:12] != b"CNT " or path.stat().st_size < length + 8:
        raise UnreadableFile(
            f"{path.name} looks like ANT CNT but is truncated.", "Copy it again from where it was recorded."
        )
    return VendorFile("ANT CNT", path)


def _curry_or_persyst(path: Path) -> VendorFile:
    if path.suffix.lower() == ".dat" and (layout := _try_sibling(path, (".lay",))) is not None:
        return _persyst(layout)
    if path.suffix.lower() == ".dat" and (header := _try_header_of(path)) is not None:
        return _brainvision(header)
    whole = path.with_suffix("") if path.suffix.lower() in (".dpa", ".dpo", ".ceo") else path
    if whole.suffix.lower() != ".cdt":
        whole = _sibling(path, (".dat",))
        dap, rs3 = _sibling(whole, (".dap",)), _sibling(whole, (".rs3",))
        return VendorFile("Curry", whole, (dap, rs3), names=_spelt(whole, ".dat", (dap, ".dap"), (rs3, ".rs3")))
    whole = find_named(whole.parent, whole.name).path or whole
    if not whole.is_file():
        raise UnreadableFile(
            f"{path.name} belongs to {whole.name}, which is not in the same folder.",
            f"Put {whole.name}, which holds the signals, into the same folder.",
        )
    for ending in (".dpa", ".dpo"):
        if (part := find_named(whole.parent, whole.name + ending).path) is not None:
            return VendorFile("Curry", whole, (part,), names=_spelt(whole, ".cdt", (part, f".cdt{ending}")))
    raise UnreadableFile(
        f"{whole.name} needs {whole.name}.dpo, which is not in the same folder.",
        "Put the .cdt.dpo or .cdt.dpa file into the same folder.",
    )


def _mff(folder: Path) -> VendorFile:
    signals = sorted(folder.glob("signal*.bin"))
    if not signals:
        raise UnreadableFile(
            f"{folder.name} contains no signal.", "Copy the whole folder again from where it was recorded or packed."
        )
    described = [folder / name for name in ("info.xml", "epochs.xml") if (folder / name).is_file()]
    return VendorFile("EGI MFF", folder, (*described, *signals))


def _sibling(path: Path, endings: tuple[str, ...]) -> Path:
    found = _try_sibling(path, endings)
    if found is None:
        missing = path.with_suffix(endings[0]).name
        raise UnreadableFile(
            f"{path.name} needs {missing}, which is not in the same folder.", f"Put {missing} into the same folder."
        )
    return found


def _try_sibling(path: Path, endings: tuple[str, ...]) -> Path | None:
    """Return the file of the same name with one of these endings, in capitals or not."""
    if path.suffix.lower() in endings and path.is_file():
        return path
    return next((found for e in endings if (found := find_named(path.parent, path.stem + e).path) is not None), None)


def _listed(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return _decoded(file.read(65536))


def _decoded(content: bytes) -> str:
    """Return the text of a header, in which only names may be other than ASCII."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3:  # a letter that was cut where reading ended
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")
