"""The text files of a Curry recording: what its samples are, the names of its channels, its events.

Two generations share one form: Curry 7 and later (`NumSamples`) and Curry 6 (`NUM_SAMPLES`). Lists stand between
`NAME START_LIST` and `NAME END_LIST`.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from eegview.model.errors import UnreadableFile
from eegview.model.time.clock import recorder_time

_COMPRESSED = "2912E8D8-F5C8-4E25-A8E7-A1385967DA09"  # the GUID of the format whose samples are packed
_ANY_LINE = re.MULTILINE | re.DOTALL | re.IGNORECASE
_LIST = re.compile(r"^[ \t]*(\w+)[ \t]+START_LIST[^\n]*\n(.*?)^[ \t]*\1[ \t]+END_LIST", _ANY_LINE)
_GROUP = re.compile(
    r"^[ \t]*DEVICE_PARAMETERS(\w*)[ \t]+START\b(.*?)^[ \t]*DEVICE_PARAMETERS\1[ \t]+END\b",
    _ANY_LINE,
)


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """Channels of one device: how many, and the unit of their values."""

    name: str
    n_channels: int
    unit: str


@dataclass(frozen=True, slots=True)
class CurryParameters:
    """What the parameter file says.

    n_samples : of one epoch, or of the whole; 0 where it does not say
    n_epochs : 1 for a continuous recording
    is_text, is_by_channel, is_big_endian : how the samples are stored
    places : for each label, the number of its column from 1; 0 where it is not stored
    averages : of how many epochs each is the mean
    is_form_said : whether form and order of the samples are said, not assumed
    """

    n_samples: int
    n_channels: int
    n_epochs: int
    rate_hz: float
    is_text: bool
    is_by_channel: bool
    is_big_endian: bool
    started_at: datetime | None
    groups: tuple[ChannelGroup, ...]
    places: tuple[int, ...]
    epoch_labels: tuple[str, ...]
    averages: tuple[int, ...]
    is_form_said: bool = True


@dataclass(frozen=True, slots=True)
class CurryEvent:
    """One event: the sample at which it is, how many it lasts, and its text."""

    sample: int
    n_samples: int
    text: str


def parse_parameters(text: str, name: str) -> CurryParameters:
    """Read a parameter file.

    Raises
    ------
    UnreadableFile : the samples are compressed, or channels or sampling rate are not said
    """
    if _COMPRESSED in text.upper():
        raise UnreadableFile(
            f"{name} stores its samples compressed, which only Curry can read.",
            "Convert it to raw float format in Curry, or export it as EDF+ there.",
        )
    n_channels = _whole(text, "NumChannels", "NUM_CHANNELS")
    rate_hz = _rate_hz(text)
    if not 0 < n_channels <= 4096 or not 0.0 < rate_hz < 1e6:
        raise UnreadableFile(
            f"The parameter file of {name} does not say how many channels there are, or how fast they were sampled.",
            "Copy it again from where it was recorded, or export the recording as EDF+ there.",
        )
    lists = _lists(text)
    byte_order = _value(text, "DataByteOrder", "DATA_BYTE_ORDER")
    form, order = _value(text, "DataFormat", "DATA_FORMAT"), _value(text, "DataSampOrder", "DATA_SAMP_ORDER")
    is_text = "ASCII" in (form, byte_order)
    is_said = form in ("FLOAT", "ASCII") and order in ("SAMP", "CHAN") and (is_text or byte_order in ("LITTLE", "BIG"))
    return CurryParameters(
        n_samples=max(_whole(text, "NumSamples", "NUM_SAMPLES"), 0),
        n_channels=n_channels,
        n_epochs=max(_whole(text, "NumTrials", "NUM_TRIALS"), 1),
        rate_hz=rate_hz,
        is_text=is_text,
        is_by_channel=order == "CHAN",
        is_big_endian=byte_order == "BIG",
        started_at=_started_at(text),
        groups=tuple(_groups(text)),
        places=tuple(_wholes(lists, "CHAN_IN_FILE")),
        epoch_labels=tuple(line for _, line in _lines(lists, "EPOCH_LABELS")),
        averages=tuple(_wholes(lists, "EPOCH_INFORMATION")[::7]),
        is_form_said=is_said,
    )


def labels_in(text: str) -> list[str]:
    """Return the names of all channels in a label file, one group after the other."""
    return [line for _, line in _lines(_lists(text), "LABELS")]


def events_in(text: str) -> tuple[list[CurryEvent], int]:
    """Return the events of an event file, and how many lines of its list are none."""
    lists = _lists(text)
    remarks = next((content.splitlines() for name, content in lists if name == "REMARK_LIST"), [])
    rows = [line.split() for name, line in _lines(lists, "NUMBER_LIST") if name == "NUMBER_LIST"]
    events, n_lost = [], 0
    for number, row in enumerate(rows):
        try:
            sample, kind = int(float(row[0])), row[2]
            first, stop = (int(float(row[4])), int(float(row[5]))) if len(row) > 5 else (sample, sample)
        except (ValueError, IndexError, OverflowError):
            n_lost += 1
            continue
        remark = remarks[number].strip() if number < len(remarks) else ""
        events.append(CurryEvent(sample, max(stop - first, 0), remark or kind))
    return events, n_lost


def _value(text: str, *keys: str) -> str:
    """Return what stands behind `key =`, in capitals; "" where no key is there."""
    for key in keys:
        if found := re.search(rf"^[ \t]*{key}[ \t]*=[ \t]*(\S*)", text, re.MULTILINE | re.IGNORECASE):
            return found[1].upper()
    return ""


def _number(text: str, *keys: str) -> float:
    try:
        return float(_value(text, *keys).replace(",", "."))
    except ValueError:
        return 0.0


def _whole(text: str, *keys: str) -> int:
    number = _number(text, *keys)
    return int(number) if abs(number) < 2**53 else 0


def _rate_hz(text: str) -> float:
    """Return the sampling rate: by the time of a sample, which is exact, else by the frequency."""
    time_us = _number(text, "SampleTimeUsec", "SAMPLE_TIME_USEC")
    rate_hz = _number(text, "SampleFreqHz", "SAMPLE_FREQ_HZ")
    if time_us > 0:
        by_time_hz = 1e6 / time_us
        return float(round(by_time_hz)) if abs(by_time_hz - round(by_time_hz)) < 1e-9 * by_time_hz else by_time_hz
    return rate_hz


def _started_at(text: str) -> datetime | None:
    parts = [_value(text, f"Start{part}") for part in ("Year", "Month", "Day", "Hour", "Min", "Sec", "Millisec")]
    try:
        year, month, day, hour, minute, second, ms = (int(float(part or "0")) for part in parts)
        return recorder_time(year, month, day, hour, minute, second, ms * 1000) if year >= 1980 else None
    except (ValueError, OverflowError):
        return None


def _groups(text: str) -> list[ChannelGroup]:
    return [
        ChannelGroup(found[1].strip("_"), _whole(found[2], "NumChanThisGroup"), _unit(found[2]))
        for found in _GROUP.finditer(text)
    ]


def _unit(text: str) -> str:
    found = re.search(r"^[ \t]*DataUnit[ \t]*=[ \t]*(\S*)", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""


def _lists(text: str) -> list[tuple[str, str]]:
    return [(found[1].upper(), found[2]) for found in _LIST.finditer(text.replace("\r\n", "\n"))]


def _lines(lists: list[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    """Return the lines of all lists whose name begins so, as (list, line)."""
    return [
        (own, line.strip())
        for own, content in lists
        if own == name or own.startswith(f"{name}_")
        for line in content.splitlines()
        if line.strip()
    ]


def _wholes(lists: list[tuple[str, str]], name: str) -> list[int]:
    numbers = []
    for _, line in _lines(lists, name):
        for part in line.split():
            try:
                numbers.append(int(float(part)))
            except (ValueError, OverflowError):
                return []
    return numbers
