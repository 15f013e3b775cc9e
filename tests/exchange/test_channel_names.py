"""Tables for other programs name channels as the file does, and marks land on their sample in MNE."""

import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import mne
import numpy as np
import pytest
from recordings.edf_files import File, plain, write_file

from eegview.app.exchange.exporting import export_marks
from eegview.app.exchange.importing import fit_marks, on_recordings_clock, read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.channel_names import FileNames, with_own_names
from eegview.exchange.mne_annotations import mne_start
from eegview.model.annotation import Annotation
from eegview.model.channel import Channel, ChannelKind
from eegview.model.recording import Recording
from eegview.model.time.clock import recorder_time
from eegview.readers.opening import open_recording

VOCABULARY = load_vocabulary(built_in_only=True)
RATE_HZ = 50
MARKS = (
    Annotation("a", "spasm", 1.26, 0.5, ("Fp1",), layer="ada"),
    Annotation("b", "spasm", 3.0, 0.5, ("Fp1-Fp2",), layer="ada"),
    Annotation("c", "spasm", 5.48, 0.5, (), layer="ada"),
    Annotation("d", "spasm", 6.02, 0.5, ("Fp2-AVG", "Fp2", "T9"), layer="ada"),
)


def opened(path: Path) -> Recording:
    source = open_recording(path)
    try:
        return source.recording
    finally:
        source.close()


def exported(tmp_path: Path, recording: Recording, name: str, dialect: str = "") -> tuple[str, ...]:
    started_at, duration_s = recording.started_at, recording.duration_s
    return export_marks(
        tmp_path / name, MARKS, VOCABULARY, started_at, [recording.path], dialect, duration_s, recording
    )


def edf(**changes: object) -> File:
    return plain(2, 8, RATE_HZ, reserved="EDF+C").with_(**changes)


FILES = {
    "whole second": edf(onsets_s=[f"{i}" for i in range(8)]),
    "half a second": edf(onsets_s=[f"{i}.5" for i in range(8)]),
    "a second and a half": edf(onsets_s=[f"{i + 1}.5" for i in range(8)]),
    "plain EDF": plain(2, 8, RATE_HZ),
    "gap": edf(reserved="EDF+D", onsets_s=[f"{i if i < 4 else i + 0.5}" for i in range(8)]),
    "unknown date": edf(onsets_s=[f"{i}.25" for i in range(8)], date="01.01.85", recording="Startdate X X X X"),
    "no date": edf(onsets_s=[f"{i}" for i in range(8)], date="xx.xx.xx", recording="Startdate X X X X"),
}


@pytest.mark.parametrize("what", FILES)
def test_marks_land_on_their_sample_in_mne(tmp_path: Path, what: str) -> None:
    path = write_file(tmp_path / "night.edf", FILES[what])
    recording = opened(path)
    exported(tmp_path, recording, "marks.csv", "mne")
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # that there is no date
        raw = mne.io.read_raw_edf(path)
    if raw.info["meas_date"] is None:
        raw.set_meas_date(0)
    raw.set_annotations(mne.read_annotations(tmp_path / "marks.csv"))
    annotations = raw.annotations
    assert [name.upper() for name in raw.ch_names] == ["EEG FP1", "EEG FP2"]
    assert list(annotations.ch_names) == [("EEG Fp1",), ("EEG Fp1", "EEG Fp2"), (), ("EEG Fp2",)]
    samples = mne.events_from_annotations(raw)[0][:, 0] - raw.first_samp
    assert samples.tolist() == [sample_of(recording, mark.onset_s) for mark in MARKS]
    back = on_recordings_clock(read_marks(str(tmp_path / "marks.csv"), VOCABULARY), recording.started_at)
    assert [mark.onset_s for mark in back.annotations] == [mark.onset_s for mark in MARKS]
    fitted = fit_marks(back.annotations, (), "ada", None, recording.channels)
    assert [mark.channels for mark in fitted.marks] == [("Fp1",), ("Fp1", "Fp2"), (), ("Fp2",)]


def sample_of(recording: Recording, onset_s: float) -> int:
    """Return the number of the sample that MNE has at this time: it reads the recording without its gaps."""
    before = 0
    for segment in recording.segments:
        if onset_s < segment.stop_s:
            return before + round((onset_s - segment.start_s) * RATE_HZ)
        before += round(segment.duration_s * RATE_HZ)
    raise ValueError(onset_s)


def test_mne_is_told_what_it_lacks(tmp_path: Path) -> None:
    recording = opened(write_file(tmp_path / "night.edf", FILES["no date"]))
    said = exported(tmp_path, recording, "marks.csv", "mne")
    assert any("left out of 1 mark" in sentence for sentence in said)  # T9
    assert any("set_meas_date(0)" in sentence for sentence in said)
    gap = opened(write_file(tmp_path / "gap.edf", FILES["gap"]))
    assert any("without its gaps" in sentence for sentence in exported(tmp_path, gap, "gap.csv", "mne"))


@pytest.mark.parametrize("name", ["marks.tsv", "marks.csv"])
def test_bids_names_channels_as_the_file_and_comes_back(tmp_path: Path, name: str) -> None:
    recording = opened(write_file(tmp_path / "night.edf", FILES["half a second"]))
    exported(tmp_path, recording, name)
    lines = (tmp_path / name).read_text(encoding="utf-8")
    assert "EEG Fp1" in lines.splitlines()[1]
    assert "EEG Fp1,EEG Fp2" in lines.splitlines()[2]
    assert read_marks(str(tmp_path / name), VOCABULARY).annotations == MARKS


def channels(*labels: tuple[str, str]) -> tuple[Channel, ...]:
    return tuple(Channel(i, name, label, ChannelKind.EEG, 100.0) for i, (name, label) in enumerate(labels))


def test_rows_are_named_by_their_channels() -> None:
    names = FileNames(channels(("Fp1", "EEG Fp1-Ref"), ("F7", "EEG F7-Ref"), ("T3-T5", "T3-T5 raw")))
    assert names.labels("Fp1-F7") == ("EEG Fp1-Ref", "EEG F7-Ref")
    assert names.labels("T3-T5") == ("T3-T5 raw",)
    assert names.labels("Fp1-AVG") == ("EEG Fp1-Ref",)
    assert names.labels("AVG-Fp1") == names.labels("O1") == ()


def test_channels_of_one_name_get_mnes_numbers() -> None:
    twins = channels(("EMG1", "EMG"), ("Cz", "Cz"), ("EMG2", "EMG"))
    names = FileNames(twins, is_unique=True)
    assert [names.labels(one.name) for one in twins] == [("EMG-0",), ("Cz",), ("EMG-1",)]
    (back,) = with_own_names([Annotation("a", "spasm", 0.0, channels=("EMG-1", "Cz"))], twins)
    assert back.channels == ("EMG2", "Cz")


@pytest.mark.parametrize("reserved", ["EDF+C", ""])
@pytest.mark.parametrize(
    ("date", "recording"),
    [("02.03.21", "Startdate 02-MAR-2021 X X X"), ("02.03.90", "Startdate X X X X"), ("xx.xx.xx", "free text")],
)
def test_the_start_is_mnes_own(tmp_path: Path, reserved: str, date: str, recording: str) -> None:
    file = plain(2, 8, RATE_HZ, reserved=reserved).with_(date=date, recording=recording)
    path = write_file(tmp_path / "a.edf", file)
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # that there is no date
        theirs: datetime | None = mne.io.read_raw_edf(path).info["meas_date"]
    assert mne_start(path, "EDF", recorder_time(2020, 1, 1)) == (theirs.replace(tzinfo=None) if theirs else None)


def test_twins_are_named_as_mne_reads_them(tmp_path: Path) -> None:
    file = plain(3, 8, RATE_HZ, reserved="EDF+C").with_(onsets_s=[f"{i}" for i in range(8)])
    twins = file.with_(signals=[replace(signal, label="EMG") for signal in file.signals])
    path = write_file(tmp_path / "twins.edf", twins)
    recording = opened(path)
    with warnings.catch_warnings(action="ignore", category=RuntimeWarning):  # that names are not unique
        raw = mne.io.read_raw_edf(path)
    names = FileNames(recording.channels, is_unique=True)
    assert [names.labels(channel.name)[0] for channel in recording.channels] == raw.ch_names


def test_marks_land_on_their_sample_in_a_cropped_fif(tmp_path: Path) -> None:
    raw = mne.io.RawArray(np.zeros((2, 3000)), mne.create_info(["EEG Fp1", "EEG Fp2"], 100.0, "eeg"))
    raw.set_meas_date(datetime(2021, 3, 2, 10, 20, 30, 250_000, tzinfo=UTC))
    raw.crop(5).save(tmp_path / "a_raw.fif")
    recording = opened(tmp_path / "a_raw.fif")
    exported(tmp_path, recording, "marks.csv", "mne")
    raw = mne.io.read_raw_fif(tmp_path / "a_raw.fif")
    raw.set_annotations(mne.read_annotations(tmp_path / "marks.csv"))
    samples = mne.events_from_annotations(raw)[0][:, 0] - raw.first_samp
    assert samples.tolist() == [round(mark.onset_s * 100) for mark in MARKS]
