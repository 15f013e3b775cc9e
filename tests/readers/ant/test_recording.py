"""ANT recordings: values as the vendor's library gives them, pauses as gaps, damage ends nothing."""

import contextlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract
from shared_data import SHARED, needs_shared

from eegview.model.errors import UnreadableFile
from eegview.model.span import Span
from eegview.readers.ant import process
from eegview.readers.opening import open_recording

UV = files.waves_uv()
REAL = SHARED / "reports" / "ant" / "test-ref.cnt"
CHILD = "import sys, struct, json, time\n"


def test_both_forms_give_back_what_was_written(tmp_path: Path) -> None:
    for long in (False, True):
        source = open_recording(files.write_ant(tmp_path, UV, long))
        assert source.recording.format == "ANT CNT"
        np.testing.assert_array_equal(np.array(source.read(range(4), 0, Span(0.0, 10.0))), UV)
        check_source_contract(source)
        source.close()


def test_pauses_are_gaps(tmp_path: Path) -> None:
    path = files.write_ant(tmp_path, UV, True)
    (tmp_path / "A.SEG").write_text("NumberSegments= 2\n45544.5 0.25 800\n")
    source = open_recording(path)
    # The file has no start time, so nobody knows how long the pause was.
    assert source.recording.segments == (Span(0.0, 6.0), Span(6.0, 10.0))
    assert "break_unknown" in [issue.code for issue in source.recording.issues]
    np.testing.assert_array_equal(np.array(source.read(range(4), 1, Span(6.0, 10.0))), UV[:, 1200:])
    source.close()


@needs_shared(REAL)
def test_a_real_file_is_read_as_mne_reads_it() -> None:
    import mne

    source = open_recording(REAL)
    raw = mne.io.read_raw_ant(REAL, verbose="ERROR")
    recording = source.recording
    values = np.array(source.read(range(len(recording.channels)), 0, recording.segments[0]))
    np.testing.assert_allclose(values, np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-6)
    assert [channel.label for channel in recording.channels] == raw.ch_names
    assert recording.started_at == raw.info["meas_date"].replace(tzinfo=None)
    marks = [(mark.onset_s, mark.text) for mark in source.scan_events().annotations]
    assert marks == list(zip(raw.annotations.onset, raw.annotations.description, strict=True))
    check_source_contract(source)
    source.close()


@needs_shared(REAL)
def test_a_real_file_with_a_pause(tmp_path: Path) -> None:
    for name in ("test-ref.cnt", "test-ref.evt"):
        shutil.copyfile(REAL.with_name(name), tmp_path / name)
    (tmp_path / "test-ref.seg").write_text("NumberSegments= 2\n45544.45682870370 0.5 946\n")  # 10:57:50.5
    source = open_recording(tmp_path / "test-ref.cnt")
    first, second = source.recording.segments
    assert (first.start_s, first.stop_s, second.start_s) == pytest.approx((0.0, 2.0, 5.886906), abs=1e-5)
    assert source.scan_events().annotations[-1].onset_s == pytest.approx(7.772906, abs=2.1e-3)
    source.close()


def test_names_may_be_in_capitals_and_a_part_opens_the_whole(tmp_path: Path) -> None:
    path = files.write_ant(tmp_path, UV).rename(tmp_path / "B.CNT")
    (tmp_path / "b.seg").write_text("NumberSegments= 1\n")
    for name in (path.name, "b.seg"):
        source = open_recording(tmp_path / name)
        assert source.recording.segments == (Span(0.0, 10.0),)
        assert source.recording.issues[0].code == "start_unknown"
        check_source_contract(source)
        source.close()


def test_a_damaged_list_of_events_takes_no_signal_along(tmp_path: Path, monkeypatch) -> None:
    path = files.write_ant(tmp_path, UV)
    (tmp_path / "a.evt").write_bytes(b"\xff" * 500)
    child = tmp_path / "child.py"
    child.write_text(
        "import os, sys\nif os.path.exists(sys.argv[1][:-3] + 'evt'): os.abort()\n" + process._CHILD.read_text()
    )
    monkeypatch.setattr(process, "_CHILD", child)
    source = open_recording(path)
    np.testing.assert_array_equal(np.array(source.read(range(4), 0, Span(0.0, 10.0))), UV)
    assert [issue.code for issue in source.scan_events().issues] == ["annotations_damaged"]
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("how", ["while True: pass", "import os; os.abort()", "print('{}')", "raise SystemExit(0)"])
def test_a_library_that_does_not_come_back_is_a_refusal(tmp_path: Path, monkeypatch, how: str) -> None:
    child = tmp_path / "child.py"
    child.write_text(how)
    monkeypatch.setattr(process, "_CHILD", child)
    monkeypatch.setattr(process, "_START_S", 1.0)
    with pytest.raises(UnreadableFile, match="damaged beyond use"):
        open_recording(files.write_ant(tmp_path, UV))


def test_a_place_that_ends_the_library_is_missing_and_the_rest_is_there(tmp_path: Path, monkeypatch) -> None:
    path = files.write_ant(tmp_path, UV)
    real = process._CHILD
    child = tmp_path / "child.py"
    text = real.read_text().replace(
        "    try:\n        return bytes(", "    if first <= 950 < stop: os.abort()\n    try:\n        return bytes(", 1
    )
    child.write_text(text)
    monkeypatch.setattr(process, "_CHILD", child)
    source = open_recording(path)
    (values,) = source.read([0], 0, Span(0.0, 10.0))
    missing = np.flatnonzero(np.isnan(values))
    assert 950 in missing
    assert len(missing) <= 400
    np.testing.assert_array_equal(values[:700], UV[0, :700])
    np.testing.assert_array_equal(values[1200:], UV[0, 1200:])
    source.close()


@pytest.mark.parametrize("long", [False, True])
def test_cut_and_changed_files_open_or_are_refused(tmp_path: Path, long: bool) -> None:
    path = files.write_ant(tmp_path, UV, long)
    whole = path.read_bytes()
    rng = np.random.default_rng(3)
    cut = [whole[:n] for n in (3, 15, 17, 200, len(whole) // 2, len(whole) - 1)]
    changed = []
    for _ in range(6):
        content = bytearray(whole)
        for at in rng.integers(16, len(content), 3):
            content[at] = rng.integers(256)
        changed.append(bytes(content))
    for content in (*cut, *changed):
        path.write_bytes(content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            source.read([0], 0, source.recording.segments[0])
            source.scan_events()
            source.close()


@needs_shared(REAL)
@pytest.mark.parametrize(("encoding", "text"), [("cp1251", "Приступ12"), ("koi8-r", "Приступ12"), ("gbk", "强直发作1")])
def test_texts_that_are_not_in_utf_8_are_read_in_the_encoding_named(tmp_path: Path, encoding: str, text: str) -> None:
    shutil.copyfile(REAL, tmp_path / "a.cnt")
    content = bytearray(REAL.with_suffix(".evt").read_bytes())
    at = content.index(b"\x09Impedance", content.index(b"\x09Impedance") + 1) + 1  # what the first mark says
    content[at : at + 9] = text.encode(encoding)
    (tmp_path / "a.evt").write_bytes(bytes(content))
    source = open_recording(tmp_path / "a.cnt", encoding=encoding)
    events = source.scan_events()
    assert [mark.text for mark in events.annotations] == [f"0/{text}", "impedance"]
    assert (events.issues, events.encoding) == ((), encoding)
    assert events.texts == (b"0/" + text.encode(encoding),)
    source.close()
    source = open_recording(tmp_path / "a.cnt")
    assert [issue.code for issue in source.scan_events().issues] == ["text_encoding"]
    source.close()
