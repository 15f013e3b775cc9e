"""MFF folders that lack parts, as other programs write them: the signal opens, what is lost is told."""

import contextlib
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.mff_files import signal_bytes, write_mff
from recordings.reader_contract import check_source_contract
from shared_data import DATA, needs_shared

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.egi.mff_recording import open_mff
from eegview.readers.opening import open_recording

UV = files.waves_uv()
GAINS = np.array([1.0, 1.01, 1.02, 1.03])[:, None]
PARTS = ("info.xml", "info1.xml", "epochs.xml", "sensorLayout.xml")
REAL = DATA / "formats" / "mffpy"


def opened(path: Path) -> SignalSource:
    return open_mff(path, str(path), sorted(path.glob("signal*.bin")))


def all_uv(source: SignalSource, segment_index: int = 0) -> np.ndarray:
    return np.array(source.read(range(4), segment_index, source.recording.segments[segment_index]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def test_a_whole_folder_by_its_signals(tmp_path: Path) -> None:
    source = opened(write_mff(tmp_path, UV))
    recording = source.recording
    assert recording.segments == (Span(0.0, 5.0), Span(65.0, 70.0))
    assert recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 250_000)
    assert [channel.label for channel in recording.channels] == ["E1", "E2", "E3", "VREF"]
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1000:] * GAINS, rtol=1e-6)
    assert [(m.onset_s, m.text) for m in source.scan_events().annotations] == [(2.0, "DIN1")]
    assert codes(source) == []
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("missing", PARTS)
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "other"])
def test_a_part_that_is_missing_or_damaged_is_told(tmp_path: Path, missing: str, how: str) -> None:
    path = write_mff(tmp_path, UV)
    part = path / missing
    if how == "gone":
        part.unlink()
    else:
        content = part.read_bytes()
        part.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "other": b"\x89PNG\r\n"}[how])
    source = open_recording(path)
    assert "part_missing" in codes(source)
    gains = 1.0 if missing == "info1.xml" else GAINS[:, 0]
    np.testing.assert_allclose(all_uv(source)[:, 0], UV[:, 0] * gains, rtol=1e-5)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("text", ["2020-03-05 10:00", "2020-3-5T10:00:00Z", "2020-03-05T10:00:00.250000123+01:00"])
def test_start_times_in_other_forms(tmp_path: Path, text: str) -> None:
    path = write_mff(tmp_path, UV)
    (path / "info.xml").write_text(f"<fileInfo><recordTime>{text}</recordTime></fileInfo>")
    source = open_recording(path)
    assert source.recording.started_at is not None
    assert source.recording.started_at.replace(microsecond=0) == datetime(2020, 3, 5, 10, 0, 0)
    source.close()


@pytest.mark.parametrize("text", ["", "today", "2020-13-45T99:00:00", "<x/>"])
def test_a_start_time_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    path = write_mff(tmp_path, UV)
    (path / "info.xml").write_text(f"<fileInfo><recordTime>{text}</recordTime></fileInfo>")
    source = open_recording(path)
    assert source.recording.started_at is None
    assert "start_unknown" in codes(source)
    source.close()


def test_a_cut_signal_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_mff(tmp_path, UV)
    signal = path / "signal1.bin"
    signal.write_bytes(signal.read_bytes()[:-6000])
    source = open_recording(path)
    assert "file_truncated" in codes(source)
    np.testing.assert_allclose(all_uv(source), UV[:, :1000] * GAINS, rtol=1e-6)
    check_source_contract(source)
    source.close()


def test_channels_of_other_files_follow(tmp_path: Path) -> None:
    path = write_mff(tmp_path, UV)
    (path / "signal2.bin").write_bytes(signal_bytes(UV[:2] * 2, (500, 500, 1000)))
    (path / "info2.xml").write_text("<dataInfo><fileDataType><PNSData/></fileDataType></dataInfo>")
    (path / "pnsSet.xml").write_text(
        "<PNSSet><sensor><name>ECG</name><unit>uV</unit></sensor><sensor><name>EMG</name><unit>mV</unit></sensor></PNSSet>"
    )
    source = opened(path)
    assert [channel.label for channel in source.recording.channels][4:] == ["ECG", "EMG"]
    ecg, fp1, emg = source.read([4, 0, 5], 0, Span(0.0, 5.0))
    np.testing.assert_allclose(ecg, UV[0, :1000] * 2)
    np.testing.assert_allclose(emg, UV[1, :1000] * 2000)
    np.testing.assert_allclose(fp1, UV[0, :1000])
    check_source_contract(source)
    source.close()


@needs_shared(REAL)
@pytest.mark.parametrize("name", ["example_3.mff", "example_4.mff"])
def test_real_folders_give_the_values_of_mne(name: str) -> None:
    through_mne, ours = open_recording(REAL / name), opened(REAL / name)
    numbers = range(len(ours.recording.channels))
    assert ours.recording.segments == through_mne.recording.segments
    assert ours.recording.started_at == through_mne.recording.started_at
    span = ours.recording.segments[0]
    for one, other in zip(ours.read(numbers, 0, span), through_mne.read(numbers, 0, span), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-4)
    marks = [[(round(m.onset_s, 6), m.text) for m in s.scan_events().annotations] for s in (ours, through_mne)]
    assert marks[0] == marks[1]
    ours.close()


@needs_shared(REAL)
@pytest.mark.parametrize("name", ["example_1.mff", "example_2.mff"])
def test_a_folder_without_signals_says_so(name: str) -> None:
    with pytest.raises(UnreadableFile, match="contains no signal"):
        open_recording(REAL / name)


def test_changed_parts_open_or_are_refused(tmp_path: Path) -> None:
    whole = write_mff(tmp_path, UV)
    rng = np.random.default_rng(8)
    for turn in range(40):
        path = tmp_path / f"b{turn}.mff"
        shutil.copytree(whole, path)
        for part in path.iterdir():
            content = bytearray(part.read_bytes())
            for at in rng.integers(0, min(len(content), 300), 2):
                content[at] = rng.integers(256)
            part.write_bytes(content[: rng.integers(len(content))] if turn % 5 == 0 else content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = opened(path)
            source.read([0], 0, source.recording.segments[0])
            source.scan_events()
            source.close()
