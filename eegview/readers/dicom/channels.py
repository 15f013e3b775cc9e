"""The channels of a DICOM waveform: names, kinds, and how digits become µV."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.model.channel import Channel, ChannelKind
from eegview.model.issue import Issue
from eegview.model.lead_codes import EEG_LEADS
from eegview.model.naming import channel_name, electrode_name, name_channels, voltage_factor_uv
from eegview.model.text.listing import listed
from eegview.readers.dicom.definitions import Code, Definition
from eegview.readers.dicom.groups import Group
from eegview.readers.dicom.timeline import Track

_UNIT_TEXTS = {
    "1": "",
    "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH2O",
    "Cel": "°C",
    "deg": "°",
    "[ppm]": "ppm",
    "{beats}/min": "/min",
}
_EEGVIEW = "99EEGVIEW"  # codes of files that this program wrote: the kind of channel
_KINDS = frozenset(kind.value for kind in ChannelKind)
_RESPIRATION = frozenset(("109117", *map(str, range(130416, 130444))))  # context group 3005
_MODALITY_KINDS = {
    "ECG": ChannelKind.ECG,
    "EMG": ChannelKind.EMG,
    "EOG": ChannelKind.EOG,
    "RESP": ChannelKind.RESPIRATION,
    "EEG": ChannelKind.EEG,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a channel's samples are: track, and position among the track's channels."""

    track: int
    column: int


@dataclass(frozen=True, slots=True)
class Scales:
    """value = digit * gain + baseline, for all channels of one group, in the channels' units."""

    gains: npt.NDArray[np.float64]
    baselines: npt.NDArray[np.float64]


def map_channels(tracks: Sequence[Track], modality: str) -> tuple[tuple[Channel, ...], tuple[Place, ...], list[Issue]]:
    """Turn the channels of all tracks into those of the recording."""
    places = _in_order(
        [Place(t, c) for t, track in enumerate(tracks) for c in range(len(track.groups[0].definitions))], tracks
    )
    definitions = [tracks[place.track].groups[0].definitions[place.column] for place in places]
    labels = [_label(d) for d in definitions]
    units = [unit_text(d.unit) if d.gain else "" for d in definitions]
    named, issues = name_channels([_telling(d, label) for d, label in zip(definitions, labels, strict=True)], units)
    channels = []
    unscaled, unknown_units, in_doubt = list[str](), list[str](), list[str]()
    for index, (place, definition, label, unit, naming) in enumerate(
        zip(places, definitions, labels, units, named, strict=True)
    ):
        track = tracks[place.track]
        factor = voltage_factor_uv(unit)
        unit = "uV" if factor else unit
        kind = _kind(definition, naming.kind, modality, unit)
        if not definition.gain:
            unscaled.append(naming.name)
        elif kind is ChannelKind.EEG and unit != "uV":
            unknown_units.append(naming.name)
        if definition.status:
            in_doubt.append(f"{naming.name} ({', '.join(definition.status).lower()})")
        limits = _limits(track.groups, place.column)
        channels.append(
            Channel(
                index=index,
                name=naming.name,
                label=label,
                kind=kind,
                rate_hz=track.rate_hz,
                unit=unit,
                minimum_uv=limits[0] if limits else None,
                maximum_uv=limits[1] if limits else None,
                prefilter=definition.prefilter,
            )
        )
    for code, names, text in (
        ("scaling_unknown", unscaled, "no scale in the file; raw values are shown, not µV."),
        ("unit_unknown", unknown_units, "no known voltage unit; the values are not in µV."),
        ("channels_marked_bad", in_doubt, "so the file says of their state."),
    ):
        if names:
            issues.append(Issue(code, f"{listed(names)}: {text}"))
    return tuple(channels), tuple(places), issues


def scales_of(group: Group) -> Scales:
    """Return how the digits of a group become values."""
    gains, baselines = [], []
    for definition in group.definitions:
        gain = definition.gain
        if not gain or not 1e-30 < abs(gain) < 1e30:
            gains.append(1.0)
            baselines.append(0.0)
            continue
        factor = voltage_factor_uv(unit_text(definition.unit)) or 1.0
        gains.append(gain * factor)
        baselines.append(definition.baseline * factor)
    return Scales(np.array(gains), np.array(baselines))


def unit_text(unit: Code) -> str:
    """Return a unit as the page shows it: its code in UCUM, which is short, else its meaning."""
    text = unit.value if unit.scheme.upper() == "UCUM" or not unit.meaning else unit.meaning
    return _UNIT_TEXTS.get(text, text)


def _in_order(places: list[Place], tracks: Sequence[Track]) -> list[Place]:
    """Return channels by their numbers where these count all of them; groups part channels that stood together."""
    numbers = [tracks[place.track].groups[0].definitions[place.column].number for place in places]
    if sorted(numbers) != list(range(1, len(places) + 1)):
        return places
    return [place for _, place in sorted(zip(numbers, places, strict=True), key=lambda pair: pair[0])]


def _label(definition: Definition) -> str:
    if definition.label:
        return definition.label
    source = definition.source.meaning or _lead(definition.source)
    reference = next(filter(None, map(_lead, definition.modifiers)), "")
    return f"{source}-{reference}" if source and reference else source


def _telling(definition: Definition, label: str) -> str:
    """Return the text that a channel is named by: its label, or the lead of its code where the label names none."""
    lead = _lead(definition.source)
    if lead and not any(electrode_name(part) for part in channel_name(label).split("-")):
        return lead
    return label


def _lead(source: Code) -> str:
    return EEG_LEADS.get(_key(source), "")


def _key(source: Code) -> tuple[str, str]:
    return source.scheme.upper(), source.value


def _kind(definition: Definition, by_name: ChannelKind, modality: str, unit: str) -> ChannelKind:
    """Return a channel's kind: by the lead's code or its name, else what the object's modality says of voltages."""
    source = _key(definition.source)
    if unit == "uV" and source in EEG_LEADS and by_name in (ChannelKind.OTHER, ChannelKind.EEG):
        return ChannelKind.EEG
    if unit == "uV" and source[0] in ("MDC", "SCPECG"):
        group, _, number = source[1].partition(":")
        if source[0] == "SCPECG" or (group == "2" and number.isdecimal() and int(number) < 256):
            return ChannelKind.ECG
        if group == "7" and number.isdecimal() and 1320 <= int(number) <= 1402:  # context group 3033, EOG leads
            return ChannelKind.EOG
    if source[0] == _EEGVIEW and source[1] in _KINDS:
        return ChannelKind(source[1])
    if source[0] == "DCM" and source[1] in _RESPIRATION:
        return ChannelKind.RESPIRATION
    own = _MODALITY_KINDS.get(modality)
    if own is not None and own is not ChannelKind.EEG and by_name in (ChannelKind.OTHER, ChannelKind.EEG):
        return own if unit == "uV" or own is ChannelKind.RESPIRATION else by_name
    return by_name


def _limits(groups: Sequence[Group], column: int) -> tuple[float, float] | None:
    """Return the lowest and highest value that the groups can hold for a channel, None where nobody knows."""
    found: list[float] = []
    for group in groups:
        definition = group.definitions[column]
        if not definition.gain:
            return None
        factor = voltage_factor_uv(unit_text(definition.unit)) or 1.0
        digits = digit_limits(group, column)
        found += [(digit * definition.gain + definition.baseline) * factor for digit in digits]
    return (min(found), max(found)) if min(found) < max(found) else None


def digit_limits(group: Group, column: int) -> tuple[int, int]:
    """Return the lowest and highest digit of a channel: as the file says, else those that its bits hold."""
    definition, bits = group.definitions[column], 8 * group.sample_bytes
    low, high = _digit(definition.lowest, group), _digit(definition.highest, group)
    if low is not None and high is not None and low < high:
        return low, high
    stored = definition.bits_stored if 1 < definition.bits_stored <= bits else bits
    return (-(2 ** (stored - 1)), 2 ** (stored - 1) - 1) if group.dtype[-2] == "i" else (0, 2**stored - 1)


def _digit(raw: bytes, group: Group) -> int | None:
    """Return a sample value that is written as the samples of its group are, None where there is none."""
    raw = raw[: group.sample_bytes]
    return int(np.frombuffer(raw, group.dtype)[0]) if len(raw) == group.sample_bytes else None
