"""Neuroscan's continuous files: µV as MNE's, 16 or 32 bits found out, all types of events, damage told."""

import contextlib
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.neuroscan_files import write_cnt
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.readers.neuroscan.header import clock_of
from eegview.readers.opening import open_recording

UV = files.waves_uv()
EVENTS = [(11, 0, 0, 101), (0, 3, 0, 400), (0, 0, 5, 801), (12, 0, 0, 1555)]
TEXTS = [(0.505, "11"), (2.0, "Keyboard Response 3"), (4.005, "KeyPad Response 5"), (7.775, "12")]


def all_uv(source: SignalSource) -> np.ndarray:
    return np.array(source.read(range(4), 0, source.recording.segments[0]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("run", [1, 40])
@pytest.mark.parametrize("baseline", [0, -37])
def test_values_are_those_of_mne(tmp_path: Path, width: int, run: int, baseline: int) -> None:
    import mne

    path = write_cnt(tmp_path, UV, width, EVENTS, run=run, baseline=baseline, sensitivity=51.2, calibration=1.5)
    source = open_recording(path)
    raw = mne.io.read_raw_cnt(path, verbose="ERROR")
    np.testing.assert_allclose(all_uv(source), np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-4)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.2)
    assert codes(source) == []
    assert source.recording.started_at == datetime(2020, 3, 15, 10, 0, 0)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("kind", [1, 2, 3])
@pytest.mark.parametrize("width", [2, 4])
def test_events_of_all_types(tmp_path: Path, kind: int, width: int) -> None:
    source = open_recording(write_cnt(tmp_path, UV, width, EVENTS, kind))
    found = source.scan_events()
    assert [(mark.onset_s, mark.text) for mark in found.annotations] == TEXTS
    assert found.issues == ()
    check_source_contract(source)
    source.close()


def test_what_was_rejected_lasts_until_it_is_accepted(tmp_path: Path) -> None:
    events = [(1, 0, 0xC0, 200), (2, 0, 0, 300), (3, 0, 0xD0, 600), (4, 0, 0xC0, 1000)]
    source = open_recording(write_cnt(tmp_path, UV, events=events))
    found = [(mark.onset_s, mark.duration_s, mark.text) for mark in source.scan_events().annotations]
    assert found == [(1.0, 2.0, "BAD_1"), (1.5, 0.0, "2"), (5.0, 0.0, "BAD_4")]
    source.close()


@pytest.mark.parametrize("width", [2, 4])
@pytest.mark.parametrize("has_events", [True, False])
@pytest.mark.parametrize("seconds", [0.0, 10.0])
@pytest.mark.parametrize("n_declared", [0, -1, 77])
def test_a_header_without_the_number_of_samples(
    tmp_path: Path, width: int, has_events: bool, seconds: float, n_declared: int
) -> None:
    path = write_cnt(tmp_path, UV, width, EVENTS if has_events else (), n_declared=n_declared, seconds=seconds)
    source = open_recording(path)
    assert codes(source) == ["sample_count_missing" if n_declared <= 0 else "sample_count_wrong"]
    np.testing.assert_allclose(all_uv(source), UV, atol=0.01)
    assert source.recording.duration_s == 10.0
    source.close()


@pytest.mark.parametrize("n_lost", [1, 8, 19, 40])
@pytest.mark.parametrize("kind", [1, 2])
def test_a_cut_table_of_events_takes_no_signal_along(tmp_path: Path, n_lost: int, kind: int) -> None:
    path = write_cnt(tmp_path, UV, 2, EVENTS * 3, kind)
    path.write_bytes(path.read_bytes()[:-n_lost])
    source = open_recording(path)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.01)
    found = source.scan_events()
    assert [issue.code for issue in found.issues] == ["annotations_damaged"]
    assert len(found.annotations) == 12 - -(-n_lost // (8 if kind == 1 else 19))
    source.close()


@pytest.mark.parametrize("width", [2, 4])
def test_a_cut_recording_is_read_as_far_as_it_goes(tmp_path: Path, width: int) -> None:
    path = write_cnt(tmp_path, UV, width, EVENTS)
    path.write_bytes(path.read_bytes()[: 1200 + 4 * width * 1500 + 3])
    source = open_recording(path)
    assert codes(source) == ["file_truncated"]
    np.testing.assert_allclose(all_uv(source), UV[:, :1500], atol=0.01)
    assert [issue.code for issue in source.scan_events().issues] == ["annotations_damaged"]
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize(
    ("day", "time", "expected", "issue"),
    [
        ("03/15/20", "10:00:00", datetime(2020, 3, 15, 10), None),
        ("15/03/20", "10:00:00", datetime(2020, 3, 15, 10), None),
        ("15.03.2020", "10.00", datetime(2020, 3, 15, 10), None),
        ("2020-03-15", "10:00:00", datetime(2020, 3, 15, 10), None),
        ("03/05/98", "10:00:00", datetime(1998, 3, 5, 10), "date_ambiguous"),
        ("05/05/98", "", datetime(1998, 5, 5), None),
        ("15-MAR-20", "10:00:00", datetime(2020, 3, 15, 10), None),
        ("20200315", "10:00:60", datetime(2020, 3, 15, 10, 1), None),
        ("03/15/20", "23:59:60", datetime(2020, 3, 16), None),
        ("15/15/20", "10:00:00", None, "start_unknown"),
        ("", "", None, "start_unknown"),
        ("xx/yy/zz", "aa", None, "start_unknown"),
        ("03/15/20", "99:99:99", None, "start_unknown"),
    ],
)
def test_dates(day: str, time: str, expected: datetime | None, issue: str | None) -> None:
    found, issues = clock_of(day, time)
    assert found == expected
    assert [i.code for i in issues] == ([issue] if issue else [])


@pytest.mark.parametrize(("ending", "what"), [(".eeg", "epochs"), (".AVG", "averages")])
def test_what_is_no_recording_says_what_it_is(tmp_path: Path, ending: str, what: str) -> None:
    path = write_cnt(tmp_path, UV).rename(tmp_path / f"a{ending}")
    with pytest.raises(UnreadableFile, match=what):
        open_recording(path)


def test_cut_and_changed_files_open_or_are_refused(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    whole = write_cnt(tmp_path, UV, 2, EVENTS, 2).read_bytes()
    path = tmp_path / "a.cnt"
    for turn in range(80):
        content = bytearray(whole)
        for at in rng.integers(12, len(content) if turn % 2 else 1300, 4):
            content[at] = rng.integers(256)
        path.write_bytes(content[: rng.integers(len(content))] if turn % 4 == 0 else content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            source.read([0], 0, source.recording.segments[0])
            source.scan_events()
            source.close()


@pytest.mark.parametrize("sensitivity", [0.0, float("nan"), float("inf"), 1e30])
def test_a_scale_that_cannot_be_is_told(tmp_path: Path, sensitivity: float) -> None:
    path = write_cnt(tmp_path, np.zeros((4, 100)))
    content = bytearray(path.read_bytes())
    for k in range(4):
        content[900 + 75 * k + 59 : 900 + 75 * k + 63] = np.float32(sensitivity).tobytes()
    path.write_bytes(content)
    source = open_recording(path)
    assert "scaling_unknown" in [issue.code for issue in source.recording.issues]
    assert {channel.unit for channel in source.recording.channels} == {""}
    source.close()
