"""Micromed `.TRC`: values, times and marks as they were written, and the signal whatever else is damaged."""

import logging
import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.micromed_files import Electrode, TrcFile, plain_trc, trc_bytes, write_trc
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.recording import Recording
from eegview.readers.joined import join_sources
from eegview.readers.micromed.recording import MicromedSource, open_micromed
from eegview.readers.opening import open_recording
from eegview.readers.recording_files import is_recording

_OPENED: list[MicromedSource] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _OPENED:
        _OPENED.pop().close()


def open_trc(path: Path, encoding: str = "") -> MicromedSource:
    """Return a source that is closed after the test."""
    _OPENED.append(open_micromed(path, encoding))
    return _OPENED[-1]


def opened(tmp_path: Path, file: TrcFile) -> MicromedSource:
    return open_trc(write_trc(tmp_path / "night.TRC", file))


def values(source: MicromedSource, channel: int = 0) -> np.ndarray:
    recording = source.recording
    return np.concatenate([source.read([channel], i, span)[0] for i, span in enumerate(recording.segments)])


def codes(recording: Recording) -> list[str]:
    return [issue.code for issue in recording.issues]


def marks(source: MicromedSource) -> list[tuple[float, float, str]]:
    return [(mark.onset_s, mark.duration_s, mark.text) for mark in source.scan_events().annotations]


@pytest.mark.parametrize("kind", [2, 3, 4])
@pytest.mark.parametrize("sample_bytes", [1, 2, 4])
def test_values_are_the_digits_above_the_ground(tmp_path: Path, kind: int, sample_bytes: int) -> None:
    most = 2 ** (8 * sample_bytes) - 1 if sample_bytes < 4 else 2**31 - 1
    digits = np.random.default_rng(2).integers(0, most, (1000, 2))
    electrodes = [
        Electrode(b"Fp1", digital=(0, most), ground=most // 2, physical=(-3200, 3200)),
        Electrode(b"O2", digital=(0, most), ground=0, physical=(0, 5), unit=1),
    ]
    source = opened(tmp_path, TrcFile(digits, electrodes, kind=kind, sample_bytes=sample_bytes))
    check_source_contract(source)
    expected = (digits[:, 0] - most // 2) * 6400.0 / (most + 1)
    assert np.array_equal(values(source), expected.astype(np.float32))
    assert np.array_equal(values(source, 1), (digits[:, 1] * 5000.0 / (most + 1)).astype(np.float32))
    assert codes(source.recording) == []
    source.close()


def test_channels_have_names_kinds_units_limits_and_filters(tmp_path: Path) -> None:
    electrodes = [
        Electrode(b"T3"),
        Electrode(b"C3", b"A2"),
        Electrode(b"ECG+", b"ECG-", kind=1, unit=-1, physical=(-5_000_000, 5_000_000)),
        Electrode(b"SpO2", unit=100, ground=0, physical=(0, 100), kind=4),
        Electrode(b"HR", unit=101, ground=0, physical=(0, 250)),
        Electrode(b"MKR", b"", unit=102, kind=2),
        Electrode(b"DEL1+", b"DEL1-", kind=1, unit=1, physical=(-3, 3)),
    ]
    digits = np.full((256, len(electrodes)), 32768)
    recording = opened(tmp_path, TrcFile(digits, electrodes)).recording
    assert [(c.name, c.kind.value, c.unit) for c in recording.channels] == [
        ("T7", "eeg", "uV"),
        ("C3-A2", "eeg", "uV"),
        ("ECG", "ecg", "uV"),
        ("SpO2", "spo2", "%"),
        ("HR", "other", "bpm"),
        ("MKR", "trigger", ""),
        ("DEL1", "other", "uV"),
    ]
    first = recording.channels[0]
    assert first.label == "T3"
    assert first.prefilter == "HP:0.15Hz LP:100Hz"
    assert first.minimum_uv == -3200.0
    assert recording.channels[2].maximum_uv == pytest.approx(5000.0, abs=0.2)


def test_electrodes_are_found_by_the_order_in_which_they_are_stored(tmp_path: Path) -> None:
    file = plain_trc(places=[200, 3, 639])
    assert [c.name for c in opened(tmp_path, file).recording.channels] == ["Fp1", "T7", "Cz"]


def test_digits_with_a_sign_are_read_with_it(tmp_path: Path) -> None:
    digits = np.array([[-100], [0], [100]] * 100)
    electrode = Electrode(b"Cz", digital=(-32768, 32767), ground=0, physical=(-3200, 3200))
    assert values(opened(tmp_path, TrcFile(digits, [electrode])))[0] == pytest.approx(-100 * 6400 / 65536)


def test_notes_events_flags_and_triggers_are_marks(tmp_path: Path) -> None:
    file = plain_trc(
        notes=[(256, b"eyes closed"), (512, "Anfall – müde".encode("cp1252")), (0, b""), (0, b"start")],
        triggers=[(128, 1), (640, 65535)],
        flags=[(0, 256)],
        events=[(1024, 1280), (1280, 1280), (9999, 99999)],
        event_title=b"spasm",
    )
    source = opened(tmp_path, file)
    assert marks(source) == [
        (0.0, 0.0, "start"),
        (0.0, 1.0, "Flag"),
        (0.5, 0.0, "Trigger 1"),
        (1.0, 0.0, "eyes closed"),
        (2.0, 0.0, "Anfall – müde"),
        (2.5, 0.0, "Trigger 65535"),
        (4.0, 1.0, "Event A: spasm"),
    ]
    assert [issue.code for issue in source.scan_events().issues] == ["text_encoding"]


def test_events_with_a_number_in_front_are_read_too(tmp_path: Path) -> None:
    content = bytearray(trc_bytes(plain_trc()))
    at = content.index(b"EVENT A")
    (start,) = struct.unpack_from("<I", content, at + 8)
    struct.pack_into("<III", content, start, 3, 256, 512)
    path = tmp_path / "numbered.trc"
    path.write_bytes(content)
    assert marks(open_trc(path)) == [(1.0, 1.0, "Event A")]


def test_notes_in_a_named_encoding(tmp_path: Path) -> None:
    path = write_trc(tmp_path / "a.trc", plain_trc(notes=[(1, "睁眼".encode("gbk"))]))
    assert marks(open_trc(path, "gbk"))[0][2] == "睁眼"


def test_what_was_left_of_a_recording_has_gaps_between(tmp_path: Path) -> None:
    file = plain_trc(
        n_samples=2560,
        parts=[(512, 0), (512 + 1280, 1280), (25600, 1536)],
        notes=[(0, b"first"), (1535, b"before"), (1536, b"after")],
        events=[(1024, 1792)],
    )
    source = opened(tmp_path, file)
    recording = source.recording
    assert [(s.start_s, s.stop_s) for s in recording.segments] == [(0.0, 6.0), (98.0, 102.0)]
    assert recording.started_at == datetime(2020, 3, 5, 10, 20, 32)
    assert [(onset_s, text) for onset_s, _, text in marks(source)] == [
        (0.0, "first"),
        (4.0, "Event A"),
        (1535 / 256, "before"),
        (98.0, "after"),
    ]
    expected = (file.digits[:, 0] - 32768) * 6400 / 65536
    assert np.array_equal(values(source), expected.astype(np.float32))
    check_source_contract(source)


@pytest.mark.parametrize("parts", [[(0, 0), (1000, 5000)], [(0, 0), (5000, 1280), (10, 1536)], [(0, 0), (2**31, 1280)]])
def test_a_table_of_parts_that_makes_no_sense_is_told(tmp_path: Path, parts: list[tuple[int, int]]) -> None:
    source = opened(tmp_path, plain_trc(parts=parts))
    assert "reductions_unreadable" in codes(source.recording)
    assert len(values(source)) == 2560


@pytest.mark.parametrize("date", [(0, 0, 0), (32, 1, 100), (1, 13, 100), (255, 255, 255), (1, 1, 10)])
def test_a_date_that_is_none_is_told(tmp_path: Path, date: tuple[int, int, int]) -> None:
    recording = opened(tmp_path, plain_trc(date=date)).recording
    assert recording.started_at is None
    assert codes(recording) == ["start_unknown"]


def test_a_start_after_2027_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, plain_trc(date=(1, 1, 130))).recording.started_at == datetime(2030, 1, 1, 10, 20, 30)


def test_who_was_recorded_is_known_but_never_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    source = opened(tmp_path, plain_trc(names=(b"Muster", b"Anna"), date=(99, 0, 0)))
    assert source.patient.name == "Anna Muster"
    assert source.patient.born is not None
    assert source.patient.born.isoformat() == "2018-01-02"
    written = f"{source.recording}{source.scan_events()}{source.patient!r}{caplog.text}"
    assert "Muster" not in written
    assert "Anna" not in written


@pytest.mark.parametrize("lost", [{"NOTE"}, {"TRIGGER", "EVENT A"}, {"TRONCA", "FLAGS"}])
def test_tables_outside_the_file_are_told_and_the_signal_opens(tmp_path: Path, lost: set[str]) -> None:
    source = opened(tmp_path, plain_trc(lost_areas=frozenset(lost), notes=[(256, b"note")]))
    assert codes(source.recording) == ["areas_missing"]
    assert all(name in source.recording.issues[0].message for name in lost)
    check_source_contract(source)


def test_a_missing_table_of_electrodes_leaves_numbered_channels(tmp_path: Path) -> None:
    source = opened(tmp_path, plain_trc(lost_areas=frozenset({"LABCOD"})))
    assert [c.name for c in source.recording.channels] == ["Ch 1", "Ch 2", "Ch 3"]
    assert {"areas_missing", "scaling_unknown", "label_blank"} <= set(codes(source.recording))


def test_a_scale_that_is_none_is_told(tmp_path: Path) -> None:
    file = plain_trc(n_channels=2)
    electrodes = [replace(file.electrodes[0], digital=(5, 5)), replace(file.electrodes[1], physical=(3200, -3200))]
    recording = opened(tmp_path, replace(file, electrodes=electrodes)).recording
    assert {"scaling_unknown", "polarity_inverted"} == set(codes(recording))


def test_an_unknown_code_for_the_unit_is_told(tmp_path: Path) -> None:
    file = plain_trc(n_channels=1)
    recording = opened(tmp_path, replace(file, electrodes=[replace(file.electrodes[0], unit=77)])).recording
    assert codes(recording) == ["unit_guessed"]
    assert recording.channels[0].unit == "uV"


def test_one_coefficient_multiplies_the_rate(tmp_path: Path) -> None:
    file = plain_trc(n_channels=2)
    electrodes = [replace(electrode, coefficient=4) for electrode in file.electrodes]
    source = opened(tmp_path, replace(file, electrodes=electrodes, notes=[(1024, b"one second")]))
    assert {c.rate_hz for c in source.recording.channels} == {1024.0}
    assert source.recording.duration_s == 2.5
    assert marks(source)[0][0] == 1.0
    assert codes(source.recording) == []


def test_channels_of_different_rates_are_told(tmp_path: Path) -> None:
    file = plain_trc(n_samples=300, n_channels=6)
    electrodes = [replace(Electrode(b"Fp1"), coefficient=4), Electrode(b"Fp2"), Electrode(b"F3")]
    digits = file.digits  # of six numbers in a frame: four of Fp1, one each of the others
    source = opened(tmp_path, TrcFile(digits, electrodes, rate_hz=100, frame_bytes=12))
    assert codes(source.recording) == ["rates_unclear"]
    assert [c.rate_hz for c in source.recording.channels] == [400.0, 100.0, 100.0]
    check_source_contract(source)
    assert np.array_equal(values(source), ((digits[:, :4].reshape(-1) - 32768) * 6400 / 65536).astype(np.float32))
    assert np.array_equal(values(source, 2), ((digits[:, 5] - 32768) * 6400 / 65536).astype(np.float32))


def test_samples_stand_as_far_apart_as_the_header_says(tmp_path: Path) -> None:
    file = plain_trc(n_samples=300, n_channels=5)
    source = opened(tmp_path, TrcFile(file.digits, file.electrodes[:3], frame_bytes=10))
    assert np.array_equal(values(source, 2), ((file.digits[:, 2] - 32768) * 6400 / 65536).astype(np.float32))


def test_a_file_cut_inside_a_sample_opens_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.TRC"
    path.write_bytes(trc_bytes(plain_trc())[:-7])
    source = open_trc(path)
    assert len(values(source)) == 2558
    assert codes(source.recording) == ["file_truncated"]


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"compression": 1}, "compressed"), ({"rate_hz": 0}, "rate"), ({"digits": np.zeros((0, 3), int)}, "sample")],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path, changes: dict[str, Any], word: str) -> None:
    with pytest.raises(UnreadableFile, match=word):
        opened(tmp_path, plain_trc(**changes))


def test_an_old_format_is_refused_by_name(tmp_path: Path) -> None:
    content = trc_bytes(plain_trc(kind=1)).replace(b"ORDER", b"\x00\x01\x02\x03\x04")
    (tmp_path / "old.trc").write_bytes(content)
    with pytest.raises(UnreadableFile, match="before System 98"):
        open_trc(tmp_path / "old.trc")


def test_it_is_recognised_by_content_whatever_its_name(tmp_path: Path) -> None:
    path = write_trc(tmp_path / "EEG_12.TRC", plain_trc())
    assert is_recording(path)
    renamed = path.rename(tmp_path / "night.bin")
    source = open_recording(renamed)
    assert source.recording.format == "Micromed"
    source.close()


def test_two_files_of_one_night_are_joined(tmp_path: Path) -> None:
    first = open_trc(write_trc(tmp_path / "EEG_1.TRC", plain_trc()))
    second = open_trc(write_trc(tmp_path / "EEG_2.TRC", plain_trc(seed=2, time=(10, 21, 0))))
    joined = join_sources([second, first]).recording
    assert [(s.start_s, s.stop_s) for s in joined.segments] == [(0.0, 10.0), (30.0, 40.0)]


def test_a_file_that_shrinks_is_told(tmp_path: Path) -> None:
    source = opened(tmp_path, plain_trc())
    path = tmp_path / "night.TRC"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(UnreadableFile, match="no longer"):
        source.read([0], 0, source.recording.span)


_WHOLE = trc_bytes(plain_trc(n_samples=64, notes=[(1, b"note")], parts=[(0, 0), (100, 32)], triggers=[(3, 1)]))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(_WHOLE)))
def test_a_file_cut_anywhere_opens_or_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    _try_to_read(tmp_path_factory, _WHOLE[:length])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(30, 1500), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_file_with_any_bytes_wrong_opens_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, wrong: list[tuple[int, int]]
) -> None:
    content = bytearray(_WHOLE)
    for at, byte in wrong:
        content[at] = byte
    _try_to_read(tmp_path_factory, bytes(content))


def _try_to_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.trc"
    path.write_bytes(content)
    try:
        source = open_trc(path)
    except UnreadableFile:
        return
    try:
        recording = source.recording
        for number, segment in enumerate(recording.segments):
            source.read(range(min(len(recording.channels), 8)), number, segment)
        source.scan_events()
    finally:
        source.close()
