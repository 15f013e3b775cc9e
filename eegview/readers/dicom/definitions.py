"""What a DICOM file says of one channel: label, source, scale, filters, skew (PS3.3 C.10.9.1.4)."""

from dataclasses import dataclass, field

from eegview.readers.dicom import tags
from eegview.readers.dicom.elements import DataSet


@dataclass(frozen=True, slots=True)
class Code:
    """A coded concept: value, scheme that it belongs to ("MDC", "DCM", "UCUM", …), meaning in words."""

    value: str = ""
    scheme: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """One channel of a group, as the file describes it.

    number : of the recorder's input, 0 where not said
    source : what it was recorded from
    modifiers : what else the file says of its source; of a difference, the other electrode
    sensitivity : value of one digit in `unit`, None where the digits have no scale
    baseline : value of digit 0, in `unit`
    lag_s : how much later than the group's its samples were taken
    lag_samples : the same in samples
    bits_stored : of a sample that are used, 0 where not said
    lowest, highest : sample values that the recorder could give, as bytes of one sample; b"" where not said
    low_hz, high_hz, notch_hz : corner frequencies of the recorder's filters, None where it had none
    status : what the recorder says of the channel's state, "OK" left out
    """

    label: str = ""
    number: int = 0
    source: Code = field(default_factory=Code)
    modifiers: tuple[Code, ...] = ()
    sensitivity: float | None = None
    unit: Code = field(default_factory=Code)
    correction: float = 1.0
    baseline: float = 0.0
    lag_s: float = 0.0
    lag_samples: float = 0.0
    bits_stored: int = 0
    lowest: bytes = b""
    highest: bytes = b""
    low_hz: float | None = None
    high_hz: float | None = None
    notch_hz: float | None = None
    status: tuple[str, ...] = ()

    @property
    def gain(self) -> float:
        """Return the value of one digit in `unit`, calibration included; 0 where the digits have no scale."""
        return (self.sensitivity or 0.0) * self.correction

    def named_alike(self, other: "Definition") -> bool:
        """Whether both are one channel of the recorder."""
        return (self.label, self.source, self.modifiers) == (other.label, other.source, other.modifiers)

    @property
    def prefilter(self) -> str:
        """Return the filters as EDF writes them."""
        parts = (("HP", self.low_hz), ("LP", self.high_hz), ("N", self.notch_hz))
        return " ".join(f"{name}:{value:g}Hz" for name, value in parts if value)


def channel_definition(item: DataSet) -> Definition:
    """Return what one item of the Channel Definition Sequence says."""
    correction = item.number(tags.SENSITIVITY_CORRECTION)
    return Definition(
        label=item.text(tags.CHANNEL_LABEL),
        number=int(item.number(tags.CHANNEL_NUMBER) or 0),
        source=code_in(item, tags.CHANNEL_SOURCE),
        modifiers=tuple(code_of(entry) for entry in item.items(tags.SOURCE_MODIFIERS)),
        sensitivity=item.number(tags.CHANNEL_SENSITIVITY),
        unit=code_in(item, tags.SENSITIVITY_UNITS),
        correction=1.0 if correction is None else correction,
        baseline=item.number(tags.CHANNEL_BASELINE) or 0.0,
        lag_s=(item.number(tags.CHANNEL_TIME_SKEW) or 0.0) + (item.number(tags.CHANNEL_OFFSET) or 0.0),
        lag_samples=item.number(tags.CHANNEL_SAMPLE_SKEW) or 0.0,
        bits_stored=int(item.number(tags.BITS_STORED) or 0),
        lowest=item.value(tags.LOWEST_SAMPLE),
        highest=item.value(tags.HIGHEST_SAMPLE),
        low_hz=item.number(tags.FILTER_LOW),
        high_hz=item.number(tags.FILTER_HIGH),
        notch_hz=item.number(tags.NOTCH),
        status=tuple(word for word in item.texts(tags.CHANNEL_STATUS) if word not in ("", "OK")),
    )


def code_in(item: DataSet, tag: int) -> Code:
    """Return the first code of a sequence of codes; an empty one where there is none."""
    entry = item.item(tag)
    return Code() if entry is None else code_of(entry)


def code_of(entry: DataSet) -> Code:
    """Return the code that an item holds (PS3.3, table 8.8-1)."""
    value = entry.text(tags.CODE_VALUE) or entry.text(tags.LONG_CODE_VALUE) or entry.text(tags.URN_CODE_VALUE)
    return Code(value, entry.text(tags.CODE_SCHEME), " ".join(entry.text(tags.CODE_MEANING).split()))
