"""Nihon Kohden recordings: both layouts, blocks at their clocks, names and units by input, damaged side files."""

import contextlib
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import nihon_kohden_files as nk
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.patient import FEMALE
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.readers.nihon_kohden.inputs import names_in
from eegview.readers.nihon_kohden.log import read_log
from eegview.readers.opening import open_recording

UV = files.waves_uv()
INPUTS = (0, 1, 4, 5)
BEGAN = datetime(2020, 3, 5, 10, 0, 0)


def all_uv(source: SignalSource, segment_index: int = 0, n_channels: int = 4) -> np.ndarray:
    return np.array(source.read(range(n_channels), segment_index, source.recording.segments[segment_index]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def labels(source: SignalSource) -> list[str]:
    return [channel.label for channel in source.recording.channels]


def write(folder: Path, name: str = "a.EEG") -> Path:
    return nk.write_blocks(folder / name, [[nk.block_of(UV, INPUTS, "200305100000")]])


def test_values_are_those_of_mne(tmp_path: Path) -> None:
    import mne

    inputs = (0, 1, 4, 5, 42, 75, 77, 110)
    values = np.vstack([UV, UV * 2])
    path = nk.write_blocks(tmp_path / "a.EEG", [[nk.block_of(values, inputs, "200305100000")]])
    (tmp_path / "a.21E").write_text("[ELECTRODE]\n0000=Fp1\n0001=Fp2\n")
    source = open_recording(path)
    with pytest.warns(RuntimeWarning):
        raw = mne.io.read_raw_nihon(path, verbose="WARNING")
    assert labels(source) == raw.ch_names
    np.testing.assert_allclose(all_uv(source, 0, 8), np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-4)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.05)
    np.testing.assert_allclose(all_uv(source, 0, 8)[4], UV[0] * 2000, atol=190)  # direct current, in mV
    assert {channel.unit for channel in source.recording.channels} == {"uV"}
    assert source.recording.channels[6].kind is ChannelKind.TRIGGER
    source.close()


def test_blocks_of_several_control_blocks_lie_at_their_clocks(tmp_path: Path) -> None:
    parts = [UV[:, :600], UV[:, 600:1200], UV[:, 1200:]]
    clocks = ("200305100000", "200305100004", "200305100130")
    blocks = [nk.block_of(part, INPUTS, clock) for part, clock in zip(parts, clocks, strict=True)]
    source = open_recording(nk.write_blocks(tmp_path / "a.EEG", [blocks[:2], blocks[2:]]))
    # The second begins a second late by a clock of whole seconds: no break.
    assert source.recording.segments == (Span(0.0, 6.0), Span(90.0, 94.0))
    assert source.recording.started_at == BEGAN
    np.testing.assert_allclose(all_uv(source, 0), UV[:, :1200], atol=0.05)
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1200:], atol=0.05)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("has_length", [True, False])
@pytest.mark.parametrize("padding", [0, 70_000])
def test_the_extended_layout(tmp_path: Path, listed: bool, has_length: bool, padding: int) -> None:
    inputs = (0, 1, 4, 300)
    tenths = None if has_length else 0
    blocks = [
        nk.wide_block_of(UV[:, :1200], inputs, "20200305100000", tenths),
        nk.wide_block_of(UV[:, 1200:], inputs, "20200305100200", tenths),
    ]
    tables = [blocks] if listed else [blocks[:1]]
    path = nk.write_wide(tmp_path / "a.EEG", tables, b"" if listed else blocks[1], padding)
    (tmp_path / "a.21e").write_text("[ELECTRODE]\n0300=Cz\n")
    source = open_recording(path)
    assert labels(source) == ["FP1", "FP2", "C3", "Cz"]
    assert source.recording.segments == (Span(0.0, 6.0), Span(120.0, 124.0))
    np.testing.assert_allclose(all_uv(source, 0), UV[:, :1200], atol=0.05)
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1200:], atol=0.05)
    check_source_contract(source)
    source.close()


def test_a_device_of_the_extended_layout_that_wrote_the_older_one(tmp_path: Path) -> None:
    path = write(tmp_path)
    content = bytearray(path.read_bytes())
    content[:16] = content[0x81:0x91] = nk.WIDE_DEVICE
    path.write_bytes(content)
    source = open_recording(path)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.05)
    source.close()


@pytest.mark.parametrize("wide", [False, True])
def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path, wide: bool) -> None:
    path = tmp_path / "a.EEG"
    if wide:
        nk.write_wide(path, [[nk.wide_block_of(UV, INPUTS, "20200305100000")]])
    else:
        write(tmp_path)
    n_lost = 2 * 5 * 1000 + 3
    path.write_bytes(path.read_bytes()[:-n_lost])
    source = open_recording(path)
    assert "file_truncated" in codes(source)
    assert source.recording.duration_s == pytest.approx(999 / 200)
    np.testing.assert_allclose(all_uv(source), UV[:, :999], atol=0.05)
    check_source_contract(source)
    source.close()


def test_blocks_of_other_channels_are_told(tmp_path: Path) -> None:
    other = nk.block_of(UV[:3], (0, 1, 2), "200305110000")
    path = nk.write_blocks(tmp_path / "a.EEG", [[nk.block_of(UV, INPUTS, "200305100000"), other, other]])
    source = open_recording(path)
    assert "blocks_differ" not in codes(source) or len(labels(source)) == 3
    assert "blocks_differ" in codes(source)
    source.close()


@pytest.mark.parametrize("ending", [".21E", ".21e"])
@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8"])
def test_names_of_the_table_in_any_letters(tmp_path: Path, ending: str, encoding: str) -> None:
    path = write(tmp_path, "a.eeg")
    name = "C3" if encoding == "ascii" else "左中心部の電極"
    table = f"#\r\n[ELECTRODE]\r\n0000=Fp1\r\n0001=Fp2\r\nnonsense\r\n0004={name}\r\n[REFERENCE]\r\n0005=$A1\r\nx=y\r\n"
    (tmp_path / f"A{ending}").write_bytes(table.encode(encoding))
    source = open_recording(path)
    assert labels(source) == ["Fp1", "Fp2", name, "$A1"]
    source.close()


def test_lost_side_files_are_told(tmp_path: Path) -> None:
    source = open_recording(write(tmp_path))
    assert labels(source) == ["FP1", "FP2", "C3", "C4"]
    assert codes(source) == ["part_missing"] * 3
    assert source.recording.started_at == BEGAN
    assert source.scan_events().annotations == ()
    source.close()


def test_events_have_the_fraction_of_their_second_and_whole_texts(tmp_path: Path) -> None:
    path = write(tmp_path)
    texts = [b"REC START", "開眼 泣いている".encode("cp932"), b"a text longer than twenty bytes"]
    events = [(text, f"0000{k:02}", f"{k}40000", "") for k, text in enumerate(texts, start=1)]
    (tmp_path / "a.log").write_bytes(nk.log_of(events))
    source = open_recording(path)
    found = source.scan_events()
    assert [(mark.onset_s, mark.text) for mark in found.annotations] == [
        (1.14, "REC START"),
        (2.24, "開眼 泣いている"),
        (3.34, "a text longer than twenty bytes"),
    ]
    assert [issue.code for issue in found.issues] == ["text_encoding"]
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("counts_pauses", [True, False])
def test_events_after_a_pause_lie_where_their_clock_says(tmp_path: Path, counts_pauses: bool) -> None:
    blocks = [nk.block_of(UV[:, :1000], INPUTS, "200305100000"), nk.block_of(UV[:, 1000:], INPUTS, "200305100100")]
    path = nk.write_blocks(tmp_path / "a.EEG", [blocks])
    elapsed = "000102" if counts_pauses else "000007"
    (tmp_path / "a.LOG").write_bytes(nk.log_of([(b"after", elapsed, "500000", "200305100102")]))
    source = open_recording(path)
    (mark,) = source.scan_events().annotations
    assert mark.onset_s == pytest.approx(62.5)
    source.close()


@pytest.mark.parametrize("n_bytes", [0, 10, 0x91, 0x96, 0x610, 0x650])
def test_a_cut_list_of_events_takes_no_signal_along(tmp_path: Path, n_bytes: int) -> None:
    path = write(tmp_path)
    whole = nk.log_of([(b"one", "000001", "", ""), (b"two", "00x002", "", ""), (b"three", "000003", "", "")])
    (tmp_path / "a.LOG").write_bytes(whole[:n_bytes])
    source = open_recording(path)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.05)
    found = source.scan_events()
    assert [mark.text for mark in found.annotations] == ["one"][: n_bytes >= 0x642]
    assert [issue.code for issue in found.issues] == ["annotations_damaged"]
    source.close()


def test_the_patient_file(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "A.pnt").write_bytes(nk.pnt_of("20200305095959"))
    source = open_recording(path)
    facts = patient_of(source)
    assert (facts.code, facts.sex, facts.born) == ("1234", FEMALE, date(2019, 11, 2))
    assert source.recording.started_at == BEGAN
    source.close()


def test_a_block_without_a_clock_begins_as_the_patient_file_says(tmp_path: Path) -> None:
    path = nk.write_blocks(tmp_path / "a.EEG", [[nk.block_of(UV, INPUTS, "209999999999")]])
    source = open_recording(path)
    assert source.recording.started_at is None
    assert "start_unknown" in codes(source)
    source.close()
    (tmp_path / "a.PNT").write_bytes(nk.pnt_of("20200305100000", born="9999/99/99", sex="??"))
    source = open_recording(path)
    assert source.recording.started_at == BEGAN
    assert patient_of(source).born is None
    source.close()


@pytest.mark.parametrize("wide", [False, True])
def test_cut_and_changed_files_open_or_are_refused(tmp_path: Path, wide: bool) -> None:
    path = tmp_path / "a.EEG"
    if wide:
        nk.write_wide(path, [[nk.wide_block_of(UV, INPUTS, "20200305100000")]])
    else:
        write(tmp_path)
    sides = {
        "a.21E": b"[ELECTRODE]\n0000=Fp1\n",
        "a.PNT": nk.pnt_of("20200305100000"),
        "a.LOG": nk.log_of([(b"x" * 30, "000001", "5", "200305100001")] * 20),
    }
    for name, content in sides.items():
        (tmp_path / name).write_bytes(content)
    whole = path.read_bytes()
    rng = np.random.default_rng(11)
    for turn in range(60):
        content = bytearray(whole)
        for at in rng.integers(0, 0x1900 if turn % 2 else len(content), 4):
            content[at] = rng.integers(256)
        path.write_bytes(content[: rng.integers(len(content))] if turn % 5 == 0 else content)
        for name, side in sides.items():
            changed = bytearray(side)
            for at in rng.integers(0, len(changed), 5):
                changed[at] = rng.integers(256)
            (tmp_path / name).write_bytes(changed[: rng.integers(len(changed))] if turn % 3 == 0 else changed)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            segment = source.recording.segments[0]
            source.read([0], 0, Span(segment.start_s, segment.start_s + 1.0))
            source.scan_events()
            source.close()


@pytest.mark.parametrize("content", [b"", b"EEG-1100C V01.00", b"EEG-1100C V01.00" + bytes(0x2000)])
def test_what_holds_no_block_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.EEG").write_bytes(content)
    with pytest.raises(UnreadableFile):
        open_recording(tmp_path / "a.EEG")


@given(st.binary(max_size=600))
def test_any_list_of_events_is_read_or_passed_over(raw: bytes) -> None:
    entries, n_lost = read_log(bytes(0x91) + raw)
    assert n_lost >= 0
    assert all(0 <= entry.elapsed_s < 1e6 for entry in entries)


@given(st.text(max_size=200))
def test_any_table_of_electrodes_is_read_or_passed_over(text: str) -> None:
    found = names_in("[ELECTRODE]\n" + text)
    assert all(name.strip() == name and name for name in found.values())
