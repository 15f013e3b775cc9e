"""What a DICOM file is by its first bytes, and why one that holds no recording is refused.

Must not import a reading library: it is asked of every file that is opened.
"""

import re
from pathlib import Path
from typing import Final

from eegview.model.errors import UnreadableFile

WAVEFORM_CLASSES: Final = {  # SOP classes of PS3.4 B.5 that hold signals of the body, and what they are
    "1.2.840.10008.5.1.4.1.1.9.1.1": "12-lead ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.2": "general ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.3": "ambulatory ECG",
    "1.2.840.10008.5.1.4.1.1.9.1.4": "general 32-bit ECG",
    "1.2.840.10008.5.1.4.1.1.9.2.1": "hemodynamic recording",
    "1.2.840.10008.5.1.4.1.1.9.3.1": "cardiac electrophysiology recording",
    "1.2.840.10008.5.1.4.1.1.9.5.1": "arterial pulse recording",
    "1.2.840.10008.5.1.4.1.1.9.6.1": "recording of respiration",
    "1.2.840.10008.5.1.4.1.1.9.6.2": "recording of respiration",
    "1.2.840.10008.5.1.4.1.1.9.7.1": "routine scalp EEG",
    "1.2.840.10008.5.1.4.1.1.9.7.2": "EMG",
    "1.2.840.10008.5.1.4.1.1.9.7.3": "EOG",
    "1.2.840.10008.5.1.4.1.1.9.7.4": "sleep EEG",
    "1.2.840.10008.5.1.4.1.1.9.8.1": "recording of body position",
}
EEG_CLASSES: Final = ("1.2.840.10008.5.1.4.1.1.9.7.1", "1.2.840.10008.5.1.4.1.1.9.7.4")
_STORAGE = "1.2.840.10008.5.1.4.1.1."
_EEG = "Choose the EEG of the same study; its modality is EEG."
_OTHER: Final = (  # beginnings of other SOP classes, the longest first: what they are, what to do
    ("1.2.840.10008.1.3.10", "a DICOMDIR, the list of what is on a disc", "Open one of the files it lists."),
    (_STORAGE + "9.4.", "a DICOM sound recording", _EEG),
    (_STORAGE + "9.100.", "a DICOM presentation state, which says how a waveform is shown", _EEG),
    (_STORAGE + "9.", "a DICOM waveform of a kind that is not known here", _EEG),
    (_STORAGE + "11.", "a DICOM presentation state, which says how an image is shown", _EEG),
    (_STORAGE + "104.1", "a PDF document in DICOM form", _EEG),
    (_STORAGE + "104.", "a document in DICOM form", _EEG),
    (_STORAGE + "88.", "a DICOM structured report", _EEG),
    (_STORAGE + "66", "DICOM raw data or a registration, which only the program that wrote it reads", _EEG),
    (_STORAGE + "481.", "a DICOM object of radiotherapy", _EEG),
    (_STORAGE, "a DICOM image", _EEG),
)
_META_START = b"\x02\x00\x00\x00UL\x04\x00"  # the first element of the file meta information, PS3.10 7.1
_FIRST_GROUPS = (b"\x02\x00", b"\x08\x00", b"\x00\x08")  # of an element behind the preamble; damage may cost the first
_BARE = re.compile(  # a data set alone, as old archives keep it: its first element in group 0008
    rb"\x08\x00(?:\x00\x00|\x01\x00|\x05\x00|\x08\x00|\x12\x00|\x16\x00|\x18\x00)"
    rb"(?:(?:UL|CS|DA|UI)[\x02-\x40]\x00|[\x02-\x40]\x00\x00\x00)"
)


def looks_like_dicom(head: bytes) -> bool:
    """Whether a file that begins with `head` (132 bytes at least) is DICOM, with or without its preamble."""
    # The preamble may be anything, and a header of text may have these four letters at this place.
    has_preamble = head[128:132] == b"DICM" and any(group.startswith(head[132:134]) for group in _FIRST_GROUPS)
    return has_preamble or head.startswith((b"DICM\x02\x00", _META_START)) or bool(_BARE.match(head))


def class_in(head: bytes) -> str:
    """Return the SOP class that the file meta information names, "" where `head` has none."""
    found = re.search(rb"\x02\x00\x02\x00UI.\x00([0-9.]{8,64})", head, re.DOTALL)
    return found[1].decode("ascii") if found else ""


def refuse_other(path: Path, sop_class: str) -> None:
    """Check that a SOP class holds a recording; one that is not known here is let through.

    Raises
    ------
    UnreadableFile : with what the file is instead
    """
    if sop_class in WAVEFORM_CLASSES:
        return
    for start, what, advice in _OTHER:
        if sop_class.startswith(start):
            raise UnreadableFile(f"{path.name} is {what}, not a recording.", advice)
