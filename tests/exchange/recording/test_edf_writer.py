"""Parts of recordings as EDF+ and BDF+ files, read back by our reader, by MNE and by edfio."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import edfio
import mne
import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from recordings.edf_files import Signal, file_bytes, mark_bytes, plain
from recordings.memory_source import MemorySource
from recordings.odd_rates import STARTED_AT, odd_source, part

from eegview.exchange.recording.edf import write_bdf, write_edf
from eegview.exchange.recording.scales import limit_text
from eegview.exchange.recording_part import PartMark, RecordingPart, segments_within
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled
from eegview.model.patient import PatientFacts
from eegview.model.recording import Samples, sample_range
from eegview.model.span import Span
from eegview.model.stored_digits import StoredScale
from eegview.readers.edf.recording import open_edf
from eegview.readers.opening import open_recording

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # what fails is small as it is
RATES_HZ = (200.0, 256.0, 199.8, 256.41, 1 / 3, 1.0, 512.0)


def _read_back(path: Path, wanted: RecordingPart, tolerance_uv: float) -> None:
    """Check that each sample of a part is found in a file at its time, with its value."""
    back = open_recording(path)
    try:
        for segment in wanted.segments:
            values = wanted.read(segment, [0] * len(wanted.channels), segment.n_samples)
            at_s = segment.start_s - wanted.start_s
            number = max(i for i, s in enumerate(back.recording.segments) if s.start_s <= at_s + 1e-3)
            found_s = back.recording.segments[number].start_s
            for position, (channel, samples) in enumerate(zip(wanted.chosen, values, strict=True)):
                rate_hz = back.recording.channels[position].rate_hz
                n_all = sum(one.n_samples[position] for one in wanted.segments)
                assert abs(rate_hz / channel.rate_hz - 1) * n_all <= 0.21  # of a sample, at the end
                first = round((at_s - found_s) * rate_hz)
                assert abs((at_s - found_s) * rate_hz - first) < 0.3
                whole = back.read([position], number, Span(found_s - 1, back.recording.segments[number].stop_s + 1))[0]
                there = whole[first : first + len(samples)]
                assert len(there) == len(samples)
                if len(samples):
                    assert np.abs(there - samples).max() <= tolerance_uv
    finally:
        back.close()


@settings(max_examples=25, deadline=None, phases=_PHASES)
@given(data=st.data())
def test_any_range_of_any_rates_with_gaps_is_found_again_at_its_times(data: st.DataObject):
    rates = data.draw(st.lists(st.sampled_from(RATES_HZ), min_size=1, max_size=3))
    segments, reached_s = [], 0.0
    for _ in range(data.draw(st.integers(1, 3))):
        length_s = data.draw(st.integers(1, 2000)) / 100
        segments.append((reached_s, reached_s + length_s))
        reached_s += length_s + data.draw(st.sampled_from((9.0, 17.37)))
    source = odd_source(rates, segments)
    whole_s = source.recording.duration_s
    start_s = data.draw(st.floats(0, whole_s * 0.9))
    span = Span(start_s, data.draw(st.floats(start_s, whole_s)))
    assume(segments_within(source, range(len(rates)), span))
    wanted = part(source, span)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.bdf"
        write_bdf(wanted, path)
        _read_back(path, wanted, 1e-3)


@settings(max_examples=40, deadline=None, phases=_PHASES)
@given(
    rate=st.sampled_from((200.0, 256.0, 199.8, 256.41)),
    start_s=st.floats(0, 30),
    length_s=st.floats(0.05, 30),
)
def test_channels_of_one_rate_have_the_samples_of_the_range_and_no_other(rate: float, start_s: float, length_s: float):
    source = odd_source([rate, rate], [(0.0, 62.0)])
    span = Span(start_s, start_s + length_s)
    wanted = part(source, span)
    first, stop = sample_range(source.recording.segments[0], rate, span)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "part.edf"
        said = write_edf(wanted, path)
        back = open_recording(path)
        samples = back.read([0], 0, back.recording.span.widened(1))[0]
        back.close()
        _read_back(path, wanted, 5e-3)
    assert len(samples) == stop - first
    assert not any("hold the value" in sentence for sentence in said)


def test_digits_and_limits_of_an_edf_file_are_carried_over(tmp_path: Path):
    source_path = tmp_path / "source.edf"
    file = plain(n_records=20, marks={3: mark_bytes("3.25", "looks up", "1.5")})
    signals = [file.signals[0], Signal("EEG Fp2", file.signals[1].digits, "mV", ("-1", "1.5"), ("-2048", "2047"))]
    source_path.write_bytes(file_bytes(file.with_(signals=signals)))
    source = open_recording(source_path)
    wanted = RecordingPart(source, (0, 1), segments_within(source, (0, 1), Span(3, 13)))
    for write, name, sample_bytes in ((write_edf, "copy.edf", 2), (write_bdf, "copy.bdf", 3)):
        assert write(wanted, tmp_path / name) == []
        back = open_edf(tmp_path / name)
        for channel, signal in enumerate(signals):
            found = back.stored_scale(channel)
            assert found is not None
            assert (found.unit, found.prefilter, found.sample_bytes) == (signal.unit, "HP:0.1Hz", sample_bytes)
            assert (found.physical_min, found.physical_max) == tuple(map(float, signal.physical))
            assert (found.digital_min, found.digital_max) == tuple(map(int, signal.digital))
            digits = back.read_digits([channel], 0, back.recording.span)[0]
            assert np.array_equal(digits, signal.digits[3:13].ravel())
        back.close()
    source.close()


def test_a_bdf_file_keeps_its_24_bits_and_as_edf_says_what_they_became(tmp_path: Path):
    rng = np.random.default_rng(1)
    digits = rng.integers(-(2**23), 2**23, (8, 64))
    signal = Signal("EEG Fp1", digits, "uV", ("-262144", "262143"), ("-8388608", "8388607"))
    file = plain(n_records=8).with_(signals=[signal], bdf=True, reserved="BDF+C")
    (tmp_path / "source.bdf").write_bytes(file_bytes(file))
    source = open_recording(tmp_path / "source.bdf")
    wanted = RecordingPart(source, (0,), segments_within(source, (0,), source.recording.span))
    assert write_bdf(wanted, tmp_path / "copy.bdf") == []
    back = open_edf(tmp_path / "copy.bdf")
    assert np.array_equal(back.read_digits([0], 0, back.recording.span)[0], digits.ravel())
    said = write_edf(wanted, tmp_path / "copy.edf")
    assert re.match(r"24 bits became 16: one step is now [78]\.?\d* uV, it was 0.0312 uV \(EEG Fp1\)", said[0])
    coarse = open_recording(tmp_path / "copy.edf")
    assert (
        np.abs(coarse.read([0], 0, coarse.recording.span)[0] - source.read([0], 0, source.recording.span)[0]).max()
        < 4.01
    )
    for one in (source, back, coarse):
        one.close()


def test_values_without_digits_are_fitted_to_their_range_and_that_is_told(tmp_path: Path):
    wanted = part(odd_source([200.0], [(0.0, 10.0)]))
    said = write_edf(wanted, tmp_path / "a.edf")
    assert "Values are rounded to steps of 0.00" in said[0]
    _read_back(tmp_path / "a.edf", wanted, 0.003)


def test_missing_and_infinite_samples_are_counted(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0)])
    source.data[0][0][100:150] = np.nan
    source.data[1][0][7] = np.inf
    source.data[1][0][8] = 3e9
    said = write_edf(part(source), tmp_path / "a.edf")
    assert any("51 samples missing" in one for one in said)
    back = open_recording(tmp_path / "a.edf")
    assert np.abs(back.read([0], 0, Span(0.5, 0.75))[0]).max() < 0.01
    assert back.read([1], 0, Span(0.04, 0.045))[0][0] == pytest.approx(3e9, rel=1e-4)
    back.close()


def test_gaps_stay_and_the_subsecond_stands_in_the_first_record(tmp_path: Path):
    wanted = part(odd_source([256.0], [(0.0, 10.0), (12.5, 20.0), (3600.125, 3610.125)]), Span(5, 3608))
    write_edf(wanted, tmp_path / "a.edf")
    back = open_recording(tmp_path / "a.edf")
    assert back.recording.format == "EDF+D"
    assert [(s.start_s, s.stop_s) for s in back.recording.segments] == [
        pytest.approx((0, 5)),
        pytest.approx((7.5, 15)),
        pytest.approx((3595.125, 3603)),
    ]
    assert back.recording.started_at == STARTED_AT.replace(second=10)
    assert edfio.read_edf(tmp_path / "a.edf").startdate == STARTED_AT.date()
    back.close()


def test_mne_and_edfio_find_samples_and_marks(tmp_path: Path):
    marks = (
        PartMark(Annotation("a", "spasm", 3.5, 1.25, ("Fp2",), layer="me"), "spasm"),
        PartMark(Annotation("b", "free_note", 4.0, 0.0, (), text="äöü 発作", layer="me"), "äöü 発作"),
    )
    source = odd_source([200.0, 200.0], [(0.0, 20.0)])
    wanted = part(source, Span(2, 12), marks=marks, patient=PatientFacts(code="P 7", sex="female"))
    write_edf(wanted, tmp_path / "a.edf")
    raw = mne.io.read_raw_edf(tmp_path / "a.edf", preload=True, verbose="error")
    assert raw.info["sfreq"] == 200.0
    assert (
        np.abs(np.asarray(raw.get_data()) * 1e6 - np.stack([part[0][400:2400] for part in source.data])).max() < 0.005
    )
    notes: Any = raw.annotations
    found = [(round(n["onset"], 6), n["duration"], n["description"], tuple(n["ch_names"])) for n in notes]
    assert found == [(1.5, 1.25, "spasm", ("EEG Fp2-Ref",)), (2.0, 0.0, "äöü 発作", ())]
    read = edfio.read_edf(tmp_path / "a.edf")
    assert [(note.onset, note.duration, note.text) for note in read.annotations] == [
        (1.5, 1.25, "spasm@@EEG Fp2-Ref"),
        (2.0, None, "äöü 発作"),
    ]
    assert (read.patient.code, read.patient.sex) == ("P_7", "F")
    assert np.abs(read.signals[0].data - source.data[0][0][400:2400]).max() < 0.005


def test_a_cancelled_export_leaves_nothing_and_an_older_file_as_it_was(tmp_path: Path):
    def cancel(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    (tmp_path / "a.edf").write_bytes(b"older")
    wanted = part(odd_source([200.0], [(0.0, 60.0)]), progress=cancel)
    with pytest.raises(Cancelled):
        write_edf(wanted, tmp_path / "a.edf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.edf"]
    assert (tmp_path / "a.edf").read_bytes() == b"older"


@pytest.mark.parametrize("year", [1969, 1985, 2084, 2085])
def test_years_that_two_digits_cannot_write_stand_in_the_recordings_field(tmp_path: Path, year: int):
    wanted = part(odd_source([200.0], [(0.0, 2.0)]), started_at=STARTED_AT.replace(year=year))
    write_edf(wanted, tmp_path / "a.edf")
    back = open_recording(tmp_path / "a.edf")
    assert back.recording.started_at == STARTED_AT.replace(year=year)
    back.close()


def test_long_labels_and_texts_are_cut_and_told_and_marks_name_the_label_that_is_written(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 4000.0)])
    long_label = replace(source.recording.channels[0], label="Électrode Fp1 left ear", name="Fp1")
    source.recording = replace(source.recording, channels=(long_label, source.recording.channels[1]))
    marks = (
        PartMark(Annotation("a", "spasm", 3.5, 0.0, ("Fp1",), layer="me"), "x" * 20_000),
        PartMark(Annotation("b", "spasm", 4.5, 0.0, ("Fp1",), layer="me"), "spasm"),
    )
    said = write_edf(part(source, marks=marks), tmp_path / "a.edf")
    assert any(
        "Labels became shorter or plainer: “Électrode Fp1 left ear” is “Electrode Fp1 le”" in one for one in said
    )
    assert any("1 mark have texts cut to 400 bytes" in one for one in said)
    read = edfio.read_edf(tmp_path / "a.edf")
    assert [note.text[-18:] for note in read.annotations][1] == "m@@Electrode Fp1 le"[-18:]
    assert (tmp_path / "a.edf").stat().st_size < 2 * source.data[0][0].nbytes


@pytest.mark.parametrize(
    "value", [0.0, -1.0, 3199.902, -99999.99, 1e-5, -1.5e-7, 123456.789, 98765432.1, -9999999.5, 3e38]
)
def test_a_limit_is_a_number_of_at_most_eight_characters(value: float):
    for turn in (round, math.floor, math.ceil):
        text = limit_text(value, turn)
        assert len(text) <= 8
        assert float(text) == pytest.approx(value, rel=1e-3, abs=1e-12)
    assert float(limit_text(value, math.floor)) <= value <= float(limit_text(value, math.ceil))


class DigitsOf(MemorySource):
    """A source whose arrays are digits."""

    scale: StoredScale

    def stored_scale(self, channel: int) -> StoredScale | None:
        return self.scale

    def read_digits(self, channels: Sequence[int], segment_index: int, span: Span) -> list[Samples]:
        return self.read(channels, segment_index, span)


def test_limits_that_eight_characters_cannot_hold_are_told(tmp_path: Path):
    class Fine(DigitsOf):
        scale = StoredScale("EEG Fp1", "", "uV", "", -1600.0, 1599.951171875, -32768, 32767, 2)

    source = odd_source([200.0], [(0.0, 10.0)])
    source.data[0][0][:] = np.rint(source.data[0][0])
    said = write_edf(part(Fine(source.recording, source.data)), tmp_path / "a.edf")
    assert any("Limits are rounded to eight characters" in one for one in said)
    back = open_edf(tmp_path / "a.edf")
    assert np.array_equal(back.read_digits([0], 0, back.recording.span)[0], source.data[0][0])
    back.close()


def test_a_text_that_looks_like_one_with_a_channel_stays_a_text(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0)])
    label = source.recording.channels[1].label
    texts = [f"see@@{label}", "a@@b", f"@@{label}"]
    marks = tuple(
        PartMark(Annotation(f"{n}", "spasm", 1.0 + n, layer="me", channels=("Fp1",) if n == 2 else ()), text)
        for n, text in enumerate(texts)
    )
    write_edf(part(source, marks=marks), tmp_path / "a.edf")
    back = open_recording(tmp_path / "a.edf")
    notes = [(note.text, note.channels) for note in back.scan_events().annotations]
    back.close()
    assert notes == [(f"see@ @{label}", ()), ("a@@b", ()), (f"@ @{label}", ("Fp1",))]


def test_a_text_that_is_a_number_does_not_move_the_mark_beside_it(tmp_path: Path):
    source = odd_source([200.0, 200.0], [(0.0, 10.0)])
    marks = tuple(PartMark(Annotation(t, "spasm", 1.25, layer="me"), t) for t in ("+1.5", "eyes closed"))
    write_edf(part(source, marks=marks), tmp_path / "a.edf")
    back = open_recording(tmp_path / "a.edf")
    notes = [(round(note.onset_s, 6), note.text) for note in back.scan_events().annotations]
    back.close()
    assert sorted(notes) == [(1.25, "+1.5"), (1.25, "eyes closed")]


@pytest.mark.parametrize("largest_uv", [1e-44, 1e-30, 1e-19])
def test_values_that_are_all_but_zero_have_a_scale_that_is_read(tmp_path: Path, largest_uv: float):
    source = odd_source([200.0], [(0.0, 2.0)])
    source.data[0][0][:] = np.linspace(0, largest_uv, len(source.data[0][0]))
    write_edf(part(source), tmp_path / "a.edf")
    back = open_recording(tmp_path / "a.edf")
    samples = back.read([0], 0, back.recording.span)[0]
    unit = back.recording.channels[0].unit
    back.close()
    assert unit == "uV"
    assert np.abs(samples - source.data[0][0]).max() <= 1e-20
