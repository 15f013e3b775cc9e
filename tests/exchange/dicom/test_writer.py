"""What is written as DICOM is read back: samples to the last bit, rates, labels, kinds, gaps, marks, start, patient."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import dcmread
from pydicom.waveforms.numpy_handler import multiplex_array
from recordings.digit_source import DigitSource, digit_source, edf_values, scale_of
from recordings.edf_files import File, Signal, write_file
from recordings.memory_source import noise_source

from eegview.exchange.dicom.writer import write_dicom
from eegview.exchange.recording_part import PartMark, RecordingPart, segments_within, start_of
from eegview.exchange.writing import CannotWrite
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled, UsageError
from eegview.model.patient import FEMALE, PatientFacts
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.model.stored_digits import stored_scale
from eegview.readers.dicom.recording import open_dicom
from eegview.readers.opening import open_recording

SLEEP = "1.2.840.10008.5.1.4.1.1.9.7.4"
ROUTINE = "1.2.840.10008.5.1.4.1.1.9.7.1"
USUAL = [scale_of("EEG Fp1-Ref"), scale_of("EEG T3-Ref"), scale_of("ECG", (-5, 5), unit="mV")]


def part_of(source: SignalSource, span: Span | None = None, **more: Any) -> RecordingPart:
    recording = source.recording
    channels = tuple(range(len(recording.channels)))
    segments = segments_within(source, channels, span or recording.span)
    marks = tuple(PartMark(mark, mark.text) for mark in source.scan_events().annotations)
    started_at = start_of(recording.started_at, segments[0].start_s)
    return RecordingPart(source, channels, segments, marks, started_at=started_at, **more)


def check_same(source: SignalSource, path: Path, atol: float = 0.0) -> None:
    """Check that a file holds a whole recording, bit for bit or within `atol`."""
    copy = open_dicom(path)
    try:
        was, now = source.recording, copy.recording
        assert [(c.label, c.name, c.kind, c.unit) for c in now.channels] == [
            (c.label, c.name, c.kind, c.unit) for c in was.channels
        ]
        assert [c.rate_hz for c in now.channels] == pytest.approx([c.rate_hz for c in was.channels], rel=1e-14)
        for one, other in zip(now.channels, was.channels, strict=True):
            assert (one.minimum_uv, one.maximum_uv) == pytest.approx((other.minimum_uv, other.maximum_uv), rel=1e-9)
        zero_s = was.segments[0].start_s
        spans = [(s.start_s - zero_s, s.stop_s - zero_s) for s in was.segments]
        assert np.allclose([(s.start_s, s.stop_s) for s in now.segments], spans, rtol=0, atol=1e-9)
        for index, (a, b) in enumerate(zip(was.segments, now.segments, strict=True)):
            channels = range(len(was.channels))
            for x, y in zip(source.read(channels, index, a), copy.read(channels, index, b), strict=True):
                np.testing.assert_allclose(x, y, rtol=0, atol=atol, equal_nan=True)
        before, after = source.scan_events().annotations, copy.scan_events().annotations
        assert [(m.text, m.channels) for m in after] == [(m.text, m.channels) for m in before]
        times = [(m.onset_s - zero_s, m.duration_s) for m in before]
        assert np.allclose([(m.onset_s, m.duration_s) for m in after], times, rtol=0, atol=1e-9)
    finally:
        copy.close()


def test_a_recording_comes_back_to_the_last_bit(tmp_path: Path):
    marks = [
        (0.5, 0.0, "Anfall – müde", ()),
        (1.25, 0.75, "spike", ("Fp1",)),
        (2.0, 0.1, "two", ("Fp1", "T7")),
        (3.0, 0.0, "Sleep stage N2", ()),
        (3.5, 0.0, "a\\b", ("ECG",)),
    ]
    source = digit_source(USUAL, [256, 256, 256], marks=marks)
    assert write_dicom(part_of(source), tmp_path / "a.dcm") == []
    check_same(source, tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    assert copy.recording.started_at == source.recording.started_at
    assert not copy.recording.issues
    copy.close()
    data = dcmread(tmp_path / "a.dcm")
    assert data.SOPClassUID == ROUTINE
    assert data.WaveformSequence[0].WaveformBitsAllocated == 16
    assert "WaveformPaddingValue" not in data.WaveformSequence[0]
    coded = data.WaveformAnnotationSequence[3]
    assert (coded.ConceptNameCodeSequence[0].CodeValue, "UnformattedTextValue" in coded) == ("130835", False)


@pytest.mark.parametrize("bdf", [False, True])
def test_a_file_of_edf_comes_back_to_the_last_bit(tmp_path: Path, bdf: bool):
    digits = np.random.default_rng(4).integers(-30000, 30000, (3, 4, 200))
    signals = [
        Signal(label, part, physical=("-3200", "3200"))
        for label, part in zip(("EEG Fp1-Ref", "EEG C3-Ref", "ECG"), digits, strict=True)
    ]
    if bdf:
        signals = [replace(signal, digits=signal.digits * 200, digital=("-8388608", "8388607")) for signal in signals]
    onsets = ("0", "1", "5.5", "6.5")
    marks = {1: "+0.25\x1512.5\x14Anfall – müde\x14\0".encode(), 2: b"+5.75\x14x\x14\0"}
    kind = "BDF+D" if bdf else "EDF+D"
    path = write_file(tmp_path / "a", File(signals, onsets, marks, reserved=kind, bdf=bdf))
    source = open_recording(path)
    try:
        lost = write_dicom(part_of(source), tmp_path / "a.dcm")
        gives_digits = stored_scale(source, 0) is not None
        assert any("32-bit" in sentence for sentence in lost) != gives_digits
        check_same(source, tmp_path / "a.dcm", atol=0.0 if gives_digits else 2e-6)
        assert len(source.recording.segments) == 2
    finally:
        source.close()


def test_a_copy_of_a_copy_has_the_same_digits(tmp_path: Path):
    scales = [*USUAL, scale_of("C3", (-1234.5, 987.6), (-2048, 2047)), scale_of("SpO2", (0, 100), (0, 1000), "%")]
    source = digit_source(scales, [256, 256, 256, 256, 1], [(0, 4), (9, 10)])
    write_dicom(part_of(source), tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    try:
        for number, scale in enumerate(scales):
            found = stored_scale(copy, number)
            if found is not None:  # else its limits would not give back each value
                assert found == scale
        assert stored_scale(copy, 0) is not None
        write_dicom(part_of(copy), tmp_path / "b.dcm")
        check_same(copy, tmp_path / "b.dcm", atol=2e-6)
        again = open_dicom(tmp_path / "b.dcm")
        exact = [number for number in range(len(scales)) if stored_scale(copy, number) is not None]
        for x, y in zip(copy.read(exact, 1, Span(9, 10)), again.read(exact, 1, Span(9, 10)), strict=True):
            assert np.array_equal(x, y)
        again.close()
    finally:
        copy.close()


def test_another_program_reads_the_same_values(tmp_path: Path):
    source = digit_source(USUAL, [256, 256, 256])
    write_dicom(part_of(source), tmp_path / "a.dcm")
    values = multiplex_array(dcmread(tmp_path / "a.dcm"), 0, as_raw=False).T
    right = source.read([0, 1, 2], 0, source.recording.span)
    np.testing.assert_allclose(values[:2], right[:2], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(values[2] * 1000, right[2], rtol=1e-6, atol=1e-9)  # it stays in mV


def test_gaps_and_rates_are_groups_of_a_sleep_eeg(tmp_path: Path):
    scales = [*USUAL, scale_of("SpO2", (0, 100), (0, 1023), "%"), scale_of("EEG C3-Ref")]
    marks = [(0.5, 0.0, "x", ("SpO2",)), (8.5, 0.25, "y", ("C3",)), (9.0, 0.0, "all", ())]
    source = digit_source(scales, [256, 256, 256, 1, 256], [(0, 4), (7.3, 10.3)], marks=marks)
    lost = write_dicom(part_of(source), tmp_path / "a.dcm")
    assert len(lost) == 1
    assert "gaps and channels of different rates" in lost[0]
    check_same(source, tmp_path / "a.dcm")
    data = dcmread(tmp_path / "a.dcm")
    assert data.SOPClassUID == SLEEP
    assert [float(g.MultiplexGroupTimeOffset) for g in data.WaveformSequence] == [0, 0, 7300, 7300]


def test_missing_samples_stay_missing(tmp_path: Path):
    source = digit_source(USUAL, [256, 256, 256])
    digits = [[part.astype(float) for part in parts] for parts in source.digits]
    digits[0][0][:] = np.clip(digits[0][0], -1000, 1000)
    for parts in digits:
        parts[0][parts[0] == -32768] = 0
        parts[0][-100:] = np.nan
    source = DigitSource(source.recording, source.scales, digits)
    write_dicom(part_of(source), tmp_path / "a.dcm")
    check_same(source, tmp_path / "a.dcm")
    assert dcmread(tmp_path / "a.dcm").WaveformSequence[0].WaveformBitsAllocated == 16
    digits[1][0][0] = -32768  # a value that must not become a missing one
    source = DigitSource(source.recording, source.scales, digits)
    write_dicom(part_of(source), tmp_path / "b.dcm")
    check_same(source, tmp_path / "b.dcm")
    assert dcmread(tmp_path / "b.dcm").WaveformSequence[0].WaveformBitsAllocated == 32


@pytest.mark.parametrize("digital", [(-40000, 40000), (0, 0), (-(2**40), 2**40), (100, -100)])
def test_limits_of_a_header_that_no_file_can_hold_do_no_harm(tmp_path: Path, digital: tuple[int, int]):
    source = digit_source([scale_of("Fp1")], [64])
    source.scales = [replace(source.scales[0], digital_min=digital[0], digital_max=digital[1])]
    source.data = [[edf_values(source.scales[0], part) for part in source.digits[0]]] if any(digital) else source.data
    write_dicom(part_of(source), tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    right = source.read([0], 0, source.recording.span)[0]
    np.testing.assert_allclose(copy.read([0], 0, copy.recording.span)[0], right, rtol=1e-6, atol=1e-6)
    copy.close()


def test_values_without_digits_are_told_and_as_near_as_said(tmp_path: Path):
    source = noise_source(["Fp1", "F7", "C3"], 100, [(0, 5)])
    lost = write_dicom(part_of(source), tmp_path / "a.dcm")
    assert lost == [
        "The values of 3 channels are written as 32-bit numbers in steps of up to 1e-06 of their unit; none is off by "
        "more than a step."
    ]
    copy = open_dicom(tmp_path / "a.dcm")
    for x, y in zip(source.read([0, 1, 2], 0, Span(0, 5)), copy.read([0, 1, 2], 0, Span(0, 5)), strict=True):
        np.testing.assert_allclose(x, y, rtol=0, atol=1e-6)
    copy.close()


def test_tiny_and_huge_values_keep_their_digits(tmp_path: Path):
    for number, scale_uv in enumerate((1e-9, 1e9)):
        source = noise_source(["Fp1"], 100, [(0, 5)], scale_uv=scale_uv)
        write_dicom(part_of(source), tmp_path / f"{number}.dcm")
        copy = open_dicom(tmp_path / f"{number}.dcm")
        near = copy.read([0], 0, Span(0, 5))[0]
        np.testing.assert_allclose(near, source.read([0], 0, Span(0, 5))[0], rtol=0, atol=scale_uv * 1e-5)
        copy.close()


def test_a_part_begins_where_it_was_cut(tmp_path: Path):
    source = digit_source(USUAL, [256, 256, 256], marks=[(2.5, 0.25, "x", ("Fp1",))])
    write_dicom(part_of(source, Span(2, 3.5)), tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    assert copy.recording.segments == (Span(0, 1.5),)
    assert copy.recording.started_at == datetime(2024, 1, 2, 3, 4, 7)
    assert np.array_equal(copy.read([0], 0, Span(0, 1.5))[0], source.read([0], 0, Span(2, 3.5))[0])
    assert [(m.onset_s, m.duration_s, m.channels) for m in copy.scan_events().annotations] == [(0.5, 0.25, ("Fp1",))]
    copy.close()


@pytest.mark.parametrize("n_channels", [1, 64, 65, 300])
def test_any_number_of_channels_keeps_its_order(tmp_path: Path, n_channels: int):
    scales = [scale_of(f"X{n}") for n in range(n_channels)]
    rates = [1.0 if n % 7 == 3 else 8.0 for n in range(n_channels)]
    source = digit_source(scales, rates)
    write_dicom(part_of(source), tmp_path / "a.dcm")
    check_same(source, tmp_path / "a.dcm")


@pytest.mark.parametrize(
    "label", ["", "a label of more than sixteen letters", "EEG Fp1-(A1+A2)/2 and more", "a\\b", "Ünï"]
)
def test_any_label_comes_back(tmp_path: Path, label: str):
    source = digit_source([scale_of(label), scale_of("C3")], [8, 8])
    write_dicom(part_of(source), tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    first = copy.recording.channels[0]
    assert first.name == source.recording.channels[0].name or "\\" in label
    assert first.label == (label.replace("\\", " ") or "Ch 1")
    copy.close()


def test_differences_of_electrodes_have_the_codes_of_both(tmp_path: Path):
    source = digit_source([scale_of("FP1-F7"), scale_of("T3-M1")], [8, 8])
    write_dicom(part_of(source), tmp_path / "a.dcm")
    check_same(source, tmp_path / "a.dcm")
    first, second = dcmread(tmp_path / "a.dcm").WaveformSequence[0].ChannelDefinitionSequence
    codes = [*first.ChannelSourceSequence, *first.ChannelSourceModifiersSequence]
    assert [item.CodeMeaning for item in codes] == ["Fp1", "Differential signal", "F7"]
    assert second.ChannelSourceSequence[0].CodingSchemeDesignator == "99EEGVIEW"  # M1 has no code


def test_a_shared_reference_is_the_other_lead_of_each_channel(tmp_path: Path):
    source = digit_source([scale_of(f"{name}-A1") for name in ("Fp1", "Fp2", "C3", "C4", "O1")], [8] * 5)
    assert source.recording.channels[0].name == "Fp1"
    write_dicom(part_of(source), tmp_path / "a.dcm")
    check_same(source, tmp_path / "a.dcm")
    for channel in dcmread(tmp_path / "a.dcm").WaveformSequence[0].ChannelDefinitionSequence:
        assert channel.ChannelSourceModifiersSequence[1].CodeMeaning == "A1"


def test_filters_and_what_is_lost_of_them(tmp_path: Path):
    scales = [scale_of("Fp1", prefilter="HP:0.1Hz LP:75Hz N:50Hz"), scale_of("C3", prefilter="some old words")]
    lost = write_dicom(part_of(digit_source(scales, [8, 8])), tmp_path / "a.dcm")
    assert ["filters" in sentence for sentence in lost] == [True]
    copy = open_dicom(tmp_path / "a.dcm")
    assert [c.prefilter for c in copy.recording.channels] == ["HP:0.1Hz LP:75Hz N:50Hz", ""]
    copy.close()


def test_the_patient_is_named_where_that_was_chosen(tmp_path: Path):
    source = digit_source(USUAL, [8, 8, 8])
    facts = PatientFacts("H-7", "Müller Ada", FEMALE, date(2019, 9, 1))
    part = part_of(source, patient=facts, staff=("EEG 12", "Tech Nician", "Amplifier 3"))
    write_dicom(part, tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    found = patient_of(copy)
    assert (found.code, found.name, found.sex, found.born) == ("H-7", "Müller Ada", FEMALE, date(2019, 9, 1))
    copy.close()
    assert "PatientIdentityRemoved" not in dcmread(tmp_path / "a.dcm")


def test_nobody_and_no_date_are_named_where_that_was_chosen(tmp_path: Path):
    source = digit_source(USUAL, [8, 8, 8])
    write_dicom(replace(part_of(source), started_at=None), tmp_path / "a.dcm")
    copy = open_dicom(tmp_path / "a.dcm")
    assert copy.recording.started_at is None
    assert patient_of(copy) == PatientFacts()
    copy.close()
    data = dcmread(tmp_path / "a.dcm")
    assert data.PatientIdentityRemoved == "YES"
    assert data.LongitudinalTemporalInformationModified == "REMOVED"
    assert b"2024" not in (tmp_path / "a.dcm").read_bytes()
    again = tmp_path / "b.dcm"
    write_dicom(replace(part_of(source), started_at=None), again)
    assert data.StudyInstanceUID != dcmread(again).StudyInstanceUID  # nothing links two copies


def test_a_sleep_eeg_may_be_chosen(tmp_path: Path):
    assert write_dicom(part_of(digit_source(USUAL, [8, 8, 8])), tmp_path / "a.dcm", "sleep") == []
    assert dcmread(tmp_path / "a.dcm").SOPClassUID == SLEEP


def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path):
    def stop(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_dicom(part_of(digit_source(USUAL, [8, 8, 8]), progress=stop), tmp_path / "a.dcm")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CannotWrite):
        write_dicom(part_of(digit_source(USUAL, [8, 8, 8])), tmp_path / "none" / "a.dcm")


def test_progress_goes_from_nothing_to_all(tmp_path: Path):
    shares: list[float] = []
    write_dicom(part_of(digit_source(USUAL, [8, 8, 8]), progress=shares.append), tmp_path / "a.dcm")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_without_pydicom_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pydicom", None)
    with pytest.raises(UsageError, match="pydicom") as caught:
        write_dicom(part_of(digit_source(USUAL, [8, 8, 8])), tmp_path / "a.dcm")
    assert "eegview[dicom]" in caught.value.advice


def limits() -> st.SearchStrategy[tuple[float, float]]:
    """Return physical limits as headers have them: decimals of eight characters at most."""
    number = st.decimals(-99999, 99999, places=2, allow_nan=False).map(float)
    return st.tuples(number, number).filter(lambda pair: abs(pair[0] - pair[1]) > 1e-3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            limits(),
            st.sampled_from([(-32768, 32767), (-2048, 2047), (0, 4095), (32767, -32768), (-8388608, 8388607)]),
            st.sampled_from(["uV", "mV", "V", "%", ""]),
            st.sampled_from([256.0, 199.8, 1.0, 85.3333333333333, 512.0]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.floats(0.004, 9.0), max_size=3),
    st.integers(0, 1000),
)
def test_any_scales_rates_and_gaps_come_back(
    tmp_path: Path, channels: Sequence[tuple], gaps_s: Sequence[float], seed: int
):
    scales = [
        scale_of(f"X{n}", pair, digital, unit, sample_bytes=3 if digital[1] > 40000 else 2)
        for n, (pair, digital, unit, _) in enumerate(channels)
    ]
    segments, at_s = [(0.0, 2.0)], 2.0
    for gap_s in gaps_s:
        segments.append((at_s + gap_s, at_s + gap_s + 1.0))
        at_s = segments[-1][1]
    source = digit_source(scales, [one[3] for one in channels], segments, seed)
    lost = write_dicom(part_of(source), tmp_path / "a.dcm")
    if any("differ in the last" in sentence for sentence in lost):
        return
    copy = open_dicom(tmp_path / "a.dcm")
    try:
        found = [
            np.concatenate(parts)
            for parts in zip(
                *(copy.read(range(len(scales)), index, span) for index, span in enumerate(copy.recording.segments)),
                strict=True,
            )
        ]
        right = [
            np.concatenate(parts)
            for parts in zip(
                *(source.read(range(len(scales)), index, span) for index, span in enumerate(source.recording.segments)),
                strict=True,
            )
        ]
        for x, y in zip(right, found, strict=True):
            assert np.array_equal(x, y[np.isfinite(y)])
    finally:
        copy.close()


def test_a_mark_of_the_only_channel_keeps_it(tmp_path: Path):
    source = digit_source([scale_of("EEG Fp1-Ref")], [200.0])
    part = part_of(source)
    marks = (PartMark(Annotation("a", "spasm", 0.5, 0.25, ("Fp1",), layer="me"), "spasm"),)
    write_dicom(replace(part, marks=marks), tmp_path / "a.dcm")
    back = open_dicom(tmp_path / "a.dcm")
    notes = [(note.text, note.onset_s, note.duration_s, note.channels) for note in back.scan_events().annotations]
    back.close()
    assert notes == [("spasm", 0.5, 0.25, ("Fp1",))]
