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
from eegview.readers.dicom.recognition import class_in, looks_like_dicom, refuse_other
from eegview.readers.unread_formats import is_natus, is_natus_folder, natus_entry, natus_parts, natus_refusal
from eegview.readers.vendor.header_links import (
    HEADERS,
    SIGNALS,
    VAMP_SIGNALS,
    header_of,
    named_in,
    text_of_start,
    try_header_of,
)
from eegview.readers.vendor.parts import Part, find_named, find_part, need_part, said, want_part


@dataclass(frozen=True, slots=True)
class VendorFile:
    """A recording in a vendor's format.

    kind : "BrainVision", "EEGLAB", "FIF", "Persyst", "Nihon Kohden", "Neuroscan CNT", "ANT CNT", "Curry", "EGI MFF",
        "EGI RAW", "GDF", "Nicolet", "NEDF", "XDF" or "DICOM"
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
    "Micromed": (".trc", ".vwr"),
    "Natus": (".stc", ".eeg"),
    "DICOM": (".dcm", ".dicom"),
}
FOLDER_ENDINGS = (".mff",)
# also of parts, and of other programs' files
SHARED_ENDINGS = (".eeg", ".raw", ".data", ".dat", ".trc", ".vwr", ".stc", ".dcm", ".dicom")
_STARTS = (  # first bytes that leave no doubt
    (b"XDF:", "XDF"),
    (b"GDF ", "GDF"),
    (b"\x00\x00\x00\x64\x00\x00\x00\x1f", "FIF"),
    (b"Version 3.0", "Neuroscan CNT"),
    (b"* MICROMED", "Micromed"),
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
_PERSYST_SIGNALS = (".dat",)
_NO_MARKS = "marks, pauses and the start time are unknown"
_SIDE_PARTS = (  # of Nihon Kohden: ending, what it is, what is lost without it
    (".21E", "table of electrodes", "channels have the usual names, which may be wrong"),
    (".LOG", "list of events", "the file's marks are not shown"),
    (".PNT", "patient file", "the infant's age is unknown"),
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
        return _natus(path) if path.suffix.lower() not in FOLDER_ENDINGS and is_natus_folder(path) else _mff(path)
    head = _head(path)
    suffix = path.suffix.lower()
    if is_natus(path, head):
        return _natus(path)
    if looks_like_dicom(head):
        refuse_other(path, class_in(head))
        return VendorFile("DICOM", path)
    for start, kind in _STARTS:
        if head.startswith(start):
            return VendorFile(kind, path)
    text = text_of_start(head).lstrip("\ufeff \r\n\0").lower()
    if re.match(r"brain ?vision\b[^\n]*\bheader", text) or (suffix in HEADERS and "[" in text):
        return _brainvision(path)
    if re.match(r"brain ?vision\b[^\n]*\bmarker", text) or suffix in (".vmrk", ".amrk"):
        return _brainvision(header_of(path))
    if text.startswith("[fileinfo]") or (suffix == ".lay" and "[" in text):
        return _persyst(path)
    if is_ant(head):
        return _ant(path)
    if suffix in (".cdt", ".dat", ".dap", ".rs3", ".dpa", ".dpo", ".ceo", ".cef"):
        return _curry_or_persyst(path)
    if suffix == ".raw" and len(head) > 36 and 2 <= struct.unpack(">i", head[:4])[0] <= 7:
        return VendorFile("EGI RAW", path)
    if suffix == ".evt" or (suffix == ".seg" and text.startswith("numbersegments")):
        return recognise(_sibling(path, (".cnt",)))
    if suffix in (".eeg", ".avg", ".seg"):
        return _nihon_kohden(path) if head.startswith(_NIHON_KOHDEN) else _brainvision(header_of(path))
    if suffix in _PARTS or (suffix == ".log" and head.startswith(_NIHON_KOHDEN)):
        return recognise(_sibling(path, _PARTS.get(suffix, (".eeg",))))
    if suffix == ".data":
        header = _sibling(path, (".head",))
        return VendorFile("Nicolet", path, (header,), names=_spelt(path, ".data", (header, ".head")))
    if suffix == ".set":
        return VendorFile("EEGLAB", path)
    if suffix in _SUFFIXES:
        return VendorFile(_SUFFIXES[suffix], path)
    if path.name.lower().endswith(".fif.gz"):
        return VendorFile("FIF", path)
    raise UnreadableFile(
        f"{path.name} is not a supported format.",
        "Export it as EDF+ from the program that recorded it, then open that.",
    )


def is_ant(head: bytes) -> bool:
    """Whether a file begins as ANT CNT: RIFF, or ANT's own RF64, whose length takes 8 bytes."""
    return (head[:4] == b"RIFF" and head[8:12] == b"CNT ") or (head[:4] == b"RF64" and head[12:16] == b"CNT ")


def _ant(path: Path) -> VendorFile:
    """Return the recording with the lists of its events and pauses, under the names that its library looks for."""
    found = [(ending, find_part(path, (ending,), "list of events")) for ending in (".evt", ".seg", ".trg")]
    names = _spelt(path, ".cnt", *((part.path, ending) for ending, part in found if part.path is not None))
    return VendorFile("ANT CNT", path, issues=said(part for _, part in found), names=names)


def _natus(path: Path) -> VendorFile:
    table = natus_entry(path)
    if table is None:
        raise natus_refusal(path.name, " without its table of contents (.stc)")
    return VendorFile("Natus", table, natus_parts(table))


def _brainvision(header: Path) -> VendorFile:
    is_vamp = header.suffix.lower() == ".ahdr"
    endings = VAMP_SIGNALS if is_vamp else SIGNALS
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


def _persyst(layout: Path) -> VendorFile:
    data = need_part(layout, _PERSYST_SIGNALS, "signal file", named_in(layout, "File") or "")
    return VendorFile("Persyst", layout, (data.path,) if data.path else (), data.issues, data.path)


def _nihon_kohden(path: Path) -> VendorFile:
    """Return the recording with its small side files, which are told where they are missing and never needed."""
    parts = [(ending, want_part(path, (ending,), role, loss)) for ending, role, loss in _SIDE_PARTS]
    spelt = _spelt(path, path.suffix, *((part.path, ending) for ending, part in parts if part.path is not None))
    return VendorFile("Nihon Kohden", path, issues=said(part for _, part in parts), names=spelt)


def _spelt(path: Path, ending: str, *parts: tuple[Path, str]) -> tuple[tuple[str, Path], ...]:
    """Return the names with the endings that a library looks for, and the files."""
    return ((path.stem + ending, path), *((path.stem + own, part) for part, own in parts))


def _curry_or_persyst(path: Path) -> VendorFile:
    if path.suffix.lower() == ".dat" and (layout := _try_sibling(path, (".lay",))) is not None:
        return _persyst(layout)
    if path.suffix.lower() == ".dat" and (header := try_header_of(path)) is not None:
        return _brainvision(header)
    whole = path.with_suffix("") if path.suffix.lower() in (".dpa", ".dpo", ".ceo", ".cef") else path
    if whole.suffix.lower() != ".cdt":
        whole = _sibling(path, (".dat",))
        dap = _sibling(whole, (".dap",))
        rs3 = want_part(whole, (".rs3",), "file of labels", "channels are numbered instead of named")
        names = [(dap, ".dap"), *([(rs3.path, ".rs3")] if rs3.path else []), *_curry_events(whole, whole.stem)]
        companions = (dap, *([rs3.path] if rs3.path else []))
        return VendorFile("Curry", whole, companions, rs3.issues, names=_spelt(whole, ".dat", *names))
    whole = find_named(whole.parent, whole.name).path or whole
    if not whole.is_file():
        raise UnreadableFile(
            f"{path.name} belongs to {whole.name}, which is not in the same folder.",
            f"Put {whole.name}, which holds the signals, into the same folder.",
        )
    for ending in (".dpa", ".dpo"):
        if (part := find_named(whole.parent, whole.name + ending).path) is not None:
            events = [(event, f".cdt{own}") for event, own in _curry_events(whole, whole.name)]
            return VendorFile("Curry", whole, (part,), names=_spelt(whole, ".cdt", (part, f".cdt{ending}"), *events))
    raise UnreadableFile(
        f"{whole.name} needs {whole.name}.dpo, which is not in the same folder.",
        "Put the .cdt.dpo or .cdt.dpa file into the same folder.",
    )


def _curry_events(whole: Path, stem: str) -> list[tuple[Path, str]]:
    """Return the list of events of a Curry recording; a recording without one has no events."""
    for ending in (".cef", ".ceo"):
        if (part := find_named(whole.parent, stem + ending).path) is not None:
            return [(part, ending)]
    return []


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


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)
