"""Labels and units as files have them: every sign between the parts, every order of prefix and suffix."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.channel import ChannelKind
from eegview.model.labels.electrodes import EARS
from eegview.model.naming import channel_kind, channel_name, electrode_name, name_channels

_KNOWN = Path(__file__).with_name("labels_of_public_recordings.tsv")
ELECTRODES = ("Fp1", "FP2", "f3", "Fz", "T3", "T7", "T6", "C4", "CPz", "PO8", "O1", "AF7", "TP10", "A1", "M2")
PREFIXES = (
    "",
    "EEG ",
    "EEG_",
    "EEG-",
    "EEG.",
    "EEG:",
    "EEG/",
    "eeg ",
    "POL ",
    "POL_",
    "CH1 ",
    "Ch 12: ",
    "03-",
    "EEG POL ",
)
DASHES = ("-", "–", "—", "−", ":", "/", "_", ".", " ", " - ", " – ")
REFERENCES = (
    "Ref",
    "REF",
    "LE",
    "AVG",
    "Av",
    "(A1+A2)",
    "A1+A2",
    "M1+M2",
    "A1A2",
    "G2",
    "Org",
    "Vref",
    "Ref1",
    "linked",
)
SUFFIXES = ("", "*", " *", "-0", "-1", " (1)", "_2", ".1", " ", "'", " [3]", "-12")


def names_and_kinds(labels: list[str], unit: str = "uV") -> list[tuple[str, str]]:
    channels, _ = name_channels(labels, [unit] * len(labels))
    return [(channel.name, channel.kind.value) for channel in channels]


def test_labels_of_public_recordings_mean_what_they_meant() -> None:
    with _KNOWN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found = channel_name(row["label"]), channel_kind(row["label"], row["unit"]).value
            assert found == (row["name"], row["kind"]), row["label"]


@given(*map(st.sampled_from, (PREFIXES, ELECTRODES, SUFFIXES)))
def test_an_electrode_is_found_whatever_stands_around_it(prefix: str, electrode: str, suffix: str) -> None:
    label = f"{prefix}{electrode}{suffix}"
    assert (channel_name(label), channel_kind(label).value) == (electrode_name(electrode), "eeg")


@given(*map(st.sampled_from, (PREFIXES, ELECTRODES, DASHES, REFERENCES, SUFFIXES)))
def test_a_reference_that_is_no_electrode_is_left_out(
    prefix: str, electrode: str, dash: str, reference: str, suffix: str
) -> None:
    label = f"{prefix}{electrode}{dash}{reference}{suffix}"
    assert (channel_name(label), channel_kind(label).value) == (electrode_name(electrode), "eeg")


@given(*map(st.sampled_from, (PREFIXES, ELECTRODES, DASHES, ELECTRODES, SUFFIXES)))
def test_two_electrodes_are_a_derivation_unless_they_are_one_place(
    prefix: str, first: str, dash: str, second: str, suffix: str
) -> None:
    label = f"{prefix}{first}{dash}{second}{suffix}"
    names = electrode_name(first), electrode_name(second)
    expected = names[0] if names[0] == names[1] else "-".join(map(str, names))
    assert (channel_name(label), channel_kind(label).value) == (expected, "eeg")


@given(
    *map(st.sampled_from, (("E1", "E2", "LOC", "ROC", "REOG", "LEOG"), DASHES, [*sorted(EARS), "Ref", "Fpz"], SUFFIXES))
)
def test_an_eye_against_an_ear_is_eog(eye: str, dash: str, reference: str, suffix: str) -> None:
    assert channel_kind(f"{eye}{dash}{reference}{suffix}") is ChannelKind.EOG


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("F 3", "F3"),
        ("EEG Fp 1 - A 2", "Fp1-A2"),
        ("POL T 3", "T7"),
        ("{F3}-{A2}", "F3-A2"),
        ("T7/T3", "T7"),
        ("T3 (T7)", "T7"),
        ("T5|P7", "P7"),
        ("M1/A1", "M1"),
        ("A2/M2", "A2"),
        ("A1-M1", "A1-M1"),
        ("T7/T3-P7/T5", "T7-P7"),
        ("C3-A1/M1", "C3-A1"),
        ("C3-A1/A2", "C3"),
        ("C3-(A1-A2)", "C3"),
        ("P3-(A1+A2)/2", "P3"),
        ("C3A2", "C3-A2"),
        ("FP1F7", "Fp1-F7"),
        ("EEGFp1", "Fp1"),
        ("С3–А2", "C3-A2"),  # Cyrillic letters
        ("Ｆｐ１", "Fp1"),
        ("Fp₁", "Fp1"),
        ("Фп1", "Fp1"),
        ("Fp1 [µV]", "Fp1"),
        ("[Fp1]", "Fp1"),
        ("Fp1 vs. Cz", "Fp1-Cz"),
        ("Fp1-common average", "Fp1"),
        ("EEG_C3-EEG_C4", "C3-C4"),
        ('"F3"', "F3"),
        ("“F3”", "F3"),
        ("F3 power", "F3 power"),
        ("A1A2", "A1A2"),
        ("EEG_1", "EEG_1"),
        ("Ch 12", "Ch 12"),
        ("F3-X1", "F3-X1"),
    ],
)
def test_a_label_with_other_signs_finds_its_electrodes(label: str, name: str) -> None:
    assert channel_name(label) == name


@pytest.mark.parametrize(
    "label",
    [
        "O2 sat",
        "CO2",
        "EEG_Mark1",
        "POL-DC01",
        "Temp-1",
        "F3 power",
        "Pulse-Ref",
        "12",
        "-",
        "/",
        "CH 1",
        "DC 1",
        "E 1",
    ],
)
def test_what_is_no_electrode_does_not_become_one(label: str) -> None:
    assert channel_kind(label) is not ChannelKind.EEG


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("EEG_1", "eeg"),
        ("ECG_1", "ecg"),
        ("Nose.flow", "respiration"),
        ("EOG:L", "eog"),
        ("M2-E1", "eog"),
        ("A1A2", "eeg"),
        ("M1+M2", "eeg"),
    ],
)
def test_kinds_are_told_by_other_signs_too(label: str, kind: str) -> None:
    assert channel_kind(label).value == kind


def test_two_channels_of_one_electrode_stay_two_and_are_told() -> None:
    channels, issues = name_channels(["T8-P8-0", "T8-P8-1", "T7", "T3"], ["uV"] * 4)
    assert [channel.name for channel in channels] == ["T8-P8", "T8-P8 (2)", "T7", "T7 (2)"]
    assert [issue.code for issue in issues] == ["label_duplicate"]
    assert "T8-P8" in issues[0].message
    assert "T7" in issues[0].message


def test_eyes_against_mastoids_are_eog_but_sensors_of_a_net_are_not() -> None:
    assert names_and_kinds(["E1-M2", "E2-M1", "E1-M1", "E2-M2", "F3-M2"])[0] == ("E1-M2", "eog")
    assert {kind for _, kind in names_and_kinds([f"E{n}-REF" for n in range(1, 129)])} == {"eeg"}
    assert {kind for _, kind in names_and_kinds([f"EEG E{n}" for n in range(1, 129)])} == {"eeg"}
    assert {kind for _, kind in names_and_kinds([f"E{n:03d}" for n in range(1, 129)])} == {"eeg"}


@pytest.mark.parametrize(
    "unit", ["uV", "µV", "μV", "UV", "[uV]", "ÂµV", "microvolts", "uVolt", "µVolt", " uV ", "MICROVOL"]
)
def test_a_usual_unit_needs_no_word(unit: str) -> None:
    channels, issues = name_channels(["Fp1"], [unit])
    assert (channels[0].kind, channels[0].factor_uv, issues) == (ChannelKind.EEG, 1.0, [])


@pytest.mark.parametrize(
    "unit",
    [
        "?V",
        "MicroV",
        "muV",
        "#V",
        "_V",
        "uVrms",
        "uV(rms)",
        "uV/digi",
        "mikrovol",
        "uV/bit",
        "mcV",
        "mkV",
        "�V",
        "??V",
        "*V",
        "|V",
        "~V",
        "æV",
        "lV",
        "u",
        "µ",
        "µVpp",
        "micro-V",
        "мкВ",
        "u-V",
        "ÎV",
        "¬µV",
        "礦V",
    ],
)
@pytest.mark.parametrize("label", ["EEG Fp1-Ref", "T7/T3", "Fp1-F7", "EEG 12", "LOC", "ECG"])
def test_an_odd_sign_before_the_volt_is_micro_and_is_told(label: str, unit: str) -> None:
    channels, issues = name_channels([label, "DC01"], [unit, "V"])
    assert channels[0].kind is channel_kind(label)
    assert channels[0].factor_uv == 1.0
    assert [issue.code for issue in issues] == ["unit_guessed"]
    assert f"“{unit}”" in issues[0].message


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("mV", 1e3),
        ("V", 1e6),
        ("nV", 1e-3),
        ("MV", 1e3),
        ("mVpp", 1e3),
        ("мВ", 1e3),
        ("0.1uV", 0.1),
        ("10 µV", 10.0),
        ("uV_rms", 1.0),
        ("uV/counts", 1.0),
        ("uV.", 1.0),
    ],
)
def test_other_voltages_keep_their_scale(unit: str, factor: float) -> None:
    channels, _ = name_channels(["C3"], [unit])
    assert (channels[0].kind, channels[0].factor_uv) == (ChannelKind.EEG, factor)


@pytest.mark.parametrize("unit", ["%", "mmHg", "DegC", "Hz", "Ohm", "kOhm", "bpm", "µS", "uV²", "T"])
def test_an_electrode_in_another_quantity_is_told(unit: str) -> None:
    channels, issues = name_channels(["C3", "C4"], [unit, "uV"])
    assert (channels[0].kind, channels[0].factor_uv) == (ChannelKind.OTHER, None)
    assert [issue.code for issue in issues] == ["unit_not_voltage"]
    assert f"“{unit}”" in issues[0].message


@given(st.sampled_from(["Fp1", "T7/T3", "C3-A2", "EEG_O1"]), st.text(max_size=8))
def test_an_electrode_never_becomes_something_else_in_silence(label: str, unit: str) -> None:
    channels, issues = name_channels([label], [unit])
    if channels[0].kind is not ChannelKind.EEG:
        assert "unit_not_voltage" in {issue.code for issue in issues}


def test_many_channels_of_one_odd_unit_are_one_issue() -> None:
    labels = [f"{row}{n}" for row in ("F", "C", "P") for n in range(1, 7)]
    _, issues = name_channels(labels, ["?V"] * len(labels))
    assert [issue.code for issue in issues] == ["unit_guessed"]
    assert "and 13 more" in issues[0].message


def test_voltages_of_unknown_labels_with_an_odd_unit_are_what_there_is_to_read() -> None:
    channels, issues = name_channels(["left", "right"], ["?V", "?V"])
    assert [(channel.kind.value, channel.factor_uv) for channel in channels] == [("eeg", 1.0)] * 2
    assert [issue.code for issue in issues] == ["unit_guessed"]
