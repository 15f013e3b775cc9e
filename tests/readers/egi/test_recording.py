"""EGI's simple binary files: the right µV, segments at their times, event columns as marks, damage told."""

import contextlib
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings import vendor_files as files
from recordings.egi_files import write_egi
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.egi.header import parse_header
from eegview.readers.opening import open_recording

UV = files.waves_uv()


def all_uv(source: SignalSource, segment_index: int = 0) -> np.ndarray:
    return np.array(source.read(range(4), segment_index, source.recording.segments[segment_index]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


@pytest.mark.parametrize("version", [2, 4, 6])
@pytest.mark.parametrize(("bits", "range_uv"), [(12, 2048), (16, 8192), (14, 4096), (0, 0), (16, 0)])
def test_values_are_microvolts(tmp_path: Path, version: int, bits: int, range_uv: int) -> None:
    source = open_recording(write_egi(tmp_path, UV, version, bits, range_uv))
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 250_000)
    assert [channel.unit for channel in source.recording.channels] == ["uV"] * 4
    np.testing.assert_allclose(all_uv(source), UV, atol=0.26 if version == 2 else 1e-3)
    check_source_contract(source)
    source.close()


def test_event_columns_are_marks_and_stay_channels(tmp_path: Path) -> None:
    events = {"DIN1": [400, 800], "resp": range(100, 140), "sync": range(0, 2000, 5), "none": []}
    source = open_recording(write_egi(tmp_path, UV, events=events))
    assert [(m.onset_s, m.duration_s, m.text) for m in source.scan_events().annotations] == [
        (0.5, pytest.approx(0.2), "resp"),
        (2.0, 0.0, "DIN1"),
        (4.0, 0.0, "DIN1"),
    ]
    assert [c.label for c in source.recording.channels if c.kind is ChannelKind.TRIGGER] == list(events)
    check_source_contract(source)
    source.close()


def test_a_column_of_noise_is_told_and_gives_no_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eegview.readers.egi.recording._MOST_MARKS", 50)
    source = open_recording(write_egi(tmp_path, UV, events={"DIN1": range(0, 2000, 2)}))
    found = source.scan_events()
    assert found.annotations == ()
    assert [issue.code for issue in found.issues] == ["triggers_too_many"]
    source.close()


@pytest.mark.parametrize("version", [3, 5, 7])
def test_segments_lie_at_their_times(tmp_path: Path, version: int) -> None:
    path = write_egi(
        tmp_path, UV, version, events={"DIN1": [1100]}, segments=[(1, 0), (2, 60_000), (1, 65_000), (1, 90_000)],
        categories=["eyes closed", "crying"],
    )  # fmt: skip
    source = open_recording(path)
    assert source.recording.segments == (Span(0.0, 2.5), Span(60.0, 62.5), Span(65.0, 67.5), Span(90.0, 92.5))
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 500:1000], atol=0.26)
    found = [(m.onset_s, m.duration_s, m.text) for m in source.scan_events().annotations]
    assert (60.0, 2.5, "crying") in found
    assert (65.5, 0.0, "DIN1") in found
    check_source_contract(source)
    source.close()


def test_segments_without_times_touch_and_are_told(tmp_path: Path) -> None:
    source = open_recording(write_egi(tmp_path, UV, 3, segments=[(0, 0)] * 4))
    assert len(source.recording.segments) == 4
    assert codes(source) == ["break_unknown"]
    source.close()


@pytest.mark.parametrize("version", [2, 3])
def test_a_cut_file_is_read_as_far_as_it_goes(tmp_path: Path, version: int) -> None:
    path = write_egi(tmp_path, UV, version, segments=[(0, 0), (0, 5000)] if version == 3 else ())
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    source = open_recording(path)
    assert codes(source) == ["file_truncated"]
    assert source.recording.duration_s == pytest.approx(7.5, abs=0.03)
    np.testing.assert_allclose(all_uv(source)[:, :900], UV[:, :900], atol=0.26)
    check_source_contract(source)
    source.close()


def test_a_recording_that_was_never_closed_is_read_whole(tmp_path: Path) -> None:
    source = open_recording(write_egi(tmp_path, UV, n_declared=0))
    assert codes(source) == ["sample_count_missing"]
    assert source.recording.duration_s == 10.0
    source.close()


def test_a_date_that_is_none_is_told(tmp_path: Path) -> None:
    source = open_recording(write_egi(tmp_path, UV, date=(2020, 13, 40, 25, 61, 61, 5000)))
    assert source.recording.started_at is None
    assert codes(source) == ["start_unknown"]
    source.close()


@pytest.mark.parametrize("n_bytes", [0, 1, 4, 30, 35, 42])
def test_a_file_without_samples_is_refused(tmp_path: Path, n_bytes: int) -> None:
    path = write_egi(tmp_path, UV)
    path.write_bytes(path.read_bytes()[:n_bytes])
    with pytest.raises(UnreadableFile):
        open_recording(path)


@given(st.binary(max_size=120), st.integers(2, 7))
def test_any_header_is_read_or_refused(raw: bytes, version: int) -> None:
    with contextlib.suppress(UnreadableFile):
        parse_header(version.to_bytes(4, "big") + raw, "a.raw")
