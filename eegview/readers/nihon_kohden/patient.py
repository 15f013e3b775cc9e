"""The patient and the date in a Nihon Kohden `.PNT` file."""

import re
from datetime import date, datetime

from eegview.model.patient import PatientFacts, sex_of
from eegview.model.text.decoding import judged
from eegview.readers.nihon_kohden.blocks import clock_of

_DATE, _ID, _NAME, _SEX, _BORN = (0x40, 14), (1540, 10), (1582, 20), (1610, 6), (1632, 10)


def date_in(content: bytes) -> datetime | None:
    """Return when the recording began."""
    return clock_of(_field(content, _DATE).decode("latin-1"))


def patient_in(content: bytes, encoding: str = "") -> PatientFacts:
    """Return who was recorded; nothing where the file has ended, or holds no text there.

    encoding : of the texts; "" = found out
    """
    code, name, sex = (_text(_field(content, place), encoding) for place in (_ID, _NAME, _SEX))
    return PatientFacts(code=code, name=name, sex=sex_of(sex), born=_born(content))


def _field(content: bytes, place: tuple[int, int]) -> bytes:
    return content[place[0] : place[0] + place[1]]


def _text(field: bytes, encoding: str) -> str:
    text = judged([field.split(b"\0")[0]], encoding).text_of(field.split(b"\0")[0])
    return " ".join(text.split()) if text.isprintable() and "\ufffd" not in text else ""


def _born(content: bytes) -> date | None:
    found = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", _field(content, _BORN).decode("latin-1"))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
