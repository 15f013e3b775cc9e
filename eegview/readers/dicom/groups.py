"""The multiplex groups of a DICOM waveform: channels that were sampled together (PS3.3 C.10.9)."""

from dataclasses import dataclass
from fractions import Fraction

from eegview.model.issue import Issue
from eegview.readers.dicom import tags
from eegview.readers.dicom.definitions import Definition, channel_definition
from eegview.readers.dicom.elements import DataSet

_TYPES = {  # Waveform Bits Allocated and Waveform Sample Interpretation → numpy's sign, PS3.3 C.10.9.1.5
    (8, "SB"): "i1",
    (8, "UB"): "u1",
    (16, "SS"): "i2",
    (16, "US"): "u2",
    (32, "SL"): "i4",
    (32, "UL"): "u4",
    (64, "SV"): "i8",
    (64, "UV"): "u8",
}
_HIGHEST_HZ = 1e6
_MOST_CHANNELS = 65535


@dataclass(frozen=True, slots=True)
class Group:
    """One multiplex group.

    number : position in the file, from 1, as annotations name it
    offset_s : when its first sample was taken, from the acquisition's start; None where the file does not say
    n_frames : samples of each channel that are there
    start : of its samples in the content
    dtype : of one sample, as numpy writes it
    padding : the digit that stands where nothing was recorded, None for none
    is_swapped : bytes are exchanged in pairs
    """

    number: int
    offset_s: float | None
    rate_hz: float
    n_frames: int
    start: int
    dtype: str
    padding: int | None
    definitions: tuple[Definition, ...]
    is_swapped: bool = False

    @property
    def sample_bytes(self) -> int:
        return int(self.dtype[-1])

    @property
    def frame_bytes(self) -> int:
        return self.sample_bytes * len(self.definitions)

    @property
    def duration_s(self) -> float:
        return self.n_frames / self.rate_hz


def multiplex_groups(data: DataSet) -> tuple[list[Group], list[Issue]]:
    """Return the groups whose samples can be read, and sentences on what is missing of them."""
    groups: list[Group] = []
    issues: list[Issue] = []
    known: dict[bytes, list[Definition]] = {}  # by their bytes: groups that follow each other repeat them
    for number, item in enumerate(data.items(tags.WAVEFORMS), 1):
        group, found = _group(number, item, known)
        issues += found
        if group is not None:
            groups.append(group)
    return groups, issues


def _group(number: int, item: DataSet, known: dict[bytes, list[Definition]]) -> tuple[Group | None, list[Issue]]:
    rate_hz = sampling_rate_hz(item.number(tags.SAMPLING_FREQUENCY))
    n_channels = int(item.number(tags.N_CHANNELS) or 0)
    bits, interpretation = int(item.number(tags.BITS_ALLOCATED) or 0), item.text(tags.SAMPLE_INTERPRETATION)
    element = item.elements.get(tags.WAVEFORM_DATA)
    if element is None:
        return None, [_lost(number, "has no samples" if not item.is_cut else "is cut off before its samples")]
    if not rate_hz:
        return None, [_lost(number, "has no valid sampling rate")]
    if not 0 < n_channels <= _MOST_CHANNELS:
        return None, [_lost(number, "names no channels")]
    sign = _TYPES.get((bits, interpretation))
    if sign is None:
        form = f"{bits} bits, “{interpretation[:8]}”"
        return None, [_lost(number, f"has samples in a form that is not known here ({form})")]
    dtype = sign if sign[-1] == "1" else ("<" if item.syntax.is_little else ">") + sign
    definitions = _definitions(item, known)
    n_named = item.number(tags.N_SAMPLES) or None  # 0 is a number that was never filled in
    issues = []
    if n_named and _fits(element.n_bytes, len(definitions) * n_named, sign) and len(definitions) != n_channels:
        wrong = (
            f"Group {number} names {n_channels} channels, but describes and holds {len(definitions)}; those are read."
        )
        issues.append(Issue("channel_count_wrong", wrong))
        n_channels = len(definitions)
    definitions = definitions[:n_channels]
    if len(definitions) < n_channels:
        issues.append(
            Issue(
                "channels_undescribed",
                f"Group {number} describes {len(definitions)} of its {n_channels} channels; the others have no scale.",
            )
        )
        definitions += [Definition()] * (n_channels - len(definitions))
    n_there = element.n_bytes // (int(sign[-1]) * n_channels)
    n_frames = n_there if n_named is None else min(int(n_named), n_there)
    if not element.is_whole or (n_named is not None and n_named > n_there):
        what = f"{n_there} of {int(n_named)}" if n_named else f"{n_there}"
        issues.append(Issue("samples_missing", f"Group {number} is cut off: {what} samples of each channel are there."))
    elif n_named is not None and n_there > n_named:
        issues.append(
            Issue("samples_beyond", f"Group {number} holds more samples than it names; the first {n_frames} are read.")
        )
    if n_frames <= 0:
        return None, [*issues, _lost(number, "has no samples")]
    offset_ms = item.number(tags.GROUP_TIME_OFFSET)
    return (
        Group(
            number,
            None if offset_ms is None else offset_ms / 1000,
            rate_hz,
            n_frames,
            element.start,
            dtype,
            _padding(item, sign),
            tuple(definitions),
            is_swapped=sign[-1] == "1" and not item.syntax.is_little and element.vr != "OB",
        ),
        issues,
    )


def _fits(n_bytes: int, n_values: float, sign: str) -> bool:
    """Whether some values take just so many bytes, or one more, since their number must be even."""
    wanted = n_values * int(sign[-1])
    return wanted > 0 and n_bytes in (wanted, wanted + wanted % 2)


def _definitions(item: DataSet, known: dict[bytes, list[Definition]]) -> list[Definition]:
    raw = item.value(tags.CHANNEL_DEFINITIONS)
    if raw not in known or not raw:
        known[raw] = [channel_definition(entry) for entry in item.items(tags.CHANNEL_DEFINITIONS)]
    return known[raw]


def sampling_rate_hz(number: float | None) -> float:
    """Return a sampling rate of 16 characters at most; that of whole samples in whole seconds exactly, 0 for none."""
    if number is None or not 0 < number <= _HIGHEST_HZ:
        return 0.0
    ratio = float(Fraction(number).limit_denominator(3600))
    return ratio if abs(ratio - number) <= 1e-13 * number else number


def _padding(item: DataSet, sign: str) -> int | None:
    raw = item.value(tags.PADDING_VALUE)[: int(sign[-1])]
    if len(raw) < int(sign[-1]):
        return None
    order = "little" if item.syntax.is_little or sign[-1] == "1" else "big"
    return int.from_bytes(raw, order, signed=sign[0] == "i")


def _lost(number: int, why: str) -> Issue:
    return Issue("group_unreadable", f"Group {number} of the waveforms {why}; it is left out.")
