import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.channel import ChannelKind
from eegview.model.naming import channel_kind, channel_name, electrode_name, name_channels, voltage_factor_uv


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("EEG Fp1-Ref", "Fp1"),
        ("EEG FP1-REF", "Fp1"),
        ("FP1", "Fp1"),
        ("Fp1-LE", "Fp1"),
        ("Fp1-AVG", "Fp1"),
        ("EEG C3-A1A2", "C3"),
        ("POL Fp1", "Fp1"),
        ("POL $A1", "A1"),
        ("Fc5.", "FC5"),
        ("EEG  CZ", "Cz"),
        ("T3", "T7"),
        ("EEG T4-Ref", "T8"),
        ("EEG T5", "P7"),
        ("T6-LE", "P8"),
        ("T7", "T7"),
        ("M1", "M1"),
        ("EEG Pg1", "Pg1"),
        ("Fp1-F7", "Fp1-F7"),
        ("FP1 - T3", "Fp1-T7"),
        ("EEG Fpz-Cz", "Fpz-Cz"),
        ("C3-T5", "C3-P7"),
        ("ECG ECG1", "ECG1"),
        ("ECG X1", "ECG X1"),
        ("EMG submental", "EMG submental"),
        ("EEG EKG1-REF", "EKG1"),
        ("EEG BP1-Ref", "BP1"),
        ("EEG MARK1-REF", "Mark1"),
        ("X2", "X2"),
        ("sine 8.5 Hz", "sine 8.5 Hz"),
        ("3Hz +5/-5 V", "3Hz +5/-5 V"),
    ],
)
def test_a_label_finds_its_electrode(label: str, name: str) -> None:
    assert channel_name(label) == name


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("EEG Fp1-Ref", "eeg"),
        ("Fp1-F7", "eeg"),
        ("EEG BP1-Ref", "eeg"),
        ("EEG 1", "eeg"),
        ("EOG horizontal", "eog"),
        ("LOC", "eog"),
        ("EEG ROC-REF", "eog"),
        ("REOG", "eog"),
        ("E1", "eog"),
        ("ECG X1", "ecg"),
        ("EKG", "ecg"),
        ("EEG EKG1-REF", "ecg"),
        ("EMG1", "emg"),
        ("L Deltoid", "emg"),
        ("Chin1-Chin2", "emg"),
        ("Resp oro-nasal", "respiration"),
        ("THOR", "respiration"),
        ("Abdomen", "respiration"),
        ("Airflow", "respiration"),
        ("Nasal P", "respiration"),
        ("SpO2", "spo2"),
        ("SaO2", "spo2"),
        ("Status", "trigger"),
        ("STI 014", "trigger"),
        ("Events/Markers", "trigger"),
        ("DIG DTRIG", "trigger"),
        ("DC01", "other"),
        ("X1", "other"),
        ("E", "other"),
        ("EEG Mark1", "other"),
        ("Temp rectal", "other"),
        ("Pulse rate", "other"),
        ("EXG1", "other"),
    ],
)
def test_a_label_tells_its_kind(label: str, kind: str) -> None:
    assert channel_kind(label).value == kind


def test_an_electrode_in_percent_is_not_eeg() -> None:
    assert channel_kind("C3", "%") is ChannelKind.OTHER


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("uV", 1.0),
        ("UV", 1.0),
        ("µV", 1.0),
        ("μV", 1.0),
        ("ÂµV", 1.0),
        ("\ufffdV", 1.0),
        ("[uV]", 1.0),
        ("mV", 1000.0),
        ("V", 1e6),
        ("nV", 1e-3),
        ("microvolts", 1.0),
        ("", None),
        ("%", None),
        ("DegC", None),
        ("Boolean", None),
        ("v/s", None),
    ],
)
def test_units_become_microvolts(unit: str, factor: float | None) -> None:
    assert voltage_factor_uv(unit) == factor


def named(labels: list[str], unit: str = "uV") -> tuple[list[str], list[str], list[str]]:
    channels, issues = name_channels(labels, [unit] * len(labels))
    return [c.name for c in channels], [c.kind.value for c in channels], [i.code for i in issues]


def test_a_reference_all_share_is_dropped() -> None:
    names, _, issues = named(["F3-Cz", "F4-Cz", "C3-Cz", "C4-Cz", "ECG"])
    assert names == ["F3", "F4", "C3", "C4", "ECG"]
    assert issues == []


def test_a_bipolar_chain_stays_bipolar() -> None:
    labels = ["F7-C3", "C3-T5", "F7-T3", "T3-T5", "F8-C4", "C4-T6", "F8-T4", "T4-T6"]
    names, kinds, _ = named(labels)
    assert names == ["F7-C3", "C3-P7", "F7-T7", "T7-P7", "F8-C4", "C4-P8", "F8-T8", "T8-P8"]
    assert set(kinds) == {"eeg"}


def test_ears_on_both_sides_are_not_one_reference() -> None:
    assert named(["C3-A2", "C4-A1", "O1-A2", "O2-A1"])[0] == ["C3-A2", "C4-A1", "O1-A2", "O2-A1"]


def test_blank_and_repeated_labels_get_names_of_their_own() -> None:
    names, _, issues = named(["EEG Fp1", "", "Fp1-Ref", "T3", "T7", "Fp1 (2)"])
    assert names == ["Fp1", "Ch 2", "Fp1 (3)", "T7", "T7 (2)", "Fp1 (2)"]
    assert issues == ["label_blank", "label_duplicate"]


def test_contacts_of_a_grid_are_not_taken_for_scalp_electrodes() -> None:
    labels = [f"{letter}{n}" for letter in "ABC" for n in range(1, 17)]
    names, kinds, issues = named(labels)
    assert "C3" not in names
    assert "grid C3" in names
    assert set(kinds) == {"eeg"}
    assert issues == ["electrode_grid"]


def test_a_sensor_net_is_eeg_but_two_eyes_are_eog() -> None:
    assert set(named([f"E{n}" for n in range(1, 65)])[1]) == {"eeg"}
    assert named(["Fp1", "E1", "E2"])[1] == ["eeg", "eog", "eog"]


def test_voltages_nobody_named_are_what_there_is_to_read() -> None:
    assert named(["", "", ""])[1] == ["eeg"] * 3
    assert named(["Cz", "sine 1 Hz"])[1] == ["eeg", "other"]
    assert named(["squarewave"], unit="")[1] == ["other"]


@given(st.lists(st.text(max_size=16), max_size=12))
def test_names_are_unique_and_never_blank(labels: list[str]) -> None:
    names, _, _ = named(labels)
    assert len(set(names)) == len(labels)
    assert all(name and name == name.strip() for name in names)


@given(st.text(max_size=16))
def test_naming_a_name_changes_nothing(label: str) -> None:
    electrode = electrode_name(label)
    if electrode is not None:
        assert electrode_name(electrode) == electrode
        assert channel_name(electrode) == electrode
        assert channel_kind(electrode) is ChannelKind.EEG
