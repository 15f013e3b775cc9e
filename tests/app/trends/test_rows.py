"""Which rows trends are computed from."""

from dataclasses import replace

import pytest
from recordings.memory_source import SCALP_10_20, make_channels, make_recording
from shared_data import DATA, needs_shared

from eegview.app.trends.rows import trend_rows
from eegview.model.channel import ChannelKind
from eegview.readers.opening import open_recording


def test_all_rows_of_the_full_montage_those_across_and_the_ecg() -> None:
    channels = make_channels(SCALP_10_20)
    extra = make_channels(["ECG1", "ECG2"], kind=ChannelKind.ECG, first_index=len(channels))
    rows = trend_rows(make_recording((*channels, *extra)))
    assert rows.montage_id == "longitudinal_bipolar"
    assert len(rows.rows) == 18 + 2 + 1
    assert rows.labels[-3:] == ("P3-P4", "C3-C4", "ECG")
    assert not rows.left_out


def test_a_reduced_recording_has_the_rows_of_newborns() -> None:
    names = ["Fp1", "Fp2", "C3", "C4", "T7", "T8", "O1", "O2", "Cz"]
    rows = trend_rows(make_recording(make_channels(names)))
    assert rows.montage_id == "neonatal"
    assert rows.labels[:2] == ("Fp1-T7", "T7-O1")
    assert rows.labels[-1] == "C3-C4"


def test_rows_with_a_bad_channel_are_left_out_and_said() -> None:
    recording = make_recording(make_channels(SCALP_10_20))
    rows = trend_rows(recording, frozenset({"C3", "P3"}))
    assert not [label for label in rows.labels if "C3" in label or "P3" in label]
    said = {row.label: row.why for row in rows.left_out}
    assert said["F3-C3"] == "F3-C3 is left out: C3 is marked bad."
    assert said["C3-P3"] == "C3-P3 is left out: C3 and P3 are marked bad."
    assert rows.montage_id == "longitudinal_bipolar"


def test_rows_that_cannot_be_used_say_why() -> None:
    channels = list(make_channels([*SCALP_10_20[:-1]]))
    channels[0] = replace(channels[0], rate_hz=200.0)  # Fp1
    channels[2] = replace(channels[2], unit="")  # F3, and with it its rows
    channels[10] = replace(channels[10], rate_hz=50.0)  # F7
    rows = trend_rows(make_recording(tuple(channels)))
    said = {row.label: row.why for row in rows.left_out}
    assert said["Cz-Pz"] == "Cz-Pz is left out: the recording has no Pz."
    assert "sampling rates" in said["Fp1-F7"]
    assert "units" in said["F3-C3"]


def test_too_low_a_rate() -> None:
    rows = trend_rows(make_recording(make_channels(SCALP_10_20, rate_hz=64.0)))
    assert not rows.rows
    assert rows.left_out[0].why == "Fp1-F7 is left out: 64 Hz is too low a sampling rate; 75 Hz are needed."


def test_emg_has_a_side_only_where_its_name_says_so() -> None:
    channels = make_channels(SCALP_10_20)
    named = make_channels(["L Delt", "Delt R", "EMG1"], kind=ChannelKind.EMG, first_index=len(channels))
    rows = trend_rows(make_recording((*channels, *named)))
    assert rows.labels[-2:] == ("EMG left", "EMG right")
    assert [rows.rows[k].channels for k in (-2, -1)] == [(19,), (20,)]
    plain = make_channels(["EMG1", "EMG2"], kind=ChannelKind.EMG, first_index=len(channels))
    assert "EMG left" not in trend_rows(make_recording((*channels, *plain))).labels


@needs_shared()
@pytest.mark.parametrize("name", ["infant_background_18min.edf", "absence_30min.edf", "preterm_bipolar_11min.edf"])
def test_real_recordings_have_rows(name: str) -> None:
    source = open_recording(DATA / "eeg" / name)
    try:
        assert len(trend_rows(source.recording).rows) >= 4
    finally:
        source.close()


def test_single_electrodes_stand_behind_the_rows_without_bad_ones_and_ears() -> None:
    channels = make_channels([*SCALP_10_20, "A1", "FC1"])
    rows = trend_rows(make_recording(channels), frozenset({"P3"}))
    names = [row.label for row in rows.electrodes]
    assert set(names) == set(SCALP_10_20) - {"P3"}
    assert rows.all_rows == (*rows.rows, *rows.electrodes)
    assert not set(names) & set(rows.labels)
    differences = trend_rows(make_recording(make_channels(["Fp1-F7", "F7-T7", "C3-P3", "C4-P4"])))
    assert differences.electrodes == ()
