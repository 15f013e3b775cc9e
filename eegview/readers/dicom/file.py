"""An open DICOM file: its data set, in whichever of the uncompressed transfer syntaxes it is written."""

from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.readers.dicom import tags
from eegview.readers.dicom.content import Content, FileContent, inflated
from eegview.readers.dicom.elements import DataSet, Finder, Syntax
from eegview.readers.dicom.recognition import looks_like_dicom, refuse_other

_SYNTAXES = {  # PS3.5, annex A
    "1.2.840.10008.1.2": Syntax(is_explicit=False),
    "1.2.840.10008.1.2.1": Syntax(),
    "1.2.840.10008.1.2.1.99": Syntax(),
    "1.2.840.10008.1.2.2": Syntax(is_little=False),
}
_DEFLATED = "1.2.840.10008.1.2.1.99"
_META = Syntax()


@dataclass(frozen=True, slots=True)
class DicomFile:
    """The data set of a file.

    content : the bytes that hold the data set's values
    sop_class : what kind of object it is
    """

    path: Path
    content: Content
    data: DataSet
    sop_class: str


def open_data_set(path: Path, encoding: str = "") -> DicomFile:
    """Open a DICOM file and find the elements of its data set.

    encoding : of its texts, instead of the character sets that it names; "" = these

    Raises
    ------
    UnreadableFile : it is missing, no DICOM, holds no waveform, or is damaged beyond use
    """
    content = FileContent(path)
    try:
        return _opened(path, content, encoding)
    except BaseException:
        content.close()
        raise


def _opened(path: Path, content: FileContent, encoding: str) -> DicomFile:
    head = content.read(0, 1024)
    if not looks_like_dicom(head):
        raise UnreadableFile(f"{path.name} is not a DICOM file.", "Choose a DICOM file that holds an EEG.")
    start = 132 if head[128:132] == b"DICM" else 4 if head.startswith(b"DICM") else 0
    transfer_syntax, meta_class, start = _meta(content, start)
    refuse_other(path, meta_class)
    syntax = _syntax(path, content, start, transfer_syntax)
    values: Content = content
    is_whole = True
    if transfer_syntax == _DEFLATED:
        values, is_whole = inflated(content, start, path.name)
        content.close()
        start = 0
    finder = Finder(values, encoding)
    data = finder.data_set(start, values.n_bytes, syntax)
    data.is_cut |= not is_whole
    data.charsets = tuple(data.texts(tags.CHARACTER_SET))
    sop_class = data.text(tags.SOP_CLASS) or meta_class
    refuse_other(path, sop_class)
    return DicomFile(path, values, data, sop_class)


def _meta(content: Content, start: int) -> tuple[str, str, int]:
    """Return transfer syntax and SOP class of the file meta information, and where the data set begins."""
    if content.read(start, 2) != b"\x02\x00":
        return "", "", start
    finder = Finder(content)
    length = finder.data_set(start, min(start + 12, content.n_bytes), _META).number(0x00020000)
    stop = start + 12 + int(length or 0)
    if length is None or content.read(stop, 2) == b"\x02\x00" or stop >= content.n_bytes:
        stop = _end_of_group(content, start)  # the length is missing or wrong: look where group 0002 ends
    meta = finder.data_set(start, min(stop, content.n_bytes), _META)
    return meta.text(tags.TRANSFER_SYNTAX), meta.text(tags.MEDIA_SOP_CLASS), stop


def _end_of_group(content: Content, at: int) -> int:
    while content.read(at, 2) == b"\x02\x00":
        head = content.read(at, 12)
        if len(head) < 12:
            break
        is_long = head[4:6] in (b"OB", b"UN", b"UT", b"OW")
        n_bytes = int.from_bytes(head[8:12] if is_long else head[6:8], "little")
        at += (12 if is_long else 8) + n_bytes
    return min(at, content.n_bytes)


def _syntax(path: Path, content: Content, start: int, transfer_syntax: str) -> Syntax:
    """Return how the data set is written; where the file does not say, by its first element."""
    if transfer_syntax in _SYNTAXES and transfer_syntax:
        syntax = _SYNTAXES[transfer_syntax]
        if transfer_syntax == _DEFLATED or not syntax.is_little:
            return syntax
        head = content.read(start, 6)  # some programs name one of the two and write the other
        return Syntax(is_explicit=_names_vr(head)) if len(head) == 6 else syntax
    if transfer_syntax:
        raise UnreadableFile(
            f"{path.name} is compressed in a way that no waveform has (transfer syntax {transfer_syntax[:64]}).",
            "Have it stored without compression (Explicit VR Little Endian), then open that.",
        )
    return Syntax(is_explicit=_names_vr(content.read(start, 6)))


def _names_vr(head: bytes) -> bool:
    return head[4:6].isalpha() and head[4:6].isupper()
