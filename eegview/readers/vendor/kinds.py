"""Recognise a vendor's format by a file's content, and find which of its several files to open.

Must not import a reading library: it looks at names and first bytes only.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.readers.dicom.recognition import class_in, looks_like_dicom, refuse_other


@dataclass(frozen=True, slots=True)
class VendorFile:
    """A recording in a vendor's format.

    kind : "BrainVision", "EEGLAB", "FIF", "Persyst", "Nihon Kohden", "Neuroscan CNT", "ANT CNT", "Curry", "EGI MFF",
        "EGI RAW", "GDF", "Nicolet", "NEDF", "XDF" or "DICOM"
    path : the file to open, which is not always the one that was chosen
    companions : other files the recording consists of
    """

    kind: str
    path: Path
    companions: tuple[Path, ...] = ()


ENDINGS = {  # of what may be chosen for a recording, by format; parts that lead to the whole are not among them
    "BrainVision": (".vhdr", ".eeg"),
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
    "DICOM": (".dcm", ".dicom"),
}
FOLDER_ENDINGS = (".mff",)
SHARED_ENDINGS = (".eeg", ".raw", ".data", ".dat", ".dcm", ".dicom")  # also of parts, and of other programs' files
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
_PARTS = {  # a part of a recording → the endings of the file to open instead
    ".fdt": (".set",),
    ".head": (".data",),
    ".vmrk": (".vhdr",),
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
    if looks_like_dicom(head):
        refuse_other(path, class_in(head))
        return VendorFile("DICOM", path)
    for start, kind in _STARTS:
        if head.startswith(start):
            return VendorFile(kind, path)
    text = head.decode("latin-1").lstrip("ï»¿ \r\n").lower()
    if re.match(r"brain ?vision data exchange header", text):
        return _brainvision(path)
    if re.match(r"brain ?vision data exchange marker", text):
        return _brainvision(_header_of(path, "MarkerFile"))
    if text.startswith("[fileinfo]") or (suffix == ".lay" and "[" in text):
        return _persyst(path)
    if head[:4] in (b"RIFF", b"RF64") and suffix == ".cnt":
        return _ant(path, head)
    if suffix in (".cdt", ".dat", ".dap", ".rs3", ".dpa", ".dpo", ".ceo"):
        return _curry_or_persyst(path)
    if suffix == ".raw" and len(head) > 36 and 2 <= struct.unpack(">i", head[:4])[0] <= 7:
        return VendorFile("EGI RAW", path)
    if suffix == ".eeg":
        return (
            VendorFile("Nihon Kohden", path) if head.startswith(b"EEG-") else _brainvision(_header_of(path, "DataFile"))
        )
    if suffix in _PARTS:
        return recognise(_sibling(path, _PARTS[suffix]))
    if suffix == ".data":
        return VendorFile("Nicolet", path, (_sibling(path, (".head",)),))
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
    match = re.search(rf"^\s*{key}\s*=\s*(.+?)\s*$", _text(path), re.MULTILINE | re.IGNORECASE)
    return match[1] if match else None


def _brainvision(header: Path) -> VendorFile:
    parts = []
    for key in ("DataFile", "MarkerFile"):
        name = named_in(header, key)
        if name is None:
            if key == "DataFile":
                raise UnreadableFile(f"{header.name} names no signal file.", "Export the recording again.")
            continue
        part = header.with_name(Path(name.replace("$b", header.stem).replace("\\", "/")).name)
        if not part.is_file():
            raise UnreadableFile(
                f"{header.name} needs {part.name}, which is not in the same folder.",
                f"Put {part.name} into the same folder.",
            )
        parts.append(part)
    return VendorFile("BrainVision", header, tuple(parts))


def _header_of(part: Path, key: str) -> Path:
    """Return the BrainVision header that names a part: of the same name, else any in the folder."""
    same = [p for p in part.parent.iterdir() if p.suffix.lower() == ".vhdr"]
    same.sort(key=lambda header: header.stem.casefold() != part.stem.casefold())
    for header in same:
        if Path((named_in(header, key) or "").replace("$b", header.stem)).name == part.name:
            return header
    raise UnreadableFile(
        f"{part.name} is part of a recording whose header file is not in the same folder.",
        "Put the .vhdr file into the same folder and open that.",
    )


def _persyst(layout: Path) -> VendorFile:
    name = named_in(layout, "File")
    if name is None:
        raise UnreadableFile(f"{layout.name} names no signal file.", "Export the recording again.")
    data = layout.with_name(Path(name.replace("\\", "/")).name)
    if not data.is_file():
        raise UnreadableFile(
            f"{layout.name} needs {data.name}, which is not in the same folder.",
            f"Put {data.name} into the same folder.",
        )
    return VendorFile("Persyst", layout, (data,))


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
    whole = path.with_suffix("") if path.suffix.lower() in (".dpa", ".dpo", ".ceo") else path
    if whole.suffix.lower() != ".cdt":
        whole = _sibling(path, (".dat",))
        return VendorFile("Curry", whole, (_sibling(whole, (".dap",)), _sibling(whole, (".rs3",))))
    for ending in (".dpa", ".dpo"):
        if (part := _try_sibling(whole.with_name(whole.name + ending), (ending,))) is not None:
            return VendorFile("Curry", whole, (part,))
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
    for ending in endings:
        for spelt in (ending, ending.upper()):
            if (found := path.with_suffix(spelt)).is_file():
                return found
    return None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(1024)


def _text(path: Path) -> str:
    return path.read_bytes()[:65536].decode("latin-1")
