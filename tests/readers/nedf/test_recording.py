"""NEDF: values as MNE's, triggers as marks; a header that garbles things takes no signal along."""

import contextlib
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.readers.opening import open_recording

UV = files.waves_uv()


def all_uv(source: SignalSource) -> np.ndarray:
    return np.array(source.read(range(4), 0, source.recording.segments[0]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def changed(path: Path, old: bytes, new: bytes) -> Path:
    content = path.read_bytes()
    head = content[:10240].rstrip(b"\0").replace(old, new)
    path.write_bytes(head.ljust(10240, b"\0") + content[10240:])
    return path


@pytest.mark.parametrize("n_samples", [2000, 1998])
def test_values_are_those_of_mne_and_triggers_are_marks(tmp_path: Path, n_samples: int) -> None:
    import mne

    path = files.write_nedf(tmp_path, UV[:, :n_samples])
    source = open_recording(path)
    raw = mne.io.read_raw_nedf(path, verbose="ERROR")
    found = np.array(source.read(range(5), 0, source.recording.segments[0]))
    np.testing.assert_allclose(found[:4], np.asarray(raw.get_data())[:4] * 1e6, rtol=1e-6, atol=1e-4)
    np.testing.assert_array_equal(found[4], np.asarray(raw.get_data())[4])
    assert [channel.label for channel in source.recording.channels] == raw.ch_names
    assert source.recording.channels[4].kind is ChannelKind.TRIGGER
    assert [(mark.onset_s, mark.text) for mark in source.scan_events().annotations] == [(2.0, "1")]
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"1583402400000", b"yesterday", "start_unknown"),
        (b"1583402400000", b"-5", "start_unknown"),
        (b"1583402400000", b"9" * 15, "start_unknown"),
        (b"<C1>Fp2</C1>", b"", "labels_unread"),
        (b">1.4<", b">7.0<", "format_note"),
        (b">2000<", b">x<", "sample_count_missing"),
        (b">2000<", b">2600<", "file_truncated"),
        (b"<StepDetails>", b"<StepDetails><Name>M\xfcller</Name>", "start_utc"),
    ],
)
def test_a_side_fault_takes_no_signal_along(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    source = open_recording(changed(files.write_nedf(tmp_path, UV), old, new))
    assert code in codes(source)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.03)
    source.close()


def test_half_a_file_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = files.write_nedf(tmp_path, UV)
    path.write_bytes(path.read_bytes()[: 10240 + 200 * (6 + 5 * 16) + 6 + 2 * 16 + 3])
    source = open_recording(path)
    assert "file_truncated" in codes(source)
    np.testing.assert_allclose(all_uv(source), UV[:, :1002], atol=0.03)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"<EEGSettings>", b"<AdditionalChannelStatus>ON</AdditionalChannelStatus><EEGSettings>", "additional channel"),
        (b">200<", b">0<", "does not say"),
        (b"</nedf>", b"", "damaged"),
    ],
)
def test_a_refusal_names_its_reason(tmp_path: Path, old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        open_recording(changed(files.write_nedf(tmp_path, UV), old, new))


def test_changed_files_open_or_are_refused(tmp_path: Path) -> None:
    path = files.write_nedf(tmp_path, UV)
    whole = path.read_bytes()
    rng = np.random.default_rng(6)
    for turn in range(60):
        content = bytearray(whole)
        for at in rng.integers(0, 700 if turn % 2 else len(content), 3):
            content[at] = rng.integers(256)
        path.write_bytes(content[: rng.integers(len(content))] if turn % 4 == 0 else content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            source.read([0], 0, source.recording.segments[0])
            source.scan_events()
            source.close()


def test_a_sign_that_xml_forbids_in_a_name_costs_nothing(tmp_path: Path) -> None:
    path = changed(files.write_nedf(tmp_path, UV), b"<C1>Fp2</C1>", b"<C1>A & B \xfc &amp; C</C1>")
    source = open_recording(path)
    np.testing.assert_allclose(all_uv(source), UV, atol=0.1)
    source.close()
