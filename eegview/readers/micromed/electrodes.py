"""The electrodes of a Micromed file: names, units, scales, rates. Must not read samples."""

import struct
from dataclasses import dataclass

from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.labels.electrodes import electrode_name
from eegview.model.naming import NamedChannel, name_channels
from eegview.model.text.decoding import TextEncoding, judged, sentences_on, sentences_on_names
from eegview.model.text.listing import listed

ENTRY_BYTES = 128
_ENTRY = struct.Struct("<BB6s6siiiiihHHHHH")
_UNITS = {-1: "nV", 0: "uV", 1: "mV", 2: "V", 100: "%", 101: "bpm", 102: ""}
_BIPOLAR, _MARKER, _OXIMETER = 1, 2, 4  # bits of an electrode's type


@dataclass(frozen=True, slots=True)
class StoredChannel:
    """How a channel's numbers become values: value = (digit - ground) * gain, in the channel's unit.

    coefficient : samples for each sample of the least rate
    is_signed : whether stored numbers have a sign
    """

    gain: float
    ground: float
    coefficient: int
    is_signed: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An electrode as the file has it."""

    type: int
    label: str
    digital: tuple[int, int]
    ground: int
    physical: tuple[int, int]
    unit: str
    is_unit_known: bool
    prefilter: str
    coefficient: int


def map_electrodes(
    order: list[int], table: bytes, rate_hz: int, sample_bytes: int, encoding: str = ""
) -> tuple[tuple[Channel, ...], tuple[StoredChannel, ...], list[Issue]]:
    """Return the channels in the order in which their samples are stored.

    order : for each stored channel its place in the table of electrodes
    table : entries of 128 bytes
    encoding : of the names; "" = found out
    """
    names = [name for place in order for name in _names(table, place)]
    found = judged(names, encoding)
    entries = [_entry(table, place, found) for place in order]
    named, issues = name_channels([e.label if e else "" for e in entries], [e.unit if e else "" for e in entries])
    channels: list[Channel] = []
    stored: list[StoredChannel] = []
    faults = _Faults()
    for index, (entry, naming) in enumerate(zip(entries, named, strict=True)):
        coefficient = max(entry.coefficient, 1) if entry else 1
        kept, unit, limits = _scale(entry, naming, sample_bytes, coefficient, faults)
        stored.append(kept)
        channels.append(
            Channel(
                index=index,
                name=naming.name,
                label=entry.label if entry else "",
                kind=_kind(entry, naming.kind),
                rate_hz=float(rate_hz * coefficient),
                unit=unit,
                minimum_uv=limits[0] if limits else None,
                maximum_uv=limits[1] if limits else None,
                prefilter=entry.prefilter if entry else "",
            )
        )
    issues = [*issues, *faults.as_issues()]
    sentences = sentences_on(found, found.n_wrong_in(names), named=encoding)
    return (
        tuple(channels),
        tuple(stored),
        [*issues, *(Issue("text_encoding", sentence) for sentence in sentences_on_names(sentences))],
    )


class _Faults:
    """Channels by fault, so that a fault several share becomes one issue."""

    def __init__(self) -> None:
        self.unscaled: list[str] = []
        self.inverted: list[str] = []
        self.unknown_units: list[str] = []

    def as_issues(self) -> list[Issue]:
        sentences = (
            ("scaling_unknown", self.unscaled, "no usable scale in the header; raw values are shown, not µV."),
            ("polarity_inverted", self.inverted, "minimum above maximum; values follow it, inverted."),
            ("unit_guessed", self.unknown_units, "the file's code for the unit is unknown; read as µV."),
        )
        return [Issue(code, f"{listed(names)}: {text}") for code, names, text in sentences if names]


def _names(table: bytes, place: int) -> list[bytes]:
    """Return the names of an electrode's two inputs; none where the table ends before it."""
    at = place * ENTRY_BYTES
    return [_written(name) for name in _ENTRY.unpack_from(table, at)[2:4]] if at + _ENTRY.size <= len(table) else []


def _entry(table: bytes, place: int, encoding: TextEncoding) -> _Entry | None:
    """Return one electrode, None where the table ends before it."""
    at = place * ENTRY_BYTES
    if at + _ENTRY.size > len(table):
        return None
    (_, kind, positive, negative, digital_low, digital_high, ground, low, high, unit, *filters, coefficient) = (
        _ENTRY.unpack_from(table, at)
    )
    return _Entry(
        kind,
        _label(_text(positive, encoding), _text(negative, encoding), bool(kind & _BIPOLAR)),
        (digital_low, digital_high),
        ground,
        (low, high),
        _UNITS.get(unit, "uV"),
        unit in _UNITS,
        _prefilter(filters[0], filters[2]),
        coefficient,
    )


def _label(positive: str, negative: str, is_bipolar: bool) -> str:
    """Return the label: both inputs where both are electrodes or a bipolar input has two names."""
    plain = positive.rstrip("+ ") or positive
    if electrode_name(positive) and electrode_name(negative):
        return f"{positive}-{negative}"
    if is_bipolar and negative and plain != negative.rstrip("- ") and not positive.endswith("+"):
        return f"{positive}-{negative}"
    return plain


def _prefilter(high_pass: int, low_pass: int) -> str:
    """Return the filters of the recorder; the high pass is kept in thousandths of a hertz."""
    parts = [f"HP:{high_pass / 1000:g}Hz"] if high_pass else []
    return " ".join([*parts, *([f"LP:{low_pass}Hz"] if low_pass else [])])


def _scale(
    entry: _Entry | None, naming: NamedChannel, sample_bytes: int, coefficient: int, faults: _Faults
) -> tuple[StoredChannel, str, tuple[float, float] | None]:
    """Return how numbers become values, their unit, and what the channel can hold."""
    if entry is None or entry.digital[0] == entry.digital[1] or entry.physical[0] == entry.physical[1]:
        limits = "no entry" if entry is None else "limits {} to {} for {} to {}".format(*entry.digital, *entry.physical)
        faults.unscaled.append(f"{naming.name} ({limits})")
        return StoredChannel(1.0, 0.0, coefficient, is_signed=False), "", None
    if (entry.physical[0] > entry.physical[1]) != (entry.digital[0] > entry.digital[1]):
        low, high = entry.physical if entry.physical[0] > entry.physical[1] else entry.digital
        faults.inverted.append(f"{naming.name} ({low} to {high})")
    if not entry.is_unit_known:
        faults.unknown_units.append(naming.name)
    low, high = entry.digital
    gain = (entry.physical[1] - entry.physical[0]) / (high - low + 1) if high - low + 1 else 1.0
    gain *= naming.factor_uv or 1.0
    is_signed = low < 0 and high < 2 ** (8 * sample_bytes - 1)
    ends = sorted(((low - entry.ground) * gain, (high - entry.ground) * gain))
    unit = "uV" if naming.factor_uv else entry.unit
    return StoredChannel(gain, float(entry.ground), coefficient, is_signed), unit, (ends[0], ends[1])


def _kind(entry: _Entry | None, by_label: ChannelKind) -> ChannelKind:
    if entry is None or by_label is not ChannelKind.OTHER:
        return by_label
    if entry.type & _MARKER:
        return ChannelKind.TRIGGER
    return ChannelKind.SPO2 if entry.type & _OXIMETER and entry.unit == "%" else by_label


def _written(content: bytes) -> bytes:
    return content.split(b"\x00")[0]


def _text(content: bytes, encoding: TextEncoding) -> str:
    text = encoding.text_of(_written(content))
    return "".join(sign for sign in text if sign.isprintable()).strip()
