"""A file that is written has what the standard makes mandatory: the attributes of type 1 and 2, module by module.

The lists are PS3.3's tables, section named; of conditional attributes (1C) those whose condition holds here. Which
modules the EEG objects have: PS3.3 A.34.12.3 and A.34.15.3 (Synchronization and Annotation may be left out; written
here all the same). How many groups and channels they may have: A.34.12.4 and A.34.15.4.
"""

from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.sr._cid_dict import cid_concepts
from pydicom.sr._concepts_dict import concepts
from pydicom.uid import ExplicitVRLittleEndian
from recordings.digit_source import digit_source, scale_of

from eegview import __version__
from eegview.exchange.dicom import codes
from eegview.exchange.dicom.modules import EegKind
from eegview.exchange.dicom.writer import write_dicom
from eegview.exchange.recording_part import PartMark, RecordingPart, segments_within
from eegview.model.lead_codes import EEG_LEADS, lead_code

CODE = {"CodeValue": 1, "CodingSchemeDesignator": 1, "CodeMeaning": 1}  # table 8.8-1
MODULES = {
    "Patient, C.7.1.1": {"PatientName": 2, "PatientID": 2, "PatientBirthDate": 2, "PatientSex": 2},
    "General Study, C.7.2.1": {
        "StudyInstanceUID": 1,
        "StudyDate": 2,
        "StudyTime": 2,
        "ReferringPhysicianName": 2,
        "StudyID": 2,
        "AccessionNumber": 2,
    },
    "General Series, C.7.3.1": {"Modality": 1, "SeriesInstanceUID": 1, "SeriesNumber": 2},
    "Synchronization, C.7.4.2": {
        "SynchronizationFrameOfReferenceUID": 1,
        "SynchronizationTrigger": 1,
        "AcquisitionTimeSynchronized": 1,
    },
    "General Equipment, C.7.5.1": {"Manufacturer": 2},
    "Enhanced General Equipment, C.7.5.2": {
        "Manufacturer": 1,
        "ManufacturerModelName": 1,
        "DeviceSerialNumber": 1,
        "SoftwareVersions": 1,
    },
    "Waveform Identification, C.10.8": {
        "InstanceNumber": 1,
        "ContentDate": 1,
        "ContentTime": 1,
        "AcquisitionDateTime": 1,
    },
    "Waveform, C.10.9": {
        "WaveformSequence": {
            "WaveformOriginality": 1,
            "NumberOfWaveformChannels": 1,
            "NumberOfWaveformSamples": 1,
            "SamplingFrequency": 1,
            "ChannelDefinitionSequence": {
                "ChannelSourceSequence": CODE,
                "ChannelSensitivity": 1,
                "ChannelSensitivityUnitsSequence": CODE,
                "ChannelSensitivityCorrectionFactor": 1,
                "ChannelBaseline": 1,
                "ChannelSampleSkew": 1,
                "WaveformBitsStored": 1,
            },
            "WaveformBitsAllocated": 1,
            "WaveformSampleInterpretation": 1,
            "WaveformData": 1,
        }
    },
    "Acquisition Context, C.7.6.14": {"AcquisitionContextSequence": 2},
    "Waveform Annotation, C.10.10": {
        "WaveformAnnotationSequence": {
            "ReferencedWaveformChannels": 1,
            "TemporalRangeType": 1,
            "ReferencedTimeOffsets": 1,
        }
    },
    "SOP Common, C.12.1": {"SOPClassUID": 1, "SOPInstanceUID": 1, "SpecificCharacterSet": 1},
}


@pytest.fixture(params=["routine", "several groups", "nobody"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    scales = [scale_of("EEG Fp1-Ref"), scale_of("ECG"), scale_of("Resp thorax"), scale_of("EMG chin")]
    rates = [256, 256, 256, 1 if request.param == "several groups" else 256]
    marks = [(0.5, 0.0, "x", ("Fp1",)), (1.0, 0.5, "Sleep stage N2", ())]
    segments = [(0, 4), (9, 10)] if request.param == "several groups" else [(0, 4)]
    source = digit_source(scales, rates, segments, marks=marks)
    part = RecordingPart(
        source,
        (0, 1, 2, 3),
        segments_within(source, (0, 1, 2, 3), source.recording.span),
        tuple(PartMark(mark, mark.text) for mark in source.annotations),
        staff=("", "", "Amplifier 3"),
        started_at=None if request.param == "nobody" else source.recording.started_at,
    )
    write_dicom(part, tmp_path / "a.dcm")
    return dcmread(tmp_path / "a.dcm")


def check(item: Dataset, wanted: dict, where: str) -> None:
    for keyword, kind in wanted.items():
        assert keyword in item, f"{where}: {keyword} is missing"
        value = item[keyword].value
        if isinstance(kind, dict):
            assert len(value), f"{where}: {keyword} has no item"
            for inner in value:
                check(inner, kind, f"{where}, {keyword}")
        elif kind == 1:
            assert value not in (None, "", b""), f"{where}: {keyword} is empty"


@pytest.mark.parametrize("module", MODULES)
def test_mandatory_attributes_are_there(written: Dataset, module: str):
    check(written, MODULES[module], module)


def test_the_file_is_what_its_meta_information_says(written: Dataset):
    meta = written.file_meta
    assert meta.TransferSyntaxUID == ExplicitVRLittleEndian
    assert meta.MediaStorageSOPClassUID == written.SOPClassUID
    assert meta.MediaStorageSOPInstanceUID == written.SOPInstanceUID
    assert written.SoftwareVersions == __version__
    assert written.Manufacturer == "eegview"
    assert written.Modality == "EEG"  # A.34.12.4, A.34.15.4
    assert written.ContributingEquipmentSequence[0].Manufacturer == "Amplifier 3"
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SynchronizationFrameOfReferenceUID"):
        assert written[keyword].value.is_valid
        assert written[keyword].value.startswith("2.25.")  # of a random UUID: no machine in it


def test_groups_are_as_the_object_allows(written: Dataset):
    groups = written.WaveformSequence
    assert len(groups) == 1 or written.SOPClassUID.name.startswith("Sleep")
    for group in groups:
        assert 1 <= group.NumberOfWaveformChannels <= 64
        assert (group.WaveformBitsAllocated, group.WaveformSampleInterpretation) in ((16, "SS"), (32, "SL"))
        size = group.NumberOfWaveformSamples * group.NumberOfWaveformChannels * group.WaveformBitsAllocated // 8
        assert len(group.WaveformData) == size + size % 2
        for channel in group.ChannelDefinitionSequence:
            scheme = channel.ChannelSourceSequence[0].CodingSchemeDesignator
            assert scheme in ("MDC", "DCM") or scheme.startswith("99")
    for mark in written.WaveformAnnotationSequence:  # text and code exclude each other
        assert ("UnformattedTextValue" in mark) != ("ConceptNameCodeSequence" in mark)


def listed(*groups: int) -> set[tuple[str, str]]:
    """Return (scheme, code) of all concepts of some context groups, as pydicom has them from PS3.16."""
    return {
        (scheme, code)
        for group in groups
        for scheme, names in cid_concepts[group].items()
        for name in names
        for code, (_, members) in concepts[scheme][name].items()
        if group in members
    }


def test_codes_are_those_of_the_standard():
    assert set(EEG_LEADS) == listed(3030)
    assert set(codes._KINDS.values()) <= listed(3001, 3005)
    assert set(codes._MARKS.values()) <= listed(3035, 3037, 3038, 3039)
    assert lead_code("T7") == ("MDC", "7:1249", "T3")
    assert lead_code("M1") is None


def test_meanings_of_leads_are_those_of_the_standard():
    meanings = {
        (scheme, code): meaning
        for scheme, names in cid_concepts[3030].items()
        for name in names
        for code, (meaning, members) in concepts[scheme][name].items()
        if 3030 in members
    }
    assert meanings == EEG_LEADS


def test_kinds_are_two():
    assert [kind.value for kind in EegKind] == ["routine", "sleep"]
