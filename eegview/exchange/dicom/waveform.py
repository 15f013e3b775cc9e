"""The Waveform Sequence of a DICOM EEG object, written piece by piece (PS3.3 C.10.9)."""

import re
import struct
from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np
from pydicom.dataset import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_dataset

from eegview.exchange.dicom.annotations import code_item
from eegview.exchange.dicom.codes import line, source_of, unit_of
from eegview.exchange.dicom.decimals import decimal_text
from eegview.exchange.dicom.plan import PlannedGroup, only
from eegview.exchange.dicom.scales import Written
from eegview.exchange.recording_part import PIECE_VALUES, RecordingPart
from eegview.model.channel import Channel

_LONGEST_LABEL = 16  # VR SH
_UNDEFINED = 0xFFFFFFFF
_ITEM = struct.pack("<HHI", 0xFFFE, 0xE000, _UNDEFINED)
_ITEM_END = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
_SEQUENCE = struct.pack("<HH2sHI", 0x5400, 0x0100, b"SQ", 0, _UNDEFINED)
_SEQUENCE_END = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
_FILTERS = (
    ("FilterLowFrequency", re.compile(r"\bHP:?\s*([0-9.]+)\s*(?:Hz)?(?=\s|$)", re.IGNORECASE)),
    ("FilterHighFrequency", re.compile(r"\bLP:?\s*([0-9.]+)\s*(?:Hz)?(?=\s|$)", re.IGNORECASE)),
    ("NotchFilterFrequency", re.compile(r"\b(?:N|Notch):?\s*([0-9.]+)\s*(?:Hz)?(?=\s|$)", re.IGNORECASE)),
)


def write_waveforms(
    file: IO[bytes], part: RecordingPart, groups: Sequence[PlannedGroup], scales: Sequence[Written], done: float
) -> None:
    """Write the Waveform Sequence, the last element of the object.

    done : share of the work that lies behind, for the part's progress
    """
    total, written = max(sum(group.n_bytes for group in groups), 1), 0
    channels: dict[tuple[tuple[int, ...], bool], bytes] = {}
    parts: dict[tuple[int, ...], RecordingPart] = {}
    file.write(_SEQUENCE)
    for group in groups:
        key = group.positions, group.is_wide
        if key not in channels:
            channels[key] = encoded(_channels(part, group, scales))
        if group.positions not in parts:
            parts[group.positions] = only(part, group.positions)
        file.write(_ITEM)
        file.write(encoded(_instants(group)))
        file.write(channels[key])
        file.write(encoded(_form(group)))
        n_bytes = group.n_bytes
        file.write(struct.pack("<HH2sHI", 0x5400, 0x1010, b"OW", 0, n_bytes + n_bytes % 2))
        for block in _blocks(parts[group.positions], group, scales):
            file.write(block)
            written += len(block)
            part.progress(min(done + (1 - done) * written / total, 1.0))
        file.write(b"\0" * (n_bytes % 2))
        file.write(_ITEM_END)
    file.write(_SEQUENCE_END)


def filters_of(prefilter: str) -> tuple[dict[str, str], bool]:
    """Return the corner frequencies in a recorder's text, and whether the text says no more than those."""
    found: dict[str, str] = {}
    rest = prefilter
    for keyword, pattern in _FILTERS:
        match = pattern.search(rest)
        if match is None:
            continue
        try:
            found[keyword] = decimal_text(float(match[1]))
        except ValueError:
            continue
        rest = rest[: match.start()] + rest[match.end() :]
    return found, not rest.strip(" ;,")


def fits_label(channel: Channel) -> bool:
    """Whether a channel's label can be written as such."""
    return len(channel.label) <= _LONGEST_LABEL and line(channel.label) == channel.label


def _instants(group: PlannedGroup) -> Dataset:
    """Return the elements of an item that stand before its channels: when and how often it was sampled."""
    item = Dataset()
    item.MultiplexGroupTimeOffset = decimal_text(group.offset_s * 1000)
    item.WaveformOriginality = "ORIGINAL"
    item.NumberOfWaveformChannels = len(group.positions)
    item.NumberOfWaveformSamples = group.n_samples
    item.SamplingFrequency = decimal_text(group.rate_hz)
    return item


def _channels(part: RecordingPart, group: PlannedGroup, scales: Sequence[Written]) -> Dataset:
    item = Dataset()
    bits = 8 * group.sample_bytes
    item.ChannelDefinitionSequence = [
        _channel(part.chosen[position], position, scales[position], bits) for position in group.positions
    ]
    return item


def _form(group: PlannedGroup) -> Dataset:
    """Return the elements that stand before the samples: how each is written."""
    item = Dataset()
    item.WaveformBitsAllocated = 8 * group.sample_bytes
    item.WaveformSampleInterpretation = "SL" if group.is_wide else "SS"
    if group.padding is not None:
        item.add_new(0x5400100A, "OW", struct.pack("<i" if group.is_wide else "<h", group.padding))
    return item


def _channel(channel: Channel, position: int, scale: Written, bits: int) -> Dataset:
    item = Dataset()
    item.WaveformChannelNumber = position + 1
    if fits_label(channel) and channel.label:
        item.ChannelLabel = channel.label
    source, modifiers = source_of(channel, fits_label(channel))
    item.ChannelSourceSequence = [code_item(source)]
    if modifiers:
        item.ChannelSourceModifiersSequence = [code_item(modifier) for modifier in modifiers]
    item.ChannelSensitivity = scale.sensitivity
    item.ChannelSensitivityUnitsSequence = [code_item(unit_of(scale.unit))]
    item.ChannelSensitivityCorrectionFactor = scale.correction
    item.ChannelBaseline = scale.baseline
    item.ChannelSampleSkew = "0"
    limits = scale.stored_limits
    item.WaveformBitsStored = bits if limits is None else _bits_for(limits, bits)
    for keyword, frequency in filters_of(channel.prefilter)[0].items():
        setattr(item, keyword, frequency)
    if limits is not None and -(2 ** (bits - 1)) <= limits[0] <= limits[1] < 2 ** (bits - 1):
        sign = "<i" if bits == 32 else "<h"
        item.add_new(0x54000110, "OW", struct.pack(sign, limits[0]))
        item.add_new(0x54000112, "OW", struct.pack(sign, limits[1]))
    return item


def _bits_for(limits: tuple[int, int], most: int) -> int:
    """Return how many bits signed numbers between two limits need."""
    needed = 1 + max((-limits[0] - 1).bit_length() if limits[0] < 0 else 0, max(limits[1], 0).bit_length())
    return min(max(needed, 8), most)


def _blocks(own: RecordingPart, group: PlannedGroup, scales: Sequence[Written]) -> Iterator[bytes]:
    """Yield the samples of a group, channel by channel within each instant.

    own : the part with the group's channels alone
    """
    segment = own.segments[group.segment]
    forms = [scales[position] for position in group.positions]
    as_digits = [form.is_digits for form in forms]
    step = max(1, PIECE_VALUES // len(forms))
    stop = group.first + group.n_samples
    for at in range(group.first, stop, step):
        until = min(at + step, stop)
        ends = [min(until, n) for n in segment.n_samples]
        samples = own.read(segment, [min(at, end) for end in ends], ends, as_digits)
        block = np.empty((until - at, len(forms)), "<i4" if group.is_wide else "<i2")
        for column, (form, values) in enumerate(zip(forms, samples, strict=True)):
            digits = form.stored(values)
            if group.padding is not None:
                digits = np.where(np.isfinite(digits), digits, group.padding)
            block[: len(digits), column] = digits
            block[len(digits) :, column] = group.padding or 0
        yield block.tobytes()


def encoded(data: Dataset) -> bytes:
    """Return a data set as bytes, Explicit VR Little Endian."""
    out = DicomBytesIO()
    out.is_little_endian = True
    out.is_implicit_VR = False
    write_dataset(out, data, parent_encoding="utf8")
    return out.getvalue()
