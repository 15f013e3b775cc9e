"""Curry recordings: lazily, in any of their forms; what cannot be read says why."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.opening import open_recording

UV = files.waves_uv()
EVENTS = (
    "NUMBER_LIST START_LIST # Do not edit!\n"
    "401 0 7 1.0 401 401 0 0 0 0 0\n901 0 9 1.0 901 1001 0 0 0 0 0\n"
    "NUMBER_LIST END_LIST\n\nREMARK_LIST START_LIST # Do not edit!\neyes closed\n\nREMARK_LIST END_LIST\n"
)


def write(folder: Path, change: Callable[[str], str] = lambda text: text, uv: np.ndarray = UV) -> Path:
    path = files.write_curry(folder, uv)
    parameters = folder / "a.cdt.dpo"
    parameters.write_text(change(parameters.read_text()))
    return path


def all_uv(source: SignalSource, segment_index: int = 0) -> np.ndarray:
    return np.array(source.read(range(4), segment_index, source.recording.segments[segment_index]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def test_values_are_those_of_mne(tmp_path: Path) -> None:
    import mne

    path = write(tmp_path)
    source = open_recording(path)
    raw = mne.io.read_raw_curry(path, verbose="ERROR")
    np.testing.assert_allclose(all_uv(source), np.asarray(raw.get_data()) * 1e6, rtol=1e-6, atol=1e-4)
    assert [channel.label for channel in source.recording.channels] == raw.ch_names
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0)
    check_source_contract(source)
    source.close()


def test_events_are_marks_each_with_its_own_text(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "A.CDT.CEO").write_text(EVENTS)
    source = open_recording(path)
    found = source.scan_events()
    assert [(m.onset_s, m.duration_s, m.text) for m in found.annotations] == [
        (2.005, 0.0, "eyes closed"),
        (4.505, 0.5, "9"),
    ]
    assert found.issues == ()
    source.close()


@pytest.mark.parametrize("text", ["", "NUMBER_LIST START_LIST\n401 0", EVENTS.replace("401 0 7", "x y z")])
def test_a_damaged_list_of_events_takes_no_signal_along(tmp_path: Path, text: str) -> None:
    path = write(tmp_path)
    (tmp_path / "a.cdt.cef").write_text(text)
    source = open_recording(path)
    np.testing.assert_array_equal(all_uv(source), UV)
    assert [issue.code for issue in source.scan_events().issues] == ["annotations_damaged"]
    source.close()


@pytest.mark.parametrize("cut", [False, True])
def test_channel_after_channel_and_the_other_order_of_bytes(tmp_path: Path, cut: bool) -> None:
    path = write(tmp_path, lambda t: t.replace("= SAMP", "= CHAN").replace("= LITTLE", "= BIG"))
    content = UV.astype(">f4").tobytes()
    path.write_bytes(content[: len(content) // 2 + 200] if cut else content)
    source = open_recording(path)
    if cut:
        assert codes(source) == ["file_truncated"]
        np.testing.assert_array_equal(all_uv(source)[:2], UV[:2])
        np.testing.assert_array_equal(all_uv(source)[2, :50], UV[2, :50])
        assert np.isnan(all_uv(source)[2, 50:]).all()
    else:
        np.testing.assert_array_equal(all_uv(source), UV)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("by_channel", [False, True])
@pytest.mark.parametrize("comma", [False, True])
def test_samples_as_text(tmp_path: Path, by_channel: bool, comma: bool) -> None:
    def change(text: str) -> str:
        return text.replace("= FLOAT", "= ASCII").replace("= SAMP", "= CHAN" if by_channel else "= SAMP")

    path = write(tmp_path, change)
    np.savetxt(path, (UV if by_channel else UV.T) / 2, fmt="%.2f")
    if comma:
        path.write_text(path.read_text().replace(".", ","))
    source = open_recording(path)
    np.testing.assert_array_equal(all_uv(source), UV / 2)
    assert codes(source) == []
    check_source_contract(source)
    source.close()


def test_a_text_that_ends_early_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path, lambda text: text.replace("= FLOAT", "= ASCII"))
    np.savetxt(path, UV.T[:500], fmt="%.2f", footer="the end")
    source = open_recording(path)
    assert codes(source) == ["file_truncated"]
    np.testing.assert_array_equal(all_uv(source), UV[:, :500])
    source.close()


def test_epochs_are_segments_of_unknown_distance(tmp_path: Path) -> None:
    labels = "EPOCH_LABELS START_LIST\n a\n b\n a\n b\nEPOCH_LABELS END_LIST\n"
    path = write(tmp_path, lambda t: t.replace("= 2000", "= 500").replace("NumTrials = 1", "NumTrials = 4") + labels)
    source = open_recording(path)
    assert [segment.start_s for segment in source.recording.segments] == [0.0, 2.5, 5.0, 7.5]
    assert codes(source) == ["break_unknown"]
    np.testing.assert_array_equal(all_uv(source, 3), UV[:, 1500:])
    assert [mark.text for mark in source.scan_events().annotations] == ["a", "b", "a", "b"]
    check_source_contract(source)
    source.close()


def test_compressed_samples_are_refused_for_what_they_are(tmp_path: Path) -> None:
    guid = "   DataGuid = {2912E8D8-F5C8-4E25-A8E7-A1385967DA09}\n"
    with pytest.raises(UnreadableFile, match="compressed"):
        open_recording(write(tmp_path, lambda t: guid + t))


@pytest.mark.parametrize("name", ["a.cdt.dpa", "a.cdt.dpo", "A.CDT.DPA", "a.cdt.ceo"])
def test_parameters_alone_name_what_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("DATA_PARAMETERS Start\nNumSamples = 100\nDATA_PARAMETERS End\n")
    with pytest.raises(UnreadableFile) as refused:
        open_recording(tmp_path / name)
    assert "a.cdt" in refused.value.sentence.lower().replace(name.lower(), "", 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("StartYear = 2020", "StartYear = 0"),
        lambda t: t.replace("StartMonth = 3", "StartMonth = 13"),
        lambda t: t.replace("StartHour = 10", "StartHour = ten"),
        lambda t: "\n".join(line for line in t.splitlines() if "Start" not in line) + "\n",
    ],
)
def test_a_date_that_is_none_is_told(tmp_path: Path, change: Callable[[str], str]) -> None:
    source = open_recording(write(tmp_path, change))
    assert source.recording.started_at is None
    assert codes(source) == ["start_unknown"]
    np.testing.assert_array_equal(all_uv(source), UV)
    source.close()


def test_places_and_labels_may_be_missing_or_wrong(tmp_path: Path) -> None:
    path = write(tmp_path, lambda t: t.replace("SENSORS", "SENS").replace("LABELS", "LAB"))
    source = open_recording(path)
    assert [channel.label for channel in source.recording.channels] == ["EEG1", "EEG2", "EEG3", "EEG4"]
    assert codes(source) == ["labels_unread"]
    source.close()


def test_channels_that_are_not_stored_are_left_out(tmp_path: Path) -> None:
    places = "CHAN_IN_FILE START_LIST\n 2\n 1\n 0\n 4\n 3\nCHAN_IN_FILE END_LIST\n"
    source = open_recording(write(tmp_path, lambda t: t.replace("\nC3\n", "\nRef\nC3\n") + places))
    assert [channel.label for channel in source.recording.channels] == ["Fp2", "Fp1", "C4", "C3"]
    source.close()


def test_the_older_form_opens_without_its_labels(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "a.cdt").rename(tmp_path / "b.DAT")
    old = "NUM_SAMPLES = 2000\nNUM_CHANNELS = 4\nNUM_TRIALS = 1\nSAMPLE_FREQ_HZ = 200\nSAMPLE_TIME_USEC = 5000\n"
    (tmp_path / "b.dap").write_text(old)
    source = open_recording(tmp_path / "b.DAT")
    assert "part_missing" in codes(source)
    assert source.recording.segments == (Span(0.0, 10.0),)
    np.testing.assert_array_equal(all_uv(source), UV)
    source.close()


def test_cut_and_changed_parts_open_or_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path)
    (tmp_path / "a.cdt.ceo").write_text(EVENTS)
    wholes = {name: (tmp_path / name).read_bytes() for name in ("a.cdt.dpo", "a.cdt.ceo")}
    rng = np.random.default_rng(2)
    for turn in range(60):
        for name, whole in wholes.items():
            content = bytearray(whole)
            for at in rng.integers(0, len(content), 4):
                content[at] = rng.integers(256)
            (tmp_path / name).write_bytes(content[: rng.integers(len(content))] if turn % 3 == 0 else content)
        with contextlib.suppress(UnreadableFile):  # and nothing else
            source = open_recording(path)
            source.read([0], 0, Span(0.0, 1.0))
            source.scan_events()
            source.close()


@pytest.mark.parametrize("key", ["DataFormat", "DataSampOrder", "DataByteOrder"])
@pytest.mark.parametrize("value", [None, "x"])
def test_a_form_that_is_assumed_is_told(tmp_path: Path, key: str, value: str | None) -> None:
    def change(text: str) -> str:
        line = next(line for line in text.splitlines() if key in line)
        return text.replace(line + "\n", "" if value is None else f"   {key} = {value}\n")

    source = open_recording(write(tmp_path, change))
    np.testing.assert_array_equal(all_uv(source), UV)
    assert "header_incomplete" in codes(source)
    source.close()


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("\n", "\r"), lambda text: text.upper()])
def test_parameters_in_any_letters_and_with_any_line_ends(tmp_path: Path, change: Callable[[str], str]) -> None:
    path = write(tmp_path)
    parameters = tmp_path / "a.cdt.dpo"
    parameters.write_bytes(change(parameters.read_text()).encode())
    source = open_recording(path)
    np.testing.assert_array_equal(all_uv(source), UV)
    assert [channel.name for channel in source.recording.channels] == ["Fp1", "Fp2", "C3", "C4"]
    source.close()
