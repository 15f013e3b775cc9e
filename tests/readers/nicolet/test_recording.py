"""Nicolet's `.data` and `.head`: values as MNE's; a header that lacks or garbles things takes no signal along."""

import contextlib
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract
from shared_data import DATA, needs_shared

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.readers.opening import open_recording

UV = files.waves_uv()
REAL = DATA / "formats" / "mne-python" / "nicolet" / "tests" / "data" / "test_nicolet_raw.data"
HEAD = {
    "start_ts": "2020-03-05 10:00:00.250", "num_samples": "2000", "sample_freq": "200", "conversion_factor": "0.5",
    "num_channels": "4", "elec_names": "[FP1,FP2,C3,C4]", "pat_id": "102", "duration_in_sec": "10", "sample_bytes": "2",
}  # fmt: skip


def write(folder: Path, data: str = "a.data", head: str = "a.head", **changes: str) -> Path:
    (folder / head).write_text("".join(f"{key}={value}\n" for key, value in (HEAD | changes).items()))
    (folder / data).write_bytes((UV.T * 2).astype("<i2").tobytes())
    return folder / data


def all_uv(source: SignalSource) -> np.ndarray:
    return np.array(source.read(range(4), 0, source.recording.segments[0]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


@pytest.mark.parametrize(("data", "head"), [("a.data", "a.head"), ("a.DATA", "A.Head")])
def test_values_and_names(tmp_path: Path, data: str, head: str) -> None:
    source = open_recording(write(tmp_path, data, head))
    np.testing.assert_array_equal(all_uv(source), UV)
    assert [channel.name for channel in source.recording.channels] == ["Fp1", "Fp2", "C3", "C4"]
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 250_000)
    assert codes(source) == []
    check_source_contract(source)
    source.close()


@needs_shared(REAL)
def test_a_real_file_is_read_as_mne_reads_it() -> None:
    import mne

    source = open_recording(REAL)
    raw = mne.io.read_raw_nicolet(REAL, ch_type="eeg", verbose="ERROR")
    found = np.array(source.read(range(29), 0, source.recording.segments[0]))
    np.testing.assert_allclose(found, np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-6)
    assert [channel.label for channel in source.recording.channels] == raw.ch_names
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start_ts": "yesterday"}, "start_unknown"),
        ({"start_ts": "2020-13-45 10:00:00.0"}, "start_unknown"),
        ({"start_ts": "2020-03-05 10:00"}, ""),
        ({"start_ts": "2020-03-05 10:00:00"}, ""),
        ({"num_samples": ""}, "sample_count_missing"),
        ({"num_samples": "4000"}, "file_truncated"),
        ({"elec_names": "[FP1,FP2]"}, "labels_unread"),
        ({"pat_id": "Müller = ?"}, ""),
        ({"rec_id": "none"}, ""),
        ({"duration_in_sec": "?"}, ""),
    ],
)
def test_a_side_fault_takes_no_signal_along(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    source = open_recording(write(tmp_path, **changes))
    np.testing.assert_array_equal(all_uv(source), UV)
    assert codes(source) == ([code] if code else [])
    source.close()


def test_values_without_a_scale_are_told(tmp_path: Path) -> None:
    source = open_recording(write(tmp_path, conversion_factor="x"))
    assert "scaling_unknown" in codes(source)
    np.testing.assert_array_equal(all_uv(source), UV * 2)
    source.close()


@pytest.mark.parametrize("changes", [{"sample_freq": "0"}, {"num_channels": "0", "elec_names": "[]"}])
def test_a_header_without_what_is_needed_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(UnreadableFile, match="does not say"):
        open_recording(write(tmp_path, **changes))


def test_changed_headers_open_or_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    whole = (tmp_path / "a.head").read_bytes()
    rng = np.random.default_rng(6)
    for _ in range(60):
        content = bytearray(whole)
        for at in rng.integers(0, len(content), 4):
            content[at] = rng.integers(256)
        (tmp_path / "a.head").write_bytes(content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            source.read([0], 0, source.recording.segments[0])
            source.close()


@pytest.mark.parametrize("stamp", ["05.03.2020 10:00:00", "5-MAR-2020 10:00", "20200305 100000"])
def test_starts_in_other_forms(tmp_path: Path, stamp: str) -> None:
    source = open_recording(write(tmp_path, start_ts=stamp))
    assert source.recording.started_at == datetime(2020, 3, 5, 10)
    source.close()


def test_a_rate_with_its_unit(tmp_path: Path) -> None:
    source = open_recording(write(tmp_path, sample_freq="200 Hz"))
    assert source.recording.channels[0].rate_hz == 200
    source.close()
