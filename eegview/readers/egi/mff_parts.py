"""The XML files of an MFF folder, read as far as they can be."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from eegview.model.text.file_texts import FileTexts, read_markup
from eegview.model.time.clock import recorder_time

_MOST_BYTES = 64 * 2**20
_TIME = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)[T ](\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class MffEpoch:
    """Blocks `[first, last]`, counted from 1, that were recorded without a stop; times in the file's own unit."""

    begin: int
    end: int
    first_block: int
    last_block: int


@dataclass(frozen=True, slots=True)
class MffTime:
    """A time with its fraction of a second to nine digits.

    clock : the recorder's local time
    zone : its distance from universal time; None where it is not said
    digits : how many the fraction has
    """

    clock: datetime
    zone: timedelta | None
    digits: int

    def since(self, other: "MffTime") -> float:
        """Return the seconds from another time to this one."""
        apart = self.clock - other.clock
        if self.zone is not None and other.zone is not None:
            apart -= self.zone - other.zone
        return apart.total_seconds()


@dataclass(frozen=True, slots=True)
class MffEvent:
    """One event: when it began, how long it lasts in its file's unit, and its code."""

    begin: MffTime | None
    relative: int | None
    duration: int
    text: str


def read_xml(path: Path, encoding: str = "") -> ElementTree.Element | None:
    """Return the root of an XML file, None where there is no such file, or none that is XML."""
    return read_xml_with_texts(path, encoding)[0]


def read_xml_with_texts(path: Path, encoding: str = "") -> tuple[ElementTree.Element | None, FileTexts]:
    """Return the root of an XML file as `read_xml`, and its text where it is not in the encoding that XML has it in.

    encoding : of such a text; "" = found out
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError:
        return None, FileTexts()
    if b"<!ENTITY" in content:
        return None, FileTexts()
    with suppress(ElementTree.ParseError, ValueError, LookupError):
        return ElementTree.fromstring(content), FileTexts()
    if content.isascii():
        return None, FileTexts()
    read = read_markup(content, encoding)
    with suppress(ElementTree.ParseError, ValueError):
        return ElementTree.fromstring(read.texts[0]), read
    return None, FileTexts()


def record_time(info: ElementTree.Element | None) -> MffTime | None:
    """Return when the recording began."""
    return time_of(_text(info, "recordTime")) if info is not None else None


def epochs_in(root: ElementTree.Element | None) -> list[MffEpoch]:
    """Return the epochs of `epochs.xml`; those whose numbers cannot be read are left out."""
    found = []
    for epoch in _all(root, "epoch"):
        numbers = [_number(_text(epoch, key)) for key in ("beginTime", "endTime", "firstBlock", "lastBlock")]
        begin, end, first, last = numbers
        if begin is not None and end is not None and first is not None and last is not None:
            found.append(MffEpoch(begin, end, first, last))
    return found


def sensor_names(root: ElementTree.Element | None) -> list[str]:
    """Return the names of the channels in `sensorLayout.xml`: E1, E2 …, the reference as VREF."""
    names = []
    for sensor in _all(root, "sensor"):
        kind = _number(_text(sensor, "type"))
        if kind in (0, 1):
            names.append("VREF" if kind == 1 else f"E{_text(sensor, 'number') or len(names) + 1}")
    return names


def physiological_channels(root: ElementTree.Element | None) -> list[tuple[str, str]]:
    """Return names and units of the channels in `pnsSet.xml`."""
    return [(_text(sensor, "name"), _text(sensor, "unit")) for sensor in _all(root, "sensor")]


def is_physiological(info: ElementTree.Element | None) -> bool:
    """Whether an `infoN.xml` describes other channels than the EEG's."""
    return any(True for _ in _all(info, "PNSData"))


def gains_in(info: ElementTree.Element | None) -> dict[int, float]:
    """Return the gains of channels, numbered from 1, that were found as the amplifier was calibrated."""
    for calibration in _all(info, "calibration"):
        if _text(calibration, "type") != "GCAL":
            continue
        gains = {}
        for channel in _all(calibration, "ch"):
            number = _number(channel.get("n") or "")
            try:
                gain = float(channel.text or "")
            except ValueError:
                continue
            if number is not None and 0.0 < gain < 1e6:
                gains[number] = gain
        return gains
    return {}


def events_in(root: ElementTree.Element | None) -> list[MffEvent]:
    """Return the events of one track."""
    return [
        MffEvent(
            time_of(_text(event, "beginTime")),
            _number(_text(event, "relativeBeginTime")),
            max(_number(_text(event, "duration")) or 0, 0),
            _text(event, "code") or _text(event, "label"),
        )
        for event in _all(root, "event")
    ]


def time_of(text: str) -> MffTime | None:
    """Return a time as EGI writes it, None where it is none."""
    found = _TIME.match(text)
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        fraction = found[7] or ""
        clock = recorder_time(year, month, day, hour, minute, second, int(fraction.ljust(6, "0")[:6]))
        return MffTime(clock, _zone(found[8]), len(fraction))
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timedelta | None:
    if not text:
        return None
    if text == "Z":
        return UTC.utcoffset(None)
    apart = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return -apart if text[0] == "-" else apart


def _all(root: ElementTree.Element | None, name: str) -> Iterator[ElementTree.Element]:
    """Yield all elements of a name, in whatever namespace."""
    if root is not None:
        yield from (element for element in root.iter() if str(element.tag).rpartition("}")[2] == name)


def _text(element: ElementTree.Element, name: str) -> str:
    found = next((child for child in _all(element, name) if child is not element), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _number(text: str) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if abs(number) < 2**63 else None
