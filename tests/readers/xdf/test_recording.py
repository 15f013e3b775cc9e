"""XDF: streams at their own rates on one clock, breaks as gaps, text as marks."""

import contextlib
import struct
from pathlib import Path

import numpy as np
import pytest
from recordings.reader_contract import check_source_contract
from shared_data import DATA, needs_shared

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.readers.by_format import open_vendor
from eegview.readers.xdf.recording import open_xdf

XDF = DATA / "formats" / "xdf"
needs_data = needs_shared(XDF)


def chunk(tag: int, content: bytes) -> bytes:
    return b"\x08" + struct.pack("<QH", len(content) + 2, tag) + content


def header(
    stream_id: int, name: str, kind: str, rate_hz: float, form: str, channels: list[tuple[str, str, str]]
) -> bytes:
    rows = "".join(f"<channel><label>{a}</label><type>{b}</type><unit>{c}</unit></channel>" for a, b, c in channels)
    xml = (
        f"<?xml version='1.0'?><info><name>{name}</name><type>{kind}</type>"
        f"<channel_count>{max(1, len(channels))}</channel_count>"
        f"<nominal_srate>{rate_hz}</nominal_srate><channel_format>{form}</channel_format><created_at>1</created_at>"
        f"<desc><channels>{rows}</channels></desc></info>"
    )
    return chunk(2, struct.pack("<I", stream_id) + xml.encode())


def footer(stream_id: int) -> bytes:
    return chunk(6, struct.pack("<I", stream_id) + b"<?xml version='1.0'?><info></info>")


def samples(stream_id: int, times_s: np.ndarray, values: np.ndarray) -> bytes:
    rows = b"".join(
        b"\x08" + struct.pack("<d", t) + v.astype("<f4").tobytes() for t, v in zip(times_s, values, strict=True)
    )
    return chunk(3, struct.pack("<I", stream_id) + b"\x04" + struct.pack("<I", len(times_s)) + rows)


def texts(stream_id: int, marks: list[tuple[float, str]]) -> bytes:
    rows = b"".join(b"\x08" + struct.pack("<d", t) + b"\x01" + bytes([len(w.encode())]) + w.encode() for t, w in marks)
    return chunk(3, struct.pack("<I", stream_id) + b"\x01" + bytes([len(marks)]) + rows)


@pytest.fixture
def study(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """EEG at 100 Hz with a pause of 60 s after 5 s; a slow stream at 10 Hz that begins 1 s later; two marks."""
    uv = np.random.default_rng(3).integers(-900, 900, (1000, 2)).astype(np.float32)
    times_s = 500.0 + np.arange(1000) / 100 + (np.arange(1000) >= 500) * 60
    eeg = [("Fp1", "EEG", "microvolts"), ("ECG", "ECG", "mV")]
    content = b"XDF:" + chunk(
        1, b"<?xml version='1.0'?><info><version>1.0</version><datetime>2024-03-05T22:00:10+0100</datetime></info>"
    )
    content += header(1, "amp", "EEG", 100, "float32", eeg) + header(
        2, "belt", "Resp", 10, "float32", [("Thorax", "", "")]
    )
    content += header(3, "keys", "Markers", 0, "string", [])
    content += samples(1, times_s, uv) + samples(2, 501 + np.arange(30) / 10, np.arange(30.0)[:, None])
    content += texts(3, [(502.0, "spasm"), (566.0, "Ende")]) + footer(1) + footer(2) + footer(3)
    path = tmp_path / "a.xdf"
    path.write_bytes(content)
    return path, uv


def test_streams_keep_their_rates_and_pauses_are_gaps(study: tuple[Path, np.ndarray]) -> None:
    path, uv = study
    source = open_vendor(path)
    recording = source.recording
    assert [(c.name, c.kind, c.unit, c.rate_hz) for c in recording.channels] == [
        ("Fp1", ChannelKind.EEG, "uV", 100.0),
        ("ECG", ChannelKind.ECG, "uV", 100.0),
        ("Thorax", ChannelKind.RESPIRATION, "", 10.0),
    ]
    assert [(round(s.start_s, 6), round(s.stop_s, 6)) for s in recording.segments] == [(0.0, 5.0), (65.0, 70.0)]
    first, second = (source.read([0, 1, 2], k, recording.segments[k]) for k in (0, 1))
    np.testing.assert_array_equal(first[0], uv[:500, 0])
    np.testing.assert_array_equal(second[1], uv[500:, 1] * 1000)
    assert np.isnan(first[2][:10]).all()
    np.testing.assert_array_equal(first[2][10:40], np.arange(30))
    assert np.isnan(second[2]).all()
    assert [(round(m.onset_s, 6), m.text) for m in source.scan_events().annotations] == [(2.0, "spasm"), (66.0, "Ende")]
    assert recording.started_at is not None
    assert recording.started_at.hour == 22
    check_source_contract(source)


@pytest.mark.parametrize("share", [0.001, 0.3, 0.9])
def test_a_cut_file_opens_or_is_refused(study: tuple[Path, np.ndarray], share: float) -> None:
    path, _ = study
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with contextlib.suppress(UnreadableFile):  # and nothing else
        check_source_contract(open_xdf(path), window_s=1.0)


def test_a_file_without_a_regular_stream_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xdf"
    path.write_bytes(b"XDF:" + header(3, "keys", "Markers", 0, "string", []) + texts(3, [(1.0, "x")]) + footer(3))
    with pytest.raises(UnreadableFile):
        open_xdf(path)


@needs_data
@pytest.mark.parametrize(
    ("name", "code"), [("clock_resets", "stream_rate"), ("empty_streams", "stream_empty"), ("minimal", "unit_unknown")]
)
def test_recordings_of_other_projects_open(name: str, code: str, capfd: pytest.CaptureFixture[str]) -> None:
    source = open_xdf(XDF / f"{name}.xdf")
    assert code in [issue.code for issue in source.recording.issues]
    check_source_contract(source, window_s=2.0)
    printed = capfd.readouterr()
    assert printed.out == printed.err == ""
