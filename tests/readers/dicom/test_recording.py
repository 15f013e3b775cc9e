"""DICOM waveforms give back what was written, in every form the standard knows."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from pydicom import examples
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ElectromyogramWaveformStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)
from pydicom.waveforms.numpy_handler import multiplex_array
from recordings.dicom_files import Group, code, fp1, note, save, small, small_group, waveform
from recordings.reader_contract import check_source_contract

from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.readers.dicom.recording import open_dicom
from eegview.readers.opening import open_recording, open_study
from eegview.readers.recording_files import find_recordings

SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]


@contextmanager
def opened(path: Path) -> Iterator[SignalSource]:
    source = open_recording(path)
    try:
        yield source
    finally:
        source.close()
        gc.collect()


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def notes_of(path: Path) -> list[Annotation]:
    with opened(path) as source:
        return list(source.scan_events().annotations)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_each_transfer_syntax_gives_back_what_was_written(tmp_path: Path, syntax: str):
    group = small_group()
    path = save(tmp_path / "no ending", waveform([group], syntax == ExplicitVRBigEndian), syntax)
    with opened(path) as source:
        recording = source.recording
        assert recording.format == "DICOM"
        assert recording.segments == (Span(0, 4),)
        assert recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 250000)
        assert [(c.name, c.kind, c.unit, c.rate_hz) for c in recording.channels] == [
            ("Fp1", ChannelKind.EEG, "uV", 100),
            ("C3", ChannelKind.EEG, "uV", 100),
            ("ECG", ChannelKind.ECG, "uV", 100),
        ]
        assert recording.channels[0].maximum_uv == 32767 * 0.5
        assert not recording.issues
        values = source.read([0, 1, 2], 0, recording.span)
        assert np.array_equal(values, (group.digits.T * 0.5).astype(np.float32))
        check_source_contract(source)


@pytest.mark.parametrize("interpretation", ["SB", "UB", "SS", "US", "SL", "UL", "SV", "UV"])
@pytest.mark.parametrize("big_endian", [False, True])
def test_each_form_of_samples_is_read(tmp_path: Path, interpretation: str, big_endian: bool):
    digits = np.arange(33).reshape(11, 3) * (1 if "U" in interpretation else -1)
    group = Group(
        digits, ("Fp1", "C3", "O1"), interpretation=interpretation, padding=int(digits[5, 1]), baseline="-7.5"
    )
    syntax = ExplicitVRBigEndian if big_endian else ExplicitVRLittleEndian
    with opened(save(tmp_path / "a.dcm", waveform([group], big_endian), syntax)) as source:
        values = np.array(source.read([0, 1, 2], 0, source.recording.span))
        assert np.isnan(values[1, 5])
        values[1, 5] = digits[5, 1] * 0.5 - 7.5
        assert np.array_equal(values, (digits.T * 0.5 - 7.5).astype(np.float32))
        check_source_contract(source)


def test_bytes_in_words_of_a_big_endian_file_are_exchanged(tmp_path: Path):
    digits = np.arange(33).reshape(11, 3)
    data = waveform([Group(digits, ("Fp1", "C3", "O1"), interpretation="SB")], big_endian=True)
    raw = digits.astype("i1").tobytes() + b"\0"
    data.WaveformSequence[0][0x54001010].VR = "OW"
    data.WaveformSequence[0].WaveformData = np.frombuffer(raw, "u2").byteswap().tobytes()
    with opened(save(tmp_path / "a.dcm", data, ExplicitVRBigEndian)) as source:
        assert np.array_equal(source.read([0, 1, 2], 0, source.recording.span), digits.T * np.float32(0.5))
        check_source_contract(source)


@pytest.mark.parametrize(("unit", "factor"), [("uV", 1), ("mV", 1e3), ("V", 1e6), ("nV", 1e-3)])
def test_any_voltage_becomes_microvolts(tmp_path: Path, unit: str, factor: float):
    group = small_group(unit=unit, changes={"ChannelSensitivityCorrectionFactor": "1.25", "ChannelBaseline": "3"})
    with opened(save(tmp_path / "a.dcm", waveform([group]))) as source:
        assert {c.unit for c in source.recording.channels} == {"uV"}
        right = (group.digits.T * (0.5 * 1.25 * factor) + 3 * factor).astype(np.float32)
        np.testing.assert_allclose(source.read([0, 1, 2], 0, source.recording.span), right, rtol=1e-6)


def test_what_is_no_voltage_keeps_its_unit_and_what_has_no_scale_is_told(tmp_path: Path):
    groups = [
        small_group(labels=("SpO2",), unit="%"),
        small_group(labels=("Temperature",), unit="Cel"),
        small_group(labels=("Fp1",), sensitivity=None),
        small_group(labels=("Fp2",), unit=None),
    ]
    with opened(save(tmp_path / "a.dcm", waveform(groups))) as source:
        assert [c.unit for c in source.recording.channels] == ["%", "°C", "", ""]
        assert {"scaling_unknown", "unit_unknown"} <= set(codes(source))
        assert source.read([2], 0, Span(0, 0.05))[0].tolist() == groups[2].digits[:5, 0].tolist()


def test_groups_of_different_rates_are_channels_with_their_own(tmp_path: Path):
    groups = [small_group(), small_group(labels=("SpO2",), n_samples=4, rate="1", unit="%")]
    with opened(save(tmp_path / "a.dcm", waveform(groups))) as source:
        assert [c.rate_hz for c in source.recording.channels] == [100, 100, 100, 1]
        assert source.recording.segments == (Span(0, 4),)
        assert [len(x) for x in source.read([0, 3], 0, Span(0, 4))] == [400, 4]
        assert not source.recording.issues
        check_source_contract(source)


def test_groups_that_follow_each_other_are_segments_with_gaps(tmp_path: Path):
    groups = [
        small_group(offset_ms="2000"),
        small_group(offset_ms="6000"),  # goes on
        small_group(offset_ms="12340.5", n_samples=100),
    ]
    path = save(tmp_path / "a.dcm", waveform(groups))
    with opened(path) as source:
        recording = source.recording
        assert [c.name for c in recording.channels] == ["Fp1", "C3", "ECG"]
        assert recording.segments == (Span(0, 8), Span(10.3405, 11.3405))
        assert recording.started_at == datetime(2020, 3, 5, 10, 0, 2, 250000)
        assert not recording.issues
        values = source.read([0], 0, Span(3.9, 4.1))[0]
        assert values.tolist() == (np.r_[groups[0].digits[390:, 0], groups[1].digits[:10, 0]] * 0.5).tolist()
        check_source_contract(source)


def test_channels_of_a_part_of_the_time_are_missing_in_the_rest(tmp_path: Path):
    groups = [small_group(), small_group(labels=("O1",), n_samples=150, offset_ms="1004")]
    with opened(save(tmp_path / "a.dcm", waveform(groups))) as source:
        assert {"channels_not_throughout", "group_offset"} == set(codes(source))
        values = source.read([3], 0, Span(0, 4))[0]
        assert np.flatnonzero(np.isfinite(values)).tolist() == list(range(100, 250))
        assert np.array_equal(values[100:250], groups[1].digits[:, 0] * np.float32(0.5))
        check_source_contract(source)


def test_groups_without_times_and_groups_that_overlap_are_told(tmp_path: Path):
    with opened(save(tmp_path / "a.dcm", waveform([small_group(offset_ms=None) for _ in range(2)]))) as source:
        assert source.recording.segments == (Span(0, 8),)
        assert codes(source) == ["group_times_missing"]
    with opened(save(tmp_path / "b.dcm", waveform([small_group(), small_group(offset_ms="2000")]))) as source:
        assert source.recording.segments == (Span(0, 8),)
        assert codes(source) == ["times_backwards"]
    with opened(save(tmp_path / "c.dcm", waveform([small_group(), small_group()]))) as source:  # side by side
        assert [c.name for c in source.recording.channels] == ["Fp1", "C3", "ECG", "Fp1 (2)", "C3 (2)", "ECG (2)"]


def test_skew_of_whole_samples_moves_a_channel_and_less_is_told(tmp_path: Path):
    data = waveform([small_group()])
    channels = data.WaveformSequence[0].ChannelDefinitionSequence
    channels[1].ChannelSampleSkew = "3"
    channels[2].ChannelOffset = "-0.0203"
    with opened(save(tmp_path / "a.dcm", data)) as source:
        assert source.recording.segments[0].duration_s == pytest.approx(4.05)
        values = source.read([0, 1, 2], 0, source.recording.span)
        assert [int(np.flatnonzero(np.isfinite(v))[0]) for v in values] == [2, 5, 0]
        assert [int(np.isfinite(v).sum()) for v in values] == [400, 400, 400]
        assert "channel_skew" not in codes(source)  # 0.03 samples
        check_source_contract(source)
    channels[0].ChannelSampleSkew = "0.4"
    with opened(save(tmp_path / "b.dcm", data)) as source:
        assert "channel_skew" in codes(source)


def test_a_channel_is_named_by_its_label_else_by_its_lead(tmp_path: Path):
    groups = [
        small_group(labels=("",), source=fp1()),
        small_group(labels=("Kanal 7",), source=code("7:1254", "MDC", "T4")),
        small_group(labels=("EEG C3-Ref",), source=fp1()),
        small_group(labels=("",), source=code("7:1325", "MDC", "El1")),
        small_group(labels=("",), source=code("2:2", "MDC", "Lead II")),
        small_group(labels=("",), source=code("130421", "DCM", "Airflow")),
        small_group(
            labels=("",),
            source=code("7:1209", "MDC", "O1"),
            changes={
                "ChannelSourceModifiersSequence": [
                    code("109006", "DCM", "Differential signal"),
                    code("7:1020", "MDC", "CPz"),
                ]
            },
        ),
    ]
    with opened(save(tmp_path / "a.dcm", waveform(groups))) as source:
        assert [(c.label, c.name, c.kind.value) for c in source.recording.channels] == [
            ("Fp1", "Fp1", "eeg"),
            ("Kanal 7", "T8", "eeg"),
            ("EEG C3-Ref", "C3", "eeg"),
            ("El1", "El1", "eog"),
            ("Lead II", "Lead II", "ecg"),
            ("Airflow", "Airflow", "respiration"),
            ("O1-CPz", "O1-CPz", "eeg"),
        ]


def test_filters_states_and_bits_are_told(tmp_path: Path):
    changes = {
        "FilterLowFrequency": "0.53",
        "FilterHighFrequency": "70",
        "NotchFilterFrequency": "50",
        "WaveformBitsStored": 12,
        "ChannelStatus": "DISCONNECTED",
    }
    with opened(save(tmp_path / "a.dcm", waveform([small_group(changes=changes)]))) as source:
        channel = source.recording.channels[0]
        assert channel.prefilter == "HP:0.53Hz LP:70Hz N:50Hz"
        assert (channel.minimum_uv, channel.maximum_uv) == (-1024.0, 1023.5)
        assert codes(source) == ["channels_marked_bad"]


@pytest.mark.parametrize(
    ("moment", "zone", "right"),
    [
        ("20200305100000", None, datetime(2020, 3, 5, 10)),
        ("20200305100000.5+0100", None, datetime(2020, 3, 5, 10, 0, 0, 500000)),
        ("20200305090000+0000", "+0100", datetime(2020, 3, 5, 10)),
        ("202003051000", None, datetime(2020, 3, 5, 10)),
        ("20200305235960", None, datetime(2020, 3, 6)),
        ("19000101000000", None, None),
        ("2020", None, None),
    ],
)
def test_the_start_is_the_wards_clock(tmp_path: Path, moment: str, zone: str | None, right: datetime | None):
    more = {"TimezoneOffsetFromUTC": zone} if zone else {}
    with opened(small(tmp_path / "a.dcm", AcquisitionDateTime=moment, **more)) as source:
        assert source.recording.started_at == right
        assert codes(source) == ([] if right else ["start_unknown"])


def test_a_start_elsewhere_is_told(tmp_path: Path):
    more = {"AcquisitionDateTime": None, "StudyDate": "20200305", "StudyTime": "093000"}
    with opened(small(tmp_path / "a.dcm", **more)) as source:
        assert source.recording.started_at == datetime(2020, 3, 5, 9, 30)
        assert codes(source) == ["start_guessed"]


def test_the_patient_is_read_and_named_nowhere_else(tmp_path: Path):
    with opened(small(tmp_path / "a.dcm", PatientName="Ähre^Zoë^^Dr", PatientAge="006M")) as source:
        facts = patient_of(source)
        assert (facts.name, facts.code, facts.sex) == ("Ähre Zoë Dr", "T1", "female")
        assert facts.born is not None
        assert facts.age_days == pytest.approx(182.6, abs=0.1)
        assert "hre" not in repr(source.recording)


@pytest.mark.parametrize(
    ("charset", "name", "codec"),
    [
        ("ISO_IR 100", "Zoë", "latin-1"),
        ("ISO_IR 144", "Ольга", "iso8859_5"),
        ("GB18030", "王小东", "gb18030"),
        (["", "ISO 2022 IR 87"], "山田", "iso2022_jp"),
        (["", "ISO 2022 IR 149"], "김희중", None),
        ("", "Zoë", "cp1252"),
        ("ISO_IR 192", "Zoë", "cp1252"),
    ],
)
def test_texts_are_read_in_the_files_character_set(tmp_path: Path, charset, name: str, codec: str | None):
    data = waveform([small_group()], SpecificCharacterSet=charset)
    raw = name.encode(codec) if codec else b"\x1b$)C" + name.encode("euc_kr")
    data[0x00100010]._value = raw
    path = tmp_path / "a.dcm"
    data.PatientName = "Q" * len(raw)
    save(path, data)
    path.write_bytes(path.read_bytes().replace(b"Q" * len(raw), raw))
    with opened(path) as source:
        assert patient_of(source).name == name


def test_annotations_lie_where_they_were_made(tmp_path: Path):
    groups = [small_group(), small_group(labels=("SpO2",), n_samples=4, rate="1", unit="%")]
    sleepy = note("", ConceptNameCodeSequence=[code("130861", "DCM", "EEG Annotation")], refs=(1, 1))
    sleepy.ConceptCodeSequence = [code("2:24034", "MDC", "Sleep spindle")]
    sleepy.TemporalRangeType, sleepy.ReferencedTimeOffsets = "SEGMENT", ["1.5", "2.25"]
    rate = note("", ConceptNameCodeSequence=[code("8867-4", "LN", "Heart rate")], NumericValue="80")
    rate.MeasurementUnitsCodeSequence = [code("{beats}/min", "UCUM", "beats per minute")]
    many = note("müde", (1, 1, 1, 2), TemporalRangeType="MULTIPOINT", ReferencedSamplePositions=[1, 101, 201])
    notes = [
        note("Anfall", (1, 0, 2, 0), TemporalRangeType="POINT", ReferencedTimeOffsets="0.75"),
        sleepy,
        rate,
        many,
        note("two", TemporalRangeType="MULTISEGMENT", ReferencedTimeOffsets=["1", "2", "3", "3.5"]),
        note("on", (2, 1), TemporalRangeType="BEGIN", ReferencedSamplePositions=[3]),
        note("to", TemporalRangeType="END", ReferencedTimeOffsets=["0.5"]),
        note("clock", TemporalRangeType="POINT", ReferencedDateTime="20200305100003.250000"),
        note("nowhere", TemporalRangeType="POINT"),
    ]
    path = save(tmp_path / "a.dcm", waveform(groups, WaveformAnnotationSequence=notes))
    found = {(n.text, n.onset_s, n.duration_s): n.channels for n in notes_of(path)}
    eeg = ("Fp1", "C3", "ECG")
    assert found == {
        ("Anfall", 0.75, 0): (),
        ("EEG Annotation: Sleep spindle", 1.5, 0.75): ("Fp1",),
        ("Heart rate: 80 /min", 0, 4): eeg,
        ("müde", 0, 0): ("Fp1", "C3"),
        ("müde", 1, 0): ("Fp1", "C3"),
        ("müde", 2, 0): ("Fp1", "C3"),
        ("two", 1, 1): eeg,
        ("two", 3, 0.5): eeg,
        ("on", 2, 2): ("SpO2",),
        ("to", 0, 0.5): eeg,
        ("clock", 3, 0): eeg,
    }
    with opened(path) as source:
        assert [issue.code for issue in source.scan_events().issues] == ["annotation_unplaced"]


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian])
def test_a_data_set_without_a_preamble_is_recognised(tmp_path: Path, syntax: str):
    plain = save(tmp_path / "plain", waveform([small_group()]), syntax, plain=True)
    whole = save(tmp_path / "whole", waveform([small_group()]), syntax)
    (tmp_path / "bare.dcm").write_bytes(whole.read_bytes()[132:])
    (tmp_path / "half.dcm").write_bytes(whole.read_bytes()[128:])
    for path in (plain, tmp_path / "bare.dcm", tmp_path / "half.dcm"):
        with opened(path) as source:
            assert source.recording.duration_s == 4


def test_sequences_of_marked_end_are_walked(tmp_path: Path):
    data = waveform([small_group(), small_group(offset_ms="9000")])
    data.WaveformAnnotationSequence = [note("x", TemporalRangeType="POINT", ReferencedTimeOffsets="1")]
    for sequence in ("WaveformSequence", "WaveformAnnotationSequence"):
        data[sequence].is_undefined_length = True
        for item in data[sequence]:
            item.is_undefined_length_sequence_item = True
    data.WaveformSequence[0]["ChannelDefinitionSequence"].is_undefined_length = True
    with opened(save(tmp_path / "a.dcm", data)) as source:
        assert [s.start_s for s in source.recording.segments] == [0, 9]
        assert len(source.scan_events().annotations) == 1
        check_source_contract(source)


def test_other_kinds_of_waveforms_open_with_a_word(tmp_path: Path):
    with opened(small(tmp_path / "emg.dcm", SOPClassUID=ElectromyogramWaveformStorage, Modality="EMG")) as source:
        assert codes(source) == ["no_eeg"]
        assert "EMG" in source.recording.issues[0].message


def test_an_ecg_of_another_program_equals_what_pydicom_reads():
    data = examples.waveform
    with opened(examples.get_path("waveform")) as source:
        assert {c.kind for c in source.recording.channels} == {ChannelKind.ECG}
        for number in (0, 1):
            right = multiplex_array(data, number, as_raw=False).T.astype(np.float32)
            found = source.read(range(number * 12, number * 12 + 12), 0, source.recording.span)
            assert np.array_equal(np.array(found)[:, : right.shape[1]], right)
        assert len(source.scan_events().annotations) == 77
        check_source_contract(source)


def test_a_folder_of_dicom_holds_its_recordings_alone(tmp_path: Path):
    small(tmp_path / "eeg.dcm")
    (tmp_path / "image.dcm").write_bytes(Path(examples.get_path("ct")).read_bytes())
    assert [path.name for path in find_recordings([tmp_path])] == ["eeg.dcm"]


def test_reading_needs_pydicom_for_escapes_in_texts_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = small(tmp_path / "a.dcm")
    for name in [name for name in sys.modules if name == "pydicom" or name.startswith("pydicom.")]:
        monkeypatch.setitem(sys.modules, name, None)
    with opened(path) as source:
        assert source.recording.duration_s == 4


def test_escapes_without_pydicom_are_told_with_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    data = waveform([small_group()], SpecificCharacterSet=["", "ISO 2022 IR 87"])
    data.PatientName = "山田"
    path = save(tmp_path / "a.dcm", data)
    monkeypatch.setattr("eegview.readers.dicom.texts._by_pydicom", lambda *_: None)
    monkeypatch.setattr("eegview.readers.dicom.recording.find_spec", lambda _name: None)
    with opened(path) as source:
        assert "eegview[dicom]" in source.recording.issues[0].message


def test_opening_loads_no_pydicom(tmp_path: Path):
    path = small(tmp_path / "a.dcm")
    code = f"""
import sys
from eegview.readers.opening import open_recording, open_study
assert open_recording({str(path)!r}).recording.duration_s == 4
assert not [name for name in sys.modules if name.startswith("pydicom")]
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)


def test_files_of_one_study_are_joined_by_their_clocks(tmp_path: Path):
    first = small(tmp_path / "a.dcm")
    second = small(tmp_path / "b.dcm", AcquisitionDateTime="20200305100010.250000")
    source = open_study([first, second])
    assert source.recording.segments == (Span(0, 4), Span(10, 14))
    source.close()


def test_the_identity_survives_renaming_and_a_file_that_went_away_is_told(tmp_path: Path):
    path = small(tmp_path / "a.dcm")
    first = open_dicom(path)
    path.rename(tmp_path / "b")
    with opened(tmp_path / "b") as source:
        assert source.recording.fingerprint == first.recording.fingerprint
    first.close()
