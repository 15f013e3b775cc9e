"""What the headers of EDF and BDF files say of patient and staff, for its removal or for a copy."""

from collections.abc import Sequence
from pathlib import Path

from eegview.exchange.identity import Identity, identity_of
from eegview.exchange.recording.edf import patient_text
from eegview.model.patient import PatientFacts

_VERSIONS = (b"0       ", b"\xffBIOSEMI")
_PATIENT, _RECORDING = slice(8, 88), slice(88, 168)


def identity_in(paths: Sequence[str], patient: PatientFacts, further: Sequence[str] = ()) -> Identity:
    """Return all that names patient or staff in the headers of a study, and the names given by hand.

    patient : as the readers of other formats found it
    """
    words: set[str] = set()
    born = patient.born
    for patient_field, recording_field in [(patient_text(patient), "Startdate X X X X"), *map(_fields, paths)]:
        found = identity_of(patient_field, recording_field, further)
        words |= set(found.words)
        born = born or found.born
    return Identity(tuple(sorted(words, key=lambda word: (-len(word), word))), born)


def staff_in(paths: Sequence[str]) -> tuple[str, str, str]:
    """Return the hospital's code, the technician and the equipment of the first file that says any; "" for none."""
    for path in paths:
        words = _fields(path)[1].split()
        if words[:1] == ["Startdate"]:
            named = ["" if word == "X" else word for word in [*words[2:4], "_".join(words[4:])]]
        else:
            named = ["", "", "_".join(words)]
        if any(named):
            code, technician, equipment = [*named, "", ""][:3]
            return code, technician, equipment
    return "", "", ""


def _fields(path: str) -> tuple[str, str]:
    """Return the patient's and the recording's field of an EDF or BDF file, blank for other files."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(256)
    except OSError:
        return "", ""
    if head[:8] not in _VERSIONS:
        return "", ""
    return _text(head[_PATIENT]), _text(head[_RECORDING])


def _text(field: bytes) -> str:
    try:
        text = field.decode("utf-8")
    except UnicodeDecodeError:
        text = field.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in text).strip()
