"""Other DICOM objects are refused with the true reason, damaged ones with one sentence or opened as far as they go."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import examples
from pydicom.dataset import Dataset
from pydicom.uid import (
    BasicTextSRStorage,
    DeflatedExplicitVRLittleEndian,
    EncapsulatedPDFStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    MediaStorageDirectoryStorage,
    generate_uid,
)
from recordings.dicom_files import Group, note, save, small, small_group, waveform

from eegview.model.errors import UnreadableFile
from eegview.readers.dicom.content import MemoryContent
from eegview.readers.dicom.elements import Finder, Syntax
from eegview.readers.dicom.texts import decoded_text
from eegview.readers.opening import open_recording

SYNTAXES = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian]


def other(path: Path, sop_class: str) -> Path:
    data = Dataset()
    data.SOPClassUID, data.SOPInstanceUID = sop_class, generate_uid(entropy_srcs=["other"])
    data.PatientName = "Test^Simulated"
    return save(path, data)


@pytest.mark.parametrize(
    ("sop_class", "word"),
    [
        (EncapsulatedPDFStorage, "PDF"),
        (BasicTextSRStorage, "structured report"),
        (MediaStorageDirectoryStorage, "DICOMDIR"),
        ("1.2.840.10008.5.1.4.1.1.9.4.2", "sound"),
        ("1.2.840.10008.5.1.4.1.1.9.100.1", "presentation state"),
        ("1.2.840.10008.5.1.4.1.1.481.2", "radiotherapy"),
        ("1.2.840.10008.5.1.4.1.1.4", "image"),
    ],
)
def test_other_objects_are_refused_with_what_they_are(tmp_path: Path, sop_class: str, word: str):
    with pytest.raises(UnreadableFile, match=word):
        open_recording(other(tmp_path / "a.dcm", sop_class))


def test_an_image_of_another_program_is_an_image():
    with pytest.raises(UnreadableFile, match="is a DICOM image"):
        open_recording(examples.get_path("ct"))


def test_an_object_without_waveforms_and_a_compressed_one_are_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="holds no waveform"):
        open_recording(small(tmp_path / "a.dcm", WaveformSequence=None))
    path = small(tmp_path / "b.dcm")
    content = path.read_bytes()
    name = ExplicitVRLittleEndian.encode() + b"\0"
    assert name in content
    jpeg = JPEGBaseline8Bit.encode()
    content = content.replace(b"UI" + len(name).to_bytes(2, "little") + name, b"UI\x16\0" + jpeg, 1)
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="compressed"):
        open_recording(path)


def test_sound_and_samples_of_unknown_form_are_refused(tmp_path: Path):
    data = waveform([small_group(interpretation="SB")])
    data.WaveformSequence[0].WaveformSampleInterpretation = "MB"
    with pytest.raises(UnreadableFile, match="form that is not known"):
        open_recording(save(tmp_path / "a.dcm", data))


def test_a_file_cut_inside_its_samples_opens_as_far_as_it_goes(tmp_path: Path):
    group = small_group()
    path = save(tmp_path / "a.dcm", waveform([group, small_group(offset_ms="9000")]))
    content = path.read_bytes()
    second = content.rindex(group.digits.astype("<i2").tobytes())
    path.write_bytes(content[: second + 6 * 30 + 1])
    source = open_recording(path)
    try:
        assert [s.duration_s for s in source.recording.segments] == pytest.approx([4, 0.3])
        assert [issue.code for issue in source.recording.issues] == ["samples_missing"]
        assert np.array_equal(source.read([0], 1, source.recording.span)[0], group.digits[:30, 0] * np.float32(0.5))
    finally:
        source.close()


@pytest.mark.parametrize("n_bytes", [1, 7, 8, 12, 4000])
def test_zeros_behind_the_data_set_are_no_damage(tmp_path: Path, n_bytes: int):
    path = small(tmp_path / "a.dcm")
    with path.open("ab") as file:
        file.write(bytes(n_bytes))
    source = open_recording(path)
    try:
        assert source.recording.issues == ()
    finally:
        source.close()


def test_texts_that_do_not_fit_are_read_and_told(tmp_path: Path):
    notes = [note("Zoxx", TemporalRangeType="POINT", ReferencedTimeOffsets="1")]
    path = small(tmp_path / "a.dcm", WaveformAnnotationSequence=notes)
    path.write_bytes(path.read_bytes().replace(b"Zoxx", "m\xfcde".encode("cp1252")))
    source = open_recording(path)
    try:
        assert source.recording.issues == ()
        found = source.scan_events()
        assert [mark.text for mark in found.annotations] == ["müde"]
        assert [issue.code for issue in found.issues] == ["text_encoding"]
    finally:
        source.close()


def every_door(path: Path) -> None:
    """Open, read and list: anything but a refusal fails."""
    try:
        source = open_recording(path)
    except UnreadableFile:
        return
    try:
        for index in range(min(len(source.recording.segments), 3)):
            source.read(range(min(len(source.recording.channels), 4)), index, source.recording.segments[index])
        source.scan_events()
    except UnreadableFile:
        pass
    finally:
        source.close()


def damageable(tmp_path: Path, syntax: str) -> bytes:
    notes = [note("x", TemporalRangeType="POINT", ReferencedTimeOffsets="1"), note("y")]
    groups = [small_group(20), small_group(20, offset_ms="1000"), Group(np.ones((1, 1)), ("SpO2",), "1", unit="%")]
    big = syntax == ExplicitVRBigEndian
    return save(tmp_path / "a.dcm", waveform(groups, big, WaveformAnnotationSequence=notes), syntax).read_bytes()


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_file_cut_anywhere_opens_or_is_refused(tmp_path: Path, syntax: str):
    content = damageable(tmp_path, syntax)
    for stop in range(0, len(content), 7):
        (tmp_path / "a.dcm").write_bytes(content[:stop])
        every_door(tmp_path / "a.dcm")


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_flipped_bytes_open_or_are_refused(tmp_path: Path, syntax: str):
    content = damageable(tmp_path, syntax)
    rng = random.Random(7)
    for _ in range(600):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 1, 3, 20))):
            damaged[rng.randrange(132, len(damaged))] = rng.randrange(256)
        (tmp_path / "a.dcm").write_bytes(damaged)
        every_door(tmp_path / "a.dcm")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.booleans(), st.booleans())
def test_finding_elements_ends_whatever_the_bytes(content: bytes, is_little: bool, is_explicit: bool):
    finder = Finder(MemoryContent(content))
    data = finder.data_set(0, len(content), Syntax(is_little, is_explicit))
    for tag in data.elements:
        data.text(tag)
        data.numbers(tag)
        for item in data.items(tag):
            assert item.elements is not None


def test_sequences_without_end_are_left(tmp_path: Path):
    deep = b"\x00\x54\x00\x01SQ\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff" * 5000
    (tmp_path / "a.dcm").write_bytes(bytes(128) + b"DICM" + deep)
    with pytest.raises(UnreadableFile):
        open_recording(tmp_path / "a.dcm")


@pytest.mark.parametrize("charset", ["", "ISO_IR 999", "ISO_IR 192", "ISO 2022 IR 87", "nonsense"])
def test_any_bytes_are_some_text(charset: str):
    for raw in (b"\xc3\xab", b"\xeb", b"\x81", b"\x1b$B\xff\xff", b"\x1b", bytes(range(256))):
        assert isinstance(decoded_text(raw, (charset,))[0], str)
    assert decoded_text("Zoë".encode(), ("ISO_IR 999",)) == ("Zoë", False)


def test_a_number_of_samples_that_was_never_filled_in(tmp_path: Path):
    data = waveform([small_group()])
    data.WaveformSequence[0].NumberOfWaveformSamples = 0
    source = open_recording(save(tmp_path / "a.dcm", data))
    assert source.recording.duration_s == 4.0
    source.close()


@pytest.mark.parametrize("n_channels", [2, 4])
def test_a_number_of_channels_that_does_not_fit_is_told(tmp_path: Path, n_channels: int):
    data = waveform([small_group()])
    data.WaveformSequence[0].NumberOfWaveformChannels = n_channels
    source = open_recording(save(tmp_path / "a.dcm", data))
    found = np.array(source.read(range(3), 0, source.recording.segments[0]))
    np.testing.assert_array_equal(found, small_group().digits.T * 0.5)
    assert "channel_count_wrong" in [issue.code for issue in source.recording.issues]
    source.close()
