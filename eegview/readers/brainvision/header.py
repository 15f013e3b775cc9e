"""The header of a BrainVision or V-Amp recording."""

import re
from dataclasses import dataclass
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.brainvision.filters import prefilters
from eegview.readers.text_sections import Sections, amount_in, number_in, sections_of, whole_in

_FORMATS = {
    "INT_16": "i2",
    "UINT_16": "u2",
    "INT_32": "i4",
    "UINT_32": "u4",
    "IEEE_FLOAT_32": "f4",
    "IEEE_FLOAT_64": "f8",
}
_MOST_CHANNELS = 65536
_EXPORT = "Export the recording again, as BrainVision in binary or as EDF+."
_COMMON = "Common Infos"


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """What a header says of a channel.

    resolution : value of one digit, in `unit`
    unit : as the file has it; "" where nothing says what the digits are
    is_placed : whether it stands on the head, where the header says so
    """

    label: str
    resolution: float = 1.0
    unit: str = "µV"
    is_placed: bool = True
    prefilter: str = ""


@dataclass(frozen=True, slots=True)
class TextForm:
    """How signals stand in a file of text."""

    decimal: str = "."
    skip_lines: int = 0
    skip_columns: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """What has to be known to read the signals.

    dtype : of a binary value, with its byte order; "" where signals are text, or nothing says what they are
    is_vectorized : one channel after the other, not one instant after the other
    n_points : samples a channel as the header says, None where it does not
    head_bytes, tail_bytes : what stands before and behind the values of a binary file
    text : how text is to be read, None for binary signals
    """

    rate_hz: float
    channels: tuple[ChannelLine, ...]
    dtype: str
    is_vectorized: bool
    n_points: int | None
    text: TextForm | None
    issues: tuple[Issue, ...]
    head_bytes: int = 0
    tail_bytes: int = 0


def parse_header(content: str, path: Path) -> Header:
    """Return what a header says; what can be done without may be missing or wrong.

    Raises
    ------
    UnreadableFile : nothing says at which rate or in which form the signals are, or they are none over time
    """
    sections = sections_of(content, free="Comment")
    issues: list[Issue] = []
    if (domain := sections.value_anywhere(_COMMON, "DataType").upper()) and domain != "TIMEDOMAIN":
        raise UnreadableFile(f"{path.name} holds spectra ({domain}), not signals over time.", "Open the recording.")
    rate_hz = _rate_hz(sections, path, issues)
    channels = _channels(sections, rate_hz, path, issues)
    n_points = whole_in(sections.value_anywhere(_COMMON, "DataPoints"))
    orientation = sections.value_anywhere(_COMMON, "DataOrientation").upper()
    if orientation not in ("MULTIPLEXED", "VECTORIZED"):
        orientation = _assumed("DataOrientation", "MULTIPLEXED", issues)
    form = None
    if sections.value_anywhere(_COMMON, "DataFormat").upper() == "ASCII":
        form = _text_form(sections)
    dtype = "" if form else _dtype(sections, path)
    return Header(
        rate_hz,
        channels,
        dtype,
        orientation == "VECTORIZED",
        n_points if n_points and n_points > 0 else None,
        form,
        tuple(issues),
        _bytes_beside(sections, "DataOffset", path),
        _bytes_beside(sections, "TrailerSize", path),
    )


def _bytes_beside(sections: Sections, key: str, path: Path) -> int:
    """Return how many bytes stand before or behind all values.

    Raises
    ------
    UnreadableFile : others stand between them
    """
    for between in ("SegmentHeaderSize", "ChannelOffset"):
        if whole_in(sections.value("Binary Infos", between)):
            raise UnreadableFile(f"{path.name} keeps more than signals in its signal file ({between}).", _EXPORT)
    return max(0, whole_in(sections.value("Binary Infos", key)) or 0)


def _rate_hz(sections: Sections, path: Path, issues: list[Issue]) -> float:
    interval_us = amount_in(sections.value_anywhere(_COMMON, "SamplingInterval"))
    if interval_us and interval_us > 0:
        return 1e6 / interval_us
    # The amplifier's own table in the comment says it once more.
    for line in sections.of("Comment"):
        told = re.match(r"\s*Sampling Rate \[Hz\]\s*:\s*(\S+)", line, re.IGNORECASE)
        rate_hz = number_in(told[1]) if told else None
        if rate_hz and rate_hz > 0:
            issues.append(
                Issue("rate_assumed", f"The sampling interval is missing; {rate_hz:g} Hz is what the comment says.")
            )
            return rate_hz
    raise UnreadableFile(f"{path.name} does not say at which rate the signals were sampled.", _EXPORT)


def _channels(sections: Sections, rate_hz: float, path: Path, issues: list[Issue]) -> tuple[ChannelLine, ...]:
    listed: dict[int, str] = {}
    for key, value in sections.pairs("Channel Infos"):
        number = re.fullmatch(r"ch\s*(\d{1,6})", key, re.IGNORECASE)
        if number:
            listed.setdefault(int(number[1]), value)
    said = whole_in(sections.value_anywhere(_COMMON, "NumberOfChannels"))
    n_channels = said if said and said > 0 else max(listed, default=0)
    if not 0 < n_channels <= _MOST_CHANNELS:
        raise UnreadableFile(f"{path.name} does not say how many channels there are.", _EXPORT)
    if said != n_channels:
        _assumed("NumberOfChannels", str(n_channels), issues)
    if more := sum(number > n_channels for number in listed):
        issues.append(Issue("channels_left", f"The header describes {more} channels more than it counts."))
    off_head = _off_head(sections)
    lines = [_channel(listed.get(number), number not in off_head) for number in range(1, n_channels + 1)]
    unknown = [str(number) for number, line in enumerate(lines, 1) if not line.unit]
    if unknown:
        which = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        issues.append(Issue("scale_unknown", f"The header does not say what the digits of channel {which} are worth."))
    filters = prefilters(list(sections.of("Comment")), [line.label for line in lines], rate_hz)
    return tuple(
        ChannelLine(line.label, line.resolution, line.unit, line.is_placed, prefilter)
        for line, prefilter in zip(lines, filters, strict=True)
    )


def _channel(text: str | None, is_placed: bool) -> ChannelLine:
    """Read `name,reference,resolution,unit`; a resolution alone is in µV, a unit alone means whole units."""
    if text is None:
        return ChannelLine("", 1.0, "", is_placed)
    label, _, resolution, unit, *more = [*(field.strip() for field in text.split(",")), "", "", ""]
    if re.fullmatch(r"[+-]?\d+", resolution) and re.fullmatch(r"\d+", unit):  # a decimal comma in a list of commas
        resolution, unit = f"{resolution}.{unit}", more[0]
    label = label.replace("\\1", ",").strip()
    value = amount_in(resolution) if resolution else 1.0
    unit = unit.replace("\\1", ",").replace("Â", "").strip() or "µV"
    if not value:
        return ChannelLine(label, 1.0, "", is_placed)
    return ChannelLine(label, value, unit, is_placed)


def _off_head(sections: Sections) -> set[int]:
    """Return the numbers of the channels whose coordinates are all 0: they are no electrodes on the head."""
    found = set()
    for key, value in sections.pairs("Coordinates"):
        number = re.fullmatch(r"ch\s*(\d{1,6})", key, re.IGNORECASE)
        if number and number_in(value.split(",")[0]) == 0:
            found.add(int(number[1]))
    return found


def _text_form(sections: Sections) -> TextForm:
    section = "ASCII Infos"
    return TextForm(
        "," if sections.value_anywhere(section, "DecimalSymbol").strip("\"'") == "," else ".",
        max(0, whole_in(sections.value_anywhere(section, "SkipLines")) or 0),
        max(0, whole_in(sections.value_anywhere(section, "SkipColumns")) or 0),
    )


def _dtype(sections: Sections, path: Path) -> str:
    name = sections.value_anywhere("Binary Infos", "BinaryFormat").upper()
    if not name:
        return ""  # the size of the file may tell
    if name not in _FORMATS:
        raise UnreadableFile(f"{path.name} keeps its signals as {name[:20]}, which is not known here.", _EXPORT)
    is_big = sections.value_anywhere("Binary Infos", "UseBigEndianOrder").upper() in ("YES", "TRUE", "1")
    return (">" if is_big else "<") + _FORMATS[name]


def _assumed(key: str, value: str, issues: list[Issue]) -> str:
    issues.append(Issue("header_incomplete", f"The header's {key} is missing or wrong; {value} is assumed."))
    return value
