"""Write DICOM waveforms with pydicom, right or wrong, for tests of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    RoutineScalpElectroencephalogramWaveformStorage,
    generate_uid,
)

SIGNS = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4", "SV": "i8", "UV": "u8"}
FIRST = "20200305100000.250000"


def code(value: str, scheme: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def fp1() -> Dataset:
    return code("7:1041", "MDC", "Fp1")


@dataclass
class Group:
    """One multiplex group: digits (n_samples, n_channels), and what the file says of them.

    changes : attributes of each channel's definition, by keyword; None removes one
    """

    digits: np.ndarray
    labels: Sequence[str]
    rate: str = "100"
    interpretation: str = "SS"
    offset_ms: str | None = "0"
    sensitivity: str | None = "0.5"
    unit: str | None = "uV"
    padding: int | None = None
    baseline: str = "0"
    source: Dataset | None = None
    changes: dict[str, object] = field(default_factory=dict)


def group_item(group: Group, big_endian: bool = False) -> Dataset:
    item = Dataset()
    sign = (">" if big_endian else "<") + SIGNS[group.interpretation]
    if group.offset_ms is not None:
        item.MultiplexGroupTimeOffset = group.offset_ms
    item.WaveformOriginality = "ORIGINAL"
    item.NumberOfWaveformChannels = len(group.labels)
    item.NumberOfWaveformSamples = len(group.digits)
    item.SamplingFrequency = group.rate
    channels = []
    for label in group.labels:
        channel = Dataset()
        if label:
            channel.ChannelLabel = label
        channel.ChannelSourceSequence = [group.source or code("1", "99TEST", label or "unnamed")]
        if group.sensitivity is not None:
            channel.ChannelSensitivity = group.sensitivity
            if group.unit is not None:
                channel.ChannelSensitivityUnitsSequence = [code(group.unit, "UCUM", group.unit)]
            channel.ChannelSensitivityCorrectionFactor = "1"
            channel.ChannelBaseline = group.baseline
        channel.ChannelSampleSkew = "0"
        channel.WaveformBitsStored = 8 * np.dtype(sign).itemsize
        for keyword, value in group.changes.items():
            if value is None:
                delattr(channel, keyword)
            else:
                setattr(channel, keyword, value)
        channels.append(channel)
    item.ChannelDefinitionSequence = channels
    item.WaveformBitsAllocated = 8 * np.dtype(sign).itemsize
    item.WaveformSampleInterpretation = group.interpretation
    is_bytes = sign.endswith("1")
    if group.padding is not None:
        item.add_new(0x5400100A, "OB" if is_bytes else "OW", even(np.array([group.padding], sign).tobytes()))
    item.add_new(0x54001010, "OB" if is_bytes else "OW", even(np.ascontiguousarray(group.digits, sign).tobytes()))
    return item


def even(raw: bytes) -> bytes:
    return raw + b"\0" * (len(raw) % 2)


def waveform(groups: Sequence[Group], big_endian: bool = False, **more: Any) -> Dataset:
    """Return a data set with some groups; `more`: further attributes by keyword."""
    data = Dataset()
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID = RoutineScalpElectroencephalogramWaveformStorage
    data.SOPInstanceUID = generate_uid(entropy_srcs=["test"])
    data.AcquisitionDateTime = FIRST
    data.Modality = "EEG"
    data.PatientName, data.PatientID, data.PatientBirthDate, data.PatientSex = "Test^Simulated", "T1", "20190901", "F"
    data.WaveformSequence = [group_item(group, big_endian) for group in groups]
    for keyword, value in more.items():
        if value is None:
            delattr(data, keyword)
        else:
            setattr(data, keyword, value)
    return data


def save(path: Path, data: Dataset, syntax: str = ExplicitVRLittleEndian, plain: bool = False) -> Path:
    """Write a data set; `plain`: without file meta information."""
    if plain:
        data.save_as(path, implicit_vr=syntax != ExplicitVRLittleEndian, little_endian=True, enforce_file_format=False)
        return path
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = UID(syntax)
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    data.save_as(path, enforce_file_format=True)
    return path


def small(path: Path, syntax: str = ExplicitVRLittleEndian, **more: Any) -> Path:
    """Write 4 s of three channels, 100 Hz."""
    return save(path, waveform([small_group()], syntax == ExplicitVRBigEndian, **more), syntax)


def small_group(n_samples: int = 400, labels: Sequence[str] = ("Fp1", "C3", "ECG"), **more: Any) -> Group:
    digits = np.arange(n_samples * len(labels)).reshape(n_samples, -1) * 7 % 1001 - 500
    return Group(digits, labels, **more)


def note(text: str, refs: Sequence[int] = (1, 0), **more: Any) -> Dataset:
    """Return an annotation; `more`: further attributes by keyword."""
    item = Dataset()
    if text:
        item.UnformattedTextValue = text
    item.ReferencedWaveformChannels = list(refs)
    item.AnnotationGroupNumber = 1
    for keyword, value in more.items():
        setattr(item, keyword, value)
    return item
