"""One real minute of EEG, written oddly or damaged in sixty ways: what can be recovered equals the undamaged file."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from recordings.reader_contract import check_recording, check_source_contract
from shared_data import DATA, needs_shared, shared_files

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.readers.opening import open_recording

ODD = DATA / "odd"
needs_data = needs_shared(ODD)

# file name up to "_" → codes of its issues; None = refused. Every file of the folder is named.
EXPECTED: dict[str, set[str] | None] = {
    "00": set(),
    "d01": {"truncated"},
    "d02": {"trailing_bytes"},
    "d03": {"truncated"},
    "d04": {"record_times_missing", "annotations_damaged"},
    "d05": {"record_times_missing"},
    "d06": {"record_times_backwards"},
    "d07": {"record_times_missing", "bytes_zeroed"},
    "h01": None,
    "h02": None,
    "h03": None,
    "h04": None,
    "h05": {"unfinished"},
    "h06": {"record_count_too_large"},
    "h07": {"record_count_too_small"},
    "h08": {"record_count_unreadable"},
    "h09": {"start_date_unusual"},
    "h10": {"start_date_unusual"},
    "h11": {"start_time_unreadable"},
    "h12": {"version_unknown"},
    "h13": {"signal_count_wrong"},
    "h14": {"signal_count_wrong"},
    "h15": {"header_size_wrong"},
    "h16": {"record_duration_wrong"},
    "h17": {"record_duration_wrong"},
    "h18": {"record_duration_wrong"},
    "h19": {"scaling_unknown"},
    "h20": {"decimal_comma"},
    "h21": {"scaling_unknown"},
    "h22": {"scaling_unknown"},
    "h23": {"sample_count_wrong"},
    "h24": {"sample_count_wrong"},
    "h25": {"sample_count_wrong"},
    "h26": {"header_characters"},
    "h27": {"header_characters"},
    "h28": {"header_characters", "label_duplicate", "text_encoding"},
    "h29": {"label_blank", "channel_railed"},  # nothing says that two channels at the limit are event marks
    "h30": {"header_characters"},
    "h31": {"header_characters"},
    "v02": set(),
    "v03": set(),
    "v04": set(),
    "v06": set(),
    "v07": set(),
    "v08": set(),
    "v09": {"polarity_inverted"},
    "v10": set(),
    "v11": {"plus_flag_missing"},
    "v12": {"annotation_past_end"},
    "v14": set(),
    "v15": set(),
    "v16": {"channel_flat", "channel_railed"},
    "w01": None,
    "w02": {"wrong_extension"},
    "w03": None,
    "w04": None,
    "w05": None,
    "w06": None,
}
ODD_FILES = shared_files(ODD, lambda path: path.parent == ODD)


def by_label(source: SignalSource) -> dict[str, np.ndarray]:
    """Return the whole of each channel by its name, those in µV only."""
    recording = source.recording
    channels = [c for c in recording.channels if c.unit == "uV"]
    values = source.read([c.index for c in channels], 0, recording.segments[0])
    return {c.name.lower(): v for c, v in zip(channels, values, strict=True)}


@needs_data
def test_every_odd_file_is_expected() -> None:
    assert {path.name.split("_")[0] for path in ODD_FILES} == set(EXPECTED)


@pytest.mark.parametrize("path", ODD_FILES, ids=lambda path: path.name)
def test_an_odd_file_opens_with_its_issues_or_is_refused(path: Path) -> None:
    expected = EXPECTED[path.name.split("_")[0]]
    if expected is None:
        with pytest.raises(UnreadableFile) as caught:
            open_recording(path)
        assert caught.value.sentence
        assert caught.value.advice
        return
    with closing(open_recording(path)) as source:
        issues = (*source.recording.issues, *source.scan_events().issues)
        assert {issue.code for issue in issues} == expected
        check_recording(source.recording)
        if path.name[0] in "0dv":
            check_source_contract(source, n_channels=4)


@pytest.mark.parametrize(
    "path", [p for p in ODD_FILES if EXPECTED.get(p.name.split("_")[0]) is not None], ids=lambda path: path.name
)
def test_recovered_values_equal_the_undamaged_file(path: Path) -> None:
    number = path.name.split("_")[0]
    with closing(open_recording(ODD / "00_base.edf")) as base, closing(open_recording(path)) as source:
        if number in ("h28", "h29"):  # names are damaged too: channels correspond by position
            for a, b in zip(base.recording.channels, source.recording.channels, strict=True):
                whole = base.recording.span
                np.testing.assert_array_equal(base.read([a.index], 0, whole)[0], source.read([b.index], 0, whole)[0])
            return
        expected, found = by_label(base), by_label(source)
        if number in ("h19", "h21", "h22"):
            assert "fp1" not in found, "digits without a scale are not µV"
        for name, values in found.items():
            if number == "v16" and name in ("f3", "f4", "c3"):
                continue  # another signal was written there
            if number == "v14" and len(values) != 12000:
                assert len(values) in (6000, 3000, 60)  # written at a lower rate
                continue
            whole = expected[name][: len(values)]
            if number == "v09":
                np.testing.assert_allclose(values, -whole, rtol=1e-4, atol=0.2 if "mark" not in name else 400)
            elif number == "d07":
                hole = slice(9 * 200, 24 * 200)
                np.testing.assert_array_equal(np.delete(values, hole), np.delete(whole, hole))
            else:
                np.testing.assert_allclose(values, whole, atol=1e-3)
        if base.recording.started_at and number != "h11":
            assert source.recording.started_at == base.recording.started_at


@needs_data
def test_a_name_with_spaces_and_other_scripts(tmp_path: Path) -> None:
    path = tmp_path / "Säugling 3 – 脳波 (копия).edf"
    path.write_bytes((ODD / "00_base.edf").read_bytes())
    with closing(open_recording(path)) as source, closing(open_recording(ODD / "00_base.edf")) as base:
        assert source.recording.fingerprint == base.recording.fingerprint
        assert source.recording.issues == ()


REAL = shared_files(DATA, lambda path: path.suffix in (".edf", ".bdf") and path.parent != ODD)


@pytest.mark.filterwarnings("ignore::UserWarning")  # edfio warns of what it mends
@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.relative_to(DATA)))
def test_real_files_keep_the_contract_and_agree_with_edfio(path: Path) -> None:
    import edfio

    with closing(open_recording(path)) as source:
        check_source_contract(source, window_s=6.0, n_channels=4)
        recording = source.recording
        reader = edfio.read_bdf if recording.format.startswith("BDF") else edfio.read_edf
        oracle = reader(path)
        assert len(oracle.signals) == len(recording.channels)
        marks = source.scan_events().annotations
        codes = [
            mark for mark in marks if mark.annotation_id.count("-") == 3
        ]  # of trigger channels, which edfio leaves
        assert len(oracle.annotations) == len(marks) - len(codes)
        for index in {0, len(recording.channels) // 2, len(recording.channels) - 1} & set(
            range(len(recording.channels))
        ):
            channel, signal = recording.channels[index], oracle.signals[index]
            (values,) = source.read([index], 0, recording.segments[0])
            factor = {"mV": 1e3, "V": 1e6}.get(signal.physical_dimension, 1.0)
            np.testing.assert_allclose(values, signal.data * factor, rtol=1e-5, atol=1e-3)
            assert channel.rate_hz == pytest.approx(signal.sampling_frequency)


@needs_data
def test_the_names_of_real_recordings() -> None:
    for name in ("absence_30min.edf", "infant_background_18min.edf"):
        with closing(open_recording(DATA / "eeg" / name)) as source:
            kinds = {c.name: c.kind.value for c in source.recording.channels}
        for electrode in "Fp1 Fp2 F7 F3 Fz F4 F8 T7 C3 Cz C4 T8 P7 P3 Pz P4 P8 O1 O2 A1 A2".split(" "):  # noqa: SIM905
            assert kinds[electrode] == "eeg"
        assert kinds["ECG X1"] == "ecg"
        assert kinds["Mark1"] == kinds["E"] == kinds["X2"] == "other"
    with closing(open_recording(DATA / "eeg" / "preterm_bipolar_11min.edf")) as source:
        names = [c.name for c in source.recording.channels]
    assert names == ["F7-C3", "C3-P7", "F7-T7", "T7-P7", "F8-C4", "C4-P8", "F8-T8", "T8-P8"]
