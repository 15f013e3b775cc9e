"""How a header of text leads to the other files of its recording, and how they lead back to it.

Must not import a reading library: it looks at names and first bytes only.
"""

import re
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.text.decoding import decoded
from eegview.readers.vendor.parts import find_part, folded, is_same, part_names

HEADERS = (".vhdr", ".ahdr")  # of BrainVision, and of V-Amp recorders
SIGNALS = (".eeg", ".avg", ".seg", ".dat")
VAMP_SIGNALS = (".eeg", ".dat")
_MARKERS = (".vmrk", ".amrk")
_HEAD_BYTES = 65536


def named_in(path: Path, key: str) -> str | None:
    """Return the value of `key=` in a text header, None if it is not there."""
    text = re.sub(r"\r\n?", "\n", _text(path))
    match = re.search(rf"^[ \t]*{key}[ \t]*=[ \t]*(\S.*?)[ \t]*$", text, re.MULTILINE | re.IGNORECASE)
    return match[1] if match else None


def header_of(part: Path) -> Path:
    """Return the BrainVision header that leads to a part: of the same name, else any in the folder.

    Raises
    ------
    UnreadableFile : there is none
    """
    header = try_header_of(part)
    if header is None:
        raise UnreadableFile(
            f"{part.name} is part of a recording whose header file is not in the same folder.",
            "Put the .vhdr file into the same folder and open that.",
        )
    return header


def try_header_of(part: Path) -> Path | None:
    """Return the header that leads to a part, None if there is none."""
    own = [part.with_suffix(ending) for ending in HEADERS]
    for header in own:  # nearly always there; looking through a folder of thousands takes its time
        if header.is_file() and _leads_to(header, part):
            return header
    others = sorted(p for p in part.parent.iterdir() if p.suffix.lower() in HEADERS and p not in own)
    others.sort(key=lambda header: folded(header.stem) != folded(part.stem))
    return next((header for header in others if header.is_file() and _leads_to(header, part)), None)


def _leads_to(header: Path, part: Path) -> bool:
    """Whether a part is what a header's signal or marker file is taken to be."""
    for key, endings in (("DataFile", SIGNALS), ("MarkerFile", _MARKERS)):
        named = named_in(header, key) or ""
        stems = {folded(header.stem), *(folded(Path(name).stem) for name in part_names(named, header.stem))}
        if folded(part.stem) in stems:
            found = find_part(header, endings, "part", named).path
            if found is not None and is_same(found, part):
                return True
    return False


def text_of_start(content: bytes) -> str:
    """Return the first bytes of a file as text, as far as they are ASCII."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if is_wide else "utf-8", errors="replace")


def _text(path: Path) -> str:
    """Return the beginning of a header: whole lines, since half a letter would make it another code page."""
    with path.open("rb") as file:
        content = file.read(_HEAD_BYTES)
    if len(content) == _HEAD_BYTES and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content[: content.rfind(b"\n") + 1] or content
    return decoded(content)[0]
