"""FIF files that are cut, or whose side parts are damaged: the signal opens as far as it goes."""

import struct
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.readers.opening import open_recording

UV = files.waves_uv()


def write(folder: Path) -> Path:
    import mne

    raw = mne.io.RawArray(UV * 1e-6, mne.create_info(list(files.LABELS), 200.0, "eeg"), verbose="ERROR")
    raw.set_meas_date(1583402400)
    raw.set_annotations(mne.Annotations([2.0], [0.5], ["spasm"], orig_time=raw.info["meas_date"]))
    raw.save(folder / "a_raw.fif", buffer_size_sec=1, verbose="ERROR")
    return folder / "a_raw.fif"


def tags(content: bytes) -> list[tuple[int, int, int, int]]:
    """Return (address, kind, type, bytes) of each tag."""
    found, at = [], 0
    while at < len(content) - 16:
        kind, form, n_bytes, following = struct.unpack_from(">iIii", content, at)
        found.append((at, kind, form, n_bytes))
        if following < 0:
            break
        at = following or at + 16 + n_bytes
    return found


@pytest.mark.parametrize("share", [0.4, 0.6, 0.9])
def test_a_cut_file_is_read_as_far_as_it_goes(tmp_path: Path, share: float) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    source = open_recording(path)
    assert "file_truncated" in [issue.code for issue in source.recording.issues]
    segment = source.recording.segments[0]
    n_samples = round(segment.duration_s * 200)
    assert 0 < n_samples < 2000
    found = np.array(source.read(range(4), 0, segment))
    np.testing.assert_allclose(found, UV[:, :n_samples], atol=1e-3)
    check_source_contract(source)
    source.close()


def test_a_file_cut_before_its_samples_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    content = path.read_bytes()
    first = next(at for at, kind, _, _ in tags(content) if kind == 300)
    path.write_bytes(content[: first + 30])
    with pytest.raises(UnreadableFile):
        open_recording(path)


def test_damaged_annotations_and_dates_take_no_signal_along(tmp_path: Path) -> None:
    path = write(tmp_path)
    whole = path.read_bytes()
    changed = [tag for tag in tags(whole) if tag[1] in (100, 103, 204, 404, 405) and tag[3]]
    assert changed
    for at, _, _, n_bytes in changed:
        path.write_bytes(whole[: at + 16] + b"\xfe" * n_bytes + whole[at + 16 + n_bytes :])
        source = open_recording(path)
        found = np.array(source.read(range(4), 0, source.recording.segments[0]))
        np.testing.assert_allclose(found, UV, atol=1e-3)
        source.scan_events()
        source.close()


@pytest.mark.parametrize("measured", [None, 1583402400])
def test_marks_of_a_cropped_file_stand_at_their_samples_and_name_their_channels(
    tmp_path: Path, measured: int | None
) -> None:
    import mne

    raw = mne.io.RawArray(UV * 1e-6, mne.create_info(list(files.LABELS), 200.0, "eeg"), verbose="ERROR")
    raw.set_meas_date(measured)
    label = files.LABELS[1]
    raw.set_annotations(mne.Annotations([2.0, 3.0], [0.5, 0.0], ["spasm", "all"], ch_names=[[label], []]))
    raw.crop(1.0, 9.0).save(tmp_path / "a_raw.fif", verbose="ERROR")
    source = open_recording(tmp_path / "a_raw.fif")
    found = [(mark.onset_s, mark.duration_s, mark.text, mark.channels) for mark in source.scan_events().annotations]
    assert found == [(1.0, 0.5, "spasm", (source.recording.channels[1].name,)), (2.0, 0.0, "all", ())]
    source.close()


def test_a_packed_file_opens_and_other_results_are_refused_for_what_they_are(tmp_path: Path) -> None:
    import gzip

    import mne

    path = write(tmp_path)
    (tmp_path / "b_raw.fif.gz").write_bytes(gzip.compress(path.read_bytes()))
    source = open_recording(tmp_path / "b_raw.fif.gz")
    found = np.array(source.read(range(4), 0, source.recording.segments[0]))
    np.testing.assert_allclose(found, UV, atol=1e-3)
    source.close()
    raw = mne.io.read_raw_fif(path, preload=True, verbose="ERROR")
    epochs = mne.make_fixed_length_epochs(raw, 1.0, preload=True, verbose="ERROR")
    epochs.save(tmp_path / "a-epo.fif", verbose="ERROR")
    raw.close()
    with pytest.raises(UnreadableFile) as refused:
        open_recording(tmp_path / "a-epo.fif")
    assert "epochs" in refused.value.sentence
