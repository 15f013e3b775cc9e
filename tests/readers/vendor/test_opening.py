"""Recordings in vendors' formats: the same numbers come out, breaks are breaks, damage ends nothing."""

import contextlib
import json
import logging
import struct
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from recordings import vendor_files as files
from recordings.reader_contract import check_source_contract
from shared_data import DATA, needs_shared

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers import by_format
from eegview.readers.by_format import open_vendor
from eegview.readers.opening import open_recording
from eegview.readers.placing import placed, time_of_sample, without_skips
from eegview.readers.stored_segment import StoredSegment
from eegview.readers.vendor import opening

FORMATS = DATA / "formats"
needs_data = needs_shared(FORMATS)
UV = files.waves_uv()
BEGAN = datetime(2020, 3, 5, 10, 0, 0)
WRITERS = {  # writer, format, start, how far values may be off (µV)
    "brainvision": (files.write_brainvision, "BrainVision", None, 0.0),
    "persyst": (files.write_persyst, "Persyst", BEGAN, 0.0),
    "gdf": (files.write_gdf, "GDF", BEGAN, 0.0),
    "nedf": (files.write_nedf, "NEDF", BEGAN, 0.03),
    "neuroscan": (files.write_neuroscan, "Neuroscan CNT", BEGAN, 0.0),
    "ant": (files.write_ant, "ANT CNT", None, 0.0),
    "curry": (files.write_curry, "Curry", BEGAN, 0.0),
    "nihon_kohden": (files.write_nihon_kohden, "Nihon Kohden", BEGAN, 0.06),
}


def all_uv(source: SignalSource, segment_index: int = 0, n_channels: int = 4) -> np.ndarray:
    return np.array(source.read(range(n_channels), segment_index, source.recording.segments[segment_index]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_back_what_was_written(tmp_path: Path, name: str) -> None:
    write, kind, began, tolerance_uv = WRITERS[name]
    source = open_recording(write(tmp_path, UV))
    recording = source.recording
    assert recording.format == kind
    assert recording.started_at == began
    assert recording.segments == (Span(0.0, 10.0),)
    assert [c.name for c in recording.channels][:4] == list(files.LABELS)
    assert all(c.kind is ChannelKind.EEG and c.unit == "uV" and c.rate_hz == 200 for c in recording.channels[:4])
    np.testing.assert_allclose(all_uv(source), UV, atol=tolerance_uv + 1e-4)
    check_source_contract(source)
    source.close()


def test_fif_gives_back_what_was_written_and_its_pauses_are_gaps(tmp_path: Path) -> None:
    import mne

    info = mne.create_info([*files.LABELS, "STI"], 200.0, ["eeg"] * 4 + ["stim"])  # type: ignore[arg-type]
    raw = mne.io.RawArray(np.vstack([UV * 1e-6, np.zeros(2000)]), info, verbose="ERROR")
    raw.set_meas_date(1583402400)
    raw.set_annotations(
        mne.Annotations([2.0, 8.0], [3.0, 0.5], ["BAD_ACQ_SKIP", "spasm"], orig_time=raw.info["meas_date"])
    )
    raw.save(tmp_path / "a_raw.fif", verbose="ERROR")
    source = open_vendor(tmp_path / "a_raw.fif")
    assert codes(source) == ["start_utc"]
    assert source.recording.segments == (Span(0.0, 2.0), Span(5.0, 10.0))
    assert [c.kind for c in source.recording.channels][3:] == [ChannelKind.EEG, ChannelKind.TRIGGER]
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1000:], atol=1e-3)
    (mark,) = source.scan_events().annotations
    assert (mark.onset_s, mark.duration_s, mark.text) == (pytest.approx(8.0), 0.5, "spasm")
    check_source_contract(source)


def write_eeglab(folder: Path, boundary: bool = False, n_epochs: int = 1) -> Path:
    from scipy.io import savemat

    places = np.array([(label, []) for label in files.LABELS], dtype=[("labels", object), ("X", object)])
    events = np.array(
        [("spasm", 401.0, 0.0)] + [("boundary", 1000.5, 50.0)] * boundary,
        dtype=[("type", object), ("latency", float), ("duration", float)],
    )
    data = UV.astype(np.float32) if n_epochs == 1 else UV.reshape(4, -1, n_epochs).astype(np.float32)
    eeg = {
        "setname": "a", "nbchan": 4, "pnts": data.shape[1], "trials": n_epochs, "srate": 200.0, "xmin": 0.0,
        "xmax": 9.995, "data": data, "chanlocs": places, "event": events, "ref": "common",
        "chaninfo": {"icachansind": []},
        "icawinv": [], "icasphere": [], "icaweights": [], "icaact": [], "epoch": [], "urevent": [],
    }  # fmt: skip
    savemat(folder / "a.set", {"EEG": eeg}, appendmat=False)
    return folder / "a.set"


def test_eeglab_and_its_cuts(tmp_path: Path) -> None:
    source = open_vendor(write_eeglab(tmp_path))
    assert source.recording.format == "EEGLAB"
    np.testing.assert_allclose(all_uv(source), UV, atol=1e-3)
    assert [(m.onset_s, m.text) for m in source.scan_events().annotations] == [(2.0, "spasm")]
    check_source_contract(source)
    source = open_vendor(write_eeglab(tmp_path, boundary=True))
    assert source.recording.segments == (Span(0.0, 5.0), Span(5.25, 10.25))
    assert codes(source) == ["start_unknown"]
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1000:], atol=1e-3)
    assert [m.text for m in source.scan_events().annotations] == ["spasm"]


def test_eeglab_epochs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="epochs"):
        open_vendor(write_eeglab(tmp_path, n_epochs=4))


def test_brainvision_segments_lie_at_their_true_times(tmp_path: Path) -> None:
    markers = (
        "Mk1=New Segment,,1,1,0,20200305100000500000\nMk2=Comment,before,101,1,0\n"
        "Mk3=New Segment,,801,1,0,20200305100100500000\nMk4=Comment,after,901,1,0\n"
        "Mk5=New Segment,,1201,1,0,20200305100102500000\nMk6=New Segment,,1601,1,0\n"
    )
    source = open_vendor(files.write_brainvision(tmp_path, UV, markers))
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 500_000)
    # The third start is where the second stretch would be without a break; the fourth has no time.
    assert source.recording.segments == (Span(0.0, 4.0), Span(60.0, 64.0), Span(64.0, 66.0))
    assert codes(source) == ["break_unknown"]
    marks = {m.text: m.onset_s for m in source.scan_events().annotations}
    assert marks["Comment/before"] == pytest.approx(0.5)
    assert marks["Comment/after"] == pytest.approx(60.5)
    np.testing.assert_array_equal(all_uv(source, 1), UV[:, 800:1600])
    check_source_contract(source)


@pytest.mark.parametrize(("unit", "gain"), [("µV", 0.5), ("mV", 0.0005), ("V", 5e-7), ("nV", 500)])
def test_any_voltage_becomes_microvolts(tmp_path: Path, unit: str, gain: float) -> None:
    path = files.write_brainvision(tmp_path, UV, unit=unit, gain=gain)
    (tmp_path / "a.eeg").write_bytes((UV.T * 2).astype("<i2").tobytes())
    source = open_vendor(path)
    assert source.recording.channels[0].unit == "uV"
    np.testing.assert_allclose(all_uv(source), UV, rtol=1e-5)


def test_what_is_no_voltage_is_never_called_one(tmp_path: Path) -> None:
    source = open_vendor(files.write_brainvision(tmp_path, UV, unit="µS"))
    assert {c.unit for c in source.recording.channels} == {"µS"}
    np.testing.assert_allclose(all_uv(source), UV, rtol=1e-5)


def test_persyst_gaps_and_comments_by_the_clock(tmp_path: Path) -> None:
    path = files.write_persyst(
        tmp_path, UV, "0=36000.0\n400=36002.0\n1000=36100.0\n", "1.5,0.0,0,100,before\n101.0,2.0,0,100,after\n"
    )
    source = open_vendor(path)
    assert source.recording.segments == (Span(0.0, 5.0), Span(100.0, 105.0))
    assert [(m.onset_s, m.duration_s, m.text) for m in source.scan_events().annotations] == [
        (1.5, 0.0, "before"),
        (101.0, 2.0, "after"),
    ]
    np.testing.assert_array_equal(all_uv(source, 1), UV[:, 1000:])
    check_source_contract(source)


def test_nihon_kohden_blocks_lie_at_their_own_clock(tmp_path: Path) -> None:
    clocks = ("200305100000", "200305100005", "200305100130")
    source = open_vendor(files.write_nihon_kohden(tmp_path, UV, (800, 1600), clocks))
    # The second block starts a second late by a clock that has whole seconds only: no break.
    assert source.recording.segments == (Span(0.0, 8.0), Span(90.0, 92.0))
    np.testing.assert_allclose(all_uv(source, 1), UV[:, 1600:], atol=0.06)
    check_source_contract(source)


def test_a_part_opens_the_whole(tmp_path: Path) -> None:
    whole = open_vendor(files.write_brainvision(tmp_path, UV))
    for name in ("a.eeg", "a.vmrk"):
        assert open_vendor(tmp_path / name).recording.fingerprint == whole.recording.fingerprint
    files.write_persyst(tmp_path, UV)
    assert open_vendor(tmp_path / "a.dat").recording.format == "Persyst"


def test_the_identity_survives_renaming(tmp_path: Path) -> None:
    path = files.write_gdf(tmp_path, UV)
    before = open_vendor(path).recording.fingerprint
    assert open_vendor(path.rename(tmp_path / "Säugling 夜.gdf")).recording.fingerprint == before


@pytest.mark.parametrize(
    ("write", "missing", "open_name"),
    [
        (files.write_brainvision, "a.eeg", "a.vhdr"),
        (files.write_brainvision, "a.vhdr", "a.eeg"),
        (files.write_persyst, "a.dat", "a.lay"),
        (files.write_curry, "a.cdt.dpo", "a.cdt"),
    ],
)
def test_a_missing_part_is_named(tmp_path: Path, write, missing: str, open_name: str) -> None:
    write(tmp_path, UV)
    (tmp_path / missing).unlink()
    with pytest.raises(UnreadableFile) as refused:
        open_vendor(tmp_path / open_name)
    assert Path(missing).suffix in refused.value.sentence + refused.value.advice


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("share", [0.02, 0.5])
def test_a_cut_file_opens_or_is_refused(tmp_path: Path, name: str, share: float) -> None:
    path = WRITERS[name][0](tmp_path, UV)
    data = max((p for p in tmp_path.iterdir()), key=lambda p: p.stat().st_size)
    data.write_bytes(data.read_bytes()[: int(data.stat().st_size * share)])
    with contextlib.suppress(UnreadableFile):  # and nothing else
        source = open_vendor(path)
        values = source.read([0], 0, source.recording.segments[0])[0]
        assert len(values) == round(source.recording.segments[0].duration_s * 200)


@pytest.mark.parametrize(
    "name", ["a.set", "a.fif", "a.cnt", "a.gdf", "a.nedf", "a.xdf", "a.lay", "a.raw", "a.eeg", "a.dat", "a.txt"]
)
def test_what_only_bears_the_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UnreadableFile) as refused:
        open_vendor(tmp_path / name)
    assert refused.value.advice


def write_fif_start(folder: Path) -> Path:
    """Write the first bytes of a format that is read through the library."""
    (folder / "a.fif").write_bytes(b"\x00\x00\x00\x64\x00\x00\x00\x1f" + bytes(100))
    return folder / "a.fif"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError("a.eeg"), "A part of a.fif is missing."),
        (MemoryError(), "too large for this computer's memory"),
        (struct.error("unpack"), "damaged beyond use"),
        (NotImplementedError("version 7"), "in a form that cannot be read here"),
        (ModuleNotFoundError("pandas"), "need a library that is not installed"),
        (
            RuntimeError("For Curry epochs to work, the pandas module is needed, but it could not be imported."),
            "library",
        ),
        (PermissionError(13, "denied"), "may not be read"),
    ],
)
def test_whatever_the_library_raises_is_a_refusal(tmp_path: Path, monkeypatch, error: Exception, sentence: str) -> None:
    def fails(_readers: object, _kind: str):
        def open_it(_path: str) -> None:
            raise error

        return open_it

    monkeypatch.setattr(opening, "_opener", fails)
    with pytest.raises(UnreadableFile, match=sentence) as refused:
        open_vendor(write_fif_start(tmp_path))
    assert refused.value.__cause__ is error


def test_a_disk_that_refuses_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(by_format, "recognise", refuse)
    with pytest.raises(UnreadableFile, match="could not be read"):
        open_vendor(files.write_brainvision(tmp_path, UV))


def test_a_recording_without_samples_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = SimpleNamespace(n_times=0, ch_names=["Fp1"], info={"sfreq": 200.0})
    monkeypatch.setattr(opening, "_opener", lambda _readers, _kind: lambda _path: empty)
    with pytest.raises(UnreadableFile, match="contains no samples"):
        open_vendor(write_fif_start(tmp_path))


def test_a_folder_without_signals_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.mff").mkdir()
    for name in ("a.mff", "gone.vhdr"):
        with pytest.raises(UnreadableFile):
            open_vendor(tmp_path / name)


def test_samples_of_known_breaks() -> None:
    stored_segments, issues = placed([(0, 0.0), (100, 30.0), (200, 20.0)], 300, 100.0)
    assert stored_segments == (StoredSegment(0, 100, 0.0), StoredSegment(100, 100, 30.0), StoredSegment(200, 100, 31.0))
    assert [issue.code for issue in issues] == ["times_backwards"]
    assert time_of_sample(stored_segments, 150, 100.0) == 30.5
    assert time_of_sample(stored_segments, 200, 100.0) == 31.0
    assert without_skips(10, 1.0, [Span(0.0, 2.0), Span(5.0, 6.0)]) == (
        StoredSegment(2, 3, 2.0),
        StoredSegment(6, 4, 6.0),
    )


OPEN = {  # under `formats`: channels, rate, something in the codes of its issues ("" for none)
    "mne-python/brainvision/tests/data/test.vhdr": (32, 1000.0, "unit_unknown"),
    "mne-python/brainvision/tests/data/test_mixed_lowpass.vhdr": (32, 1000.0, ""),
    "mne-python/brainvision/tests/data/test_old_layout_latin1_software_filter.eeg": (29, 250.0, ""),
    "mne-python/brainvision/tests/data/test_bin_raw.fif": (33, 1000.0, "start_utc"),
    "mne-python/egi/tests/data/test_egi.raw": (262, 250.0, ""),
    "mne-python/nicolet/tests/data/test_nicolet_raw.head": (29, 256.0, ""),
    "mne-python/tests/data/test_ctf_comp_raw.fif": (340, 480.0, "start_unknown"),
    "mffpy/example_3.mff": (259, 250.0, ""),
    "mffpy/example_4.mff": (260, 1000.0, ""),
    "mne-hfo/sub-01/ses-interictalsleep/ieeg/sub-01_ses-interictalsleep_run-01_ieeg.vmrk": (50, 2000.0, ""),
}


@needs_data
@pytest.mark.parametrize("name", OPEN)
def test_recordings_of_other_projects_open(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    n_channels, rate_hz, code = OPEN[name]
    source = open_vendor(FORMATS / name)
    assert (len(source.recording.channels), source.recording.channels[0].rate_hz) == (n_channels, rate_hz)
    assert code in codes(source) if code else codes(source) == []
    check_source_contract(source, window_s=1.0, n_channels=4)
    printed = capfd.readouterr()
    assert printed.out == printed.err == ""


@needs_data
def test_brainvision_and_its_conversion_to_fif_hold_the_same_samples() -> None:
    folder = FORMATS / "mne-python" / "brainvision" / "tests" / "data"
    one, other = open_vendor(folder / "test_highpass.vhdr"), open_vendor(folder / "test_bin_raw.fif")
    np.testing.assert_allclose(all_uv(one, n_channels=26), all_uv(other, n_channels=26), atol=0.01)


@needs_data
@pytest.mark.parametrize(
    "name", ["mffpy/example_1.mff", "mffpy/example_2.mff", "mne-python/tests/data/test_raw-annot.fif"]
)
def test_recordings_without_signals_are_refused(name: str) -> None:
    with pytest.raises(UnreadableFile):
        open_vendor(FORMATS / name)


def test_nothing_of_the_vendor_readers_loads_with_the_door() -> None:
    heavy = "[m for m in ('mne', 'scipy', 'pyxdf', 'pydicom') if m in sys.modules]"
    code = f"import eegview.readers.vendor.opening, sys, json; print(json.dumps({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
    assert logging.getLogger("pyxdf").handlers == []
