"""Signals as MNE has them: the same values, gaps told, rates explained."""

import warnings
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import mne
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.edf_files import File, Signal, write_file
from recordings.study_files import STARTED_AT, write_edf
from shared_data import DATA, needs_shared

import eegview
from eegview.api import signals
from eegview.model.errors import UsageError

FLOAT32_HALF_UNIT = 2.0**-24  # of the value: how far rounding to float32 moves it at most
SAME_V = 1.5e-11  # up to 256 µV
EDF = ("absence_30min.edf", "infant_background_18min.edf", "preterm_bipolar_11min.edf")
BRAINVISION = "formats/mne-python"


def samples(raw: Any, *words: Any, **more: Any) -> np.ndarray:
    """Return samples of a raw, (n_channels, n_samples) V; MNE's own types say that times may come with them."""
    return np.asarray(raw.get_data(*words, **more))


def assert_as_mne(path: Path, read: Callable[..., Any]) -> None:
    """Check that a file has the same channels, samples and start here as MNE reads."""
    theirs = read(path, preload=True, verbose="error")
    with eegview.open_study(path) as study:
        ours = study.raw(file_labels=True)
        assert ours.ch_names == theirs.ch_names
        assert ours.info["sfreq"] == pytest.approx(theirs.info["sfreq"], rel=1e-9)
        voltage = study.channels()["unit"].to_numpy() == "uV"
    assert ours.n_times == theirs.n_times
    mine, there = samples(ours)[voltage], samples(theirs)[voltage]
    off = np.abs(mine - there)
    assert (off[np.abs(there) <= 256e-6]).max() <= SAME_V
    assert (off <= np.abs(there) * FLOAT32_HALF_UNIT * 2 + 1e-15).all()
    assert ours.info["meas_date"] == theirs.info["meas_date"]


@needs_shared()
@pytest.mark.parametrize("name", EDF)
def test_edf_is_what_mne_reads(name: str) -> None:
    assert_as_mne(DATA / "eeg" / name, mne.io.read_raw_edf)


@needs_shared()
@pytest.mark.parametrize("name", ["test_highpass_hz.vhdr", "test_old_layout_latin1_software_filter.vhdr"])
def test_brainvision_is_what_mne_reads(name: str) -> None:
    (path,) = (DATA / "formats").rglob(name)
    assert_as_mne(path, mne.io.read_raw_brainvision)


def test_gaps_are_zeros_that_mne_leaves_out(gapped: Path) -> None:
    with eegview.open_study(gapped) as study:
        raw = study.raw()
    values = samples(raw)
    assert raw.n_times == 6000
    assert raw.get_channel_types() == ["eeg", "eeg", "ecg"]
    assert not np.isnan(values).any()
    assert (values[:, 2000:3000] == 0).all()
    assert [*zip(raw.annotations.onset, raw.annotations.duration, raw.annotations.description, strict=True)] == [
        (20.0, 10.0, "BAD_ACQ_SKIP")
    ]
    kept = samples(raw, reject_by_annotation="omit")
    assert kept.shape[1] == 5000


def test_a_stretch_has_its_gap_where_it_is(gapped: Path) -> None:
    with eegview.open_study(gapped) as study:
        raw = study.raw(tmin=15, tmax=40)
    assert raw.first_time == 15.0
    (onset_s,) = raw.annotations.onset
    assert onset_s == pytest.approx(20.0)  # from the start of the recording, as MNE counts with a start time
    assert (samples(raw, tmin=5, tmax=14.99) == 0).all()


def test_what_one_file_lacks_is_not_invented(tmp_path: Path) -> None:
    first = write_edf(tmp_path / "1.edf", segments=((0, 20),), names=("C3", "C4"))
    later = STARTED_AT + timedelta(seconds=30)
    second = write_edf(tmp_path / "2.edf", segments=((0, 20),), names=("C3",), started_at=later)
    with eegview.open_study(first, second) as study:
        raw = study.raw(picks=["C3", "C4"])
        there = [channel for channel in raw.ch_names if not np.isnan(samples(raw, channel)).any()]
    notes = [note for note in raw.annotations if note["description"] == "NO_DATA"]
    assert there == ["C3"]
    assert [note["ch_names"] for note in notes] == [("C4",)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(first=st.integers(0, 5900), n=st.integers(1, 100), is_filtered=st.booleans())
def test_a_stretch_is_a_slice_of_the_whole(gapped: Path, first: int, n: int, is_filtered: bool) -> None:
    preset = "clinical" if is_filtered else None
    with eegview.open_study(gapped) as study:
        whole = samples(study.raw(preset=preset))
        part = samples(study.raw(tmin=first / 100, tmax=(first + n) / 100, preset=preset))
    assert part.shape[1] == n
    np.testing.assert_allclose(part, whole[:, first : first + n], rtol=0, atol=2e-10)


def test_slower_channels_are_held_and_named(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rates = {"EEG C3": (200, "uV"), "EEG C4": (200, "uV"), "SpO2": (1, "%")}
    made = [Signal(label, rng.integers(0, 900, (8, rate)), unit) for label, (rate, unit) in rates.items()]
    path = write_file(tmp_path / "rates.edf", File(made))
    with eegview.open_study(path) as study:
        raw = study.raw()
        eeg = study.raw(picks="eeg")
        slow = study.raw(picks=["SpO2"])
    assert raw.info["sfreq"] == 200
    assert raw.info["description"] == "Held at 200 Hz, each value until the next: SpO2 (1 Hz)."
    assert (samples(raw, "SpO2")[0].reshape(-1, 200) == samples(slow).reshape(-1, 1)).all()
    assert not eeg.info["description"]
    assert slow.info["sfreq"] == 1


def test_rows_of_a_montage_are_those_of_the_window(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        plain = study.raw()
        rows = study.raw("longitudinal_bipolar")
    assert rows.ch_names[0] == "Fp1-F7"
    difference = samples(plain, "Fp1") - samples(plain, "F7")
    np.testing.assert_allclose(samples(rows, "Fp1-F7"), difference, atol=SAME_V)


def test_rows_without_their_electrodes_are_named_and_left_out(tmp_path: Path) -> None:
    path = write_edf(tmp_path / "few.edf", names=("Fp1", "F7", "C3"))
    with eegview.open_study(path) as study:
        with pytest.warns(UserWarning, match=r"Left out of the montage “longitudinal_bipolar”: F7-T7 \(no T7\)"):
            raw = study.raw("longitudinal_bipolar")
        assert raw.ch_names == ["Fp1-F7"]
        with pytest.warns(UserWarning, match="Left out"):
            study.raw("longitudinal_bipolar", picks="eeg")
        with pytest.raises(UsageError, match=r"none of the rows of the montage “cz_reference”: .*no Cz"):
            study.raw("cz_reference")


def test_bad_channels_of_the_library_are_bad_for_mne(recording: Path, tmp_path: Path) -> None:
    from eegview.app.library.editing import Editor, study_library
    from eegview.model.study.bad_channels import held_state
    from eegview.model.study.records import BAD_CHANNEL_TERM, study_record

    with eegview.open_study(recording) as study:
        library = study_library()
        try:
            record = study_record(BAD_CHANNEL_TERM, "T7", "2026-01-01T00:00:00.000000+00:00", held_state(True), "Ann")
            Editor(library, study.info.fingerprint, "Ann", "technologist").add(record)
        finally:
            library.close()
        assert study.bad_channels == ("T7",)
        assert study.raw().info["bads"] == ["T7"]
        good = samples(study.raw(picks="eeg").copy().drop_channels(["T7"]))
        average = study.raw("common_average")
        np.testing.assert_allclose(
            samples(average, "C3-AVG"), samples(study.raw(), "C3") - good.mean(axis=0), atol=SAME_V
        )


def test_filters_of_a_preset(recording: Path) -> None:
    with eegview.open_study(recording) as study:
        plain, shown = study.raw(picks="eeg"), study.raw(picks="eeg", preset="clinical")
    slow = [np.asarray(raw.compute_psd(fmax=0.3, verbose="error").get_data()).mean() for raw in (plain, shown)]
    assert slow[1] < slow[0]


@pytest.mark.parametrize(
    ("words", "told", "advice"),
    [
        ({"montage": "nope"}, "no montage “nope”", "longitudinal_bipolar"),
        ({"preset": "nope"}, "no preset “nope”", "clinical"),
        ({"picks": "nope"}, "no row “nope”", "kinds eeg, ecg, other"),
        ({"tmin": 130}, "no samples from 130", "runs from 0 to 120 s"),
        ({"tmin": 5, "tmax": 5}, "no samples", "tmin before tmax"),
        ({"tmin": -1}, "no samples", "runs from 0"),
        ({"tmax": float("nan")}, "no samples", "runs from 0"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    recording: Path, words: dict[str, Any], told: str, advice: str
) -> None:
    with eegview.open_study(recording) as study, pytest.raises(UsageError, match=told) as error:
        study.raw(**words)
    assert advice in error.value.advice


def test_more_than_the_memory_holds_is_refused_before_it_is_read(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "_BYTES_A_SAMPLE", 10**12)
    with eegview.open_study(recording) as study, pytest.raises(UsageError, match="GB of memory") as error:
        study.raw()
    assert "tmin and tmax" in error.value.advice


def test_nothing_is_warned_of_where_all_is_there(recording: Path) -> None:
    with eegview.open_study(recording) as study, warnings.catch_warnings():
        warnings.simplefilter("error")
        study.raw()
