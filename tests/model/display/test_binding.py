import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordings.memory_source import SCALP_10_20, make_channels, make_recording

from eegview.model.channel import Channel, ChannelKind
from eegview.model.display.binding import bind, side_of
from eegview.model.display.montage import (
    AVERAGE,
    Derivation,
    Montage,
    Row,
    average_electrodes,
    average_text,
    is_scalp_electrode,
)
from eegview.model.recording import Recording


def recording_of(*groups: tuple[ChannelKind, str] | tuple[ChannelKind, str, float]) -> Recording:
    channels: tuple[Channel, ...] = ()
    for kind, names, *rate_hz in groups:
        channels += make_channels(names.split(), *(rate_hz or [256.0]), kind=kind, first_index=len(channels))
    return make_recording(channels)


def difference(plus: str, minus: str) -> Derivation:
    return Derivation(f"{plus}-{minus}", ((plus, 1.0), (minus, -1.0)))


def montage(*rows: Derivation, polygraphy: bool = False) -> Montage:
    return Montage("test", "Test", rows, polygraphy=polygraphy)


def one(row: Derivation, recording: Recording, bad: frozenset[str] = frozenset()) -> Row:
    (bound,) = bind(montage(row), recording, bad)
    return bound


SCALP = recording_of((ChannelKind.EEG, " ".join(SCALP_10_20)))


def test_a_difference_is_two_channels_with_their_signs() -> None:
    row = one(difference("Fp1", "F7"), SCALP)
    assert row.channels == (0, 10)
    assert row.weights == (1.0, -1.0)
    assert (row.rate_hz, row.unit, row.is_available) == (256.0, "uV", True)


def test_a_missing_electrode_is_named_and_never_replaced() -> None:
    row = one(difference("A1", "FT9"), SCALP)
    assert row.missing == ("A1", "FT9")
    assert not row.is_available
    assert row.channels == ()
    assert one(difference("C3", "A1"), recording_of((ChannelKind.EEG, "C3 M1"))).missing == ("A1",)


def test_a_difference_the_file_holds_already_is_used_either_way_round() -> None:
    bipolar = recording_of((ChannelKind.EEG, "Fp1-F7 T7-F7"))
    assert one(difference("Fp1", "F7"), bipolar).weights == (1.0,)
    turned = one(difference("F7", "T7"), bipolar)
    assert (turned.channels, turned.weights) == ((1,), (-1.0,))
    assert one(difference("Fp1", "T7"), bipolar).missing == ("Fp1", "T7")
    assert one(difference("Fp1", "F7"), bipolar, frozenset({"Fp1-F7"})).is_bad


def test_electrodes_come_before_a_recorded_difference() -> None:
    both = recording_of((ChannelKind.EEG, "Fp1-F7 Fp1 F7"))
    assert one(difference("Fp1", "F7"), both).channels == (1, 2)


def test_a_weighted_row_is_not_taken_from_a_difference_of_the_same_electrodes() -> None:
    row = Derivation("half", (("Fp1", 0.5), ("F7", -0.5)))
    assert one(row, recording_of((ChannelKind.EEG, "Fp1-F7"))).missing == ("Fp1", "F7")


def test_the_average_is_of_good_scalp_electrodes_alone() -> None:
    recording = recording_of((ChannelKind.EEG, "C3 C4 Cz Fz A1 M2 E1"), (ChannelKind.EOG, "Fp1"))
    row = one(difference("C3", AVERAGE), recording, frozenset({"Fz"}))
    assert dict(zip(row.channels, row.weights, strict=True)) == pytest.approx({0: 2 / 3, 1: -1 / 3, 2: -1 / 3})
    assert not row.is_bad
    bad = one(difference("Fz", AVERAGE), recording, frozenset({"Fz"}))
    assert dict(zip(bad.channels, bad.weights, strict=True)) == pytest.approx({3: 1, 0: -1 / 3, 1: -1 / 3, 2: -1 / 3})
    assert bad.is_bad


def test_a_montages_average_is_of_the_electrodes_it_shows() -> None:
    """The file's T9 and FC1 are on no row, A1 is an ear, E1 an eye, P3 is bad, O1 stands in a row that lacks O9."""
    recording = recording_of((ChannelKind.EEG, "T9 Cz C4 A1 C3 FC1 P3 O1 E1 Fz"))
    rows = [difference(name, AVERAGE) for name in ("C3", "C4", "Cz", "P3")]
    both = montage(*rows, difference("Fz", "Cz"), difference("A1", AVERAGE), difference("O1", "O9"))
    bound = {row.label: row for row in bind(both, recording, frozenset({"P3"}))}
    assert bound["C3-AVG"].average == ("C3", "C4", "Cz", "Fz")
    assert by_name(bound["C3-AVG"], recording) == pytest.approx({"C3": 0.75, "C4": -0.25, "Cz": -0.25, "Fz": -0.25})
    assert by_name(bound["P3-AVG"], recording) == pytest.approx(
        {"P3": 1, "C3": -0.25, "C4": -0.25, "Cz": -0.25, "Fz": -0.25}
    )
    assert by_name(bound["A1-AVG"], recording)["A1"] == 1
    assert bound["Fz-Cz"].average == ()
    assert average_text(bound["C3-AVG"]) == "AVG is the mean of 4 electrodes: C3, C4, Cz, Fz"
    assert average_text(bound["Fz-Cz"]) == ""
    assert average_electrodes(both) == ("C3", "C4", "Cz", "P3", "Fz", "O1")


def test_one_row_to_an_average_takes_all_electrodes_and_names_them() -> None:
    row = one(difference("C3", AVERAGE), recording_of((ChannelKind.EEG, "C3 C4 T9 A1")))
    assert row.average == ("C3", "C4", "T9")


def by_name(row: Row, recording: Recording) -> dict[str, float]:
    names = [recording.channels[index].name for index in row.channels]
    return dict(zip(names, row.weights, strict=True))


def test_no_good_electrode_left_to_average() -> None:
    row = one(difference("A1", AVERAGE), recording_of((ChannelKind.EEG, "A1 C3")), frozenset({"C3"}))
    assert "average" in row.problem
    assert not row.is_available


def test_mixed_rates_and_units_are_a_problem() -> None:
    mixed = recording_of((ChannelKind.EEG, "C3", 256.0), (ChannelKind.EEG, "C4", 512.0))
    assert "rates" in one(difference("C3", "C4"), mixed).problem
    channels = (*make_channels(["C3"]), Channel(1, "C4", "C4", ChannelKind.EEG, 256.0, unit="%"))
    assert "units" in one(difference("C3", "C4"), make_recording(channels)).problem


def test_as_recorded_keeps_all_channels_in_the_files_order() -> None:
    recording = recording_of(
        (ChannelKind.ECG, "ECG1 ECG2"), (ChannelKind.EEG, "Cz C3"), (ChannelKind.TRIGGER, "Mark1", 10.0)
    )
    rows = bind(Montage("none", "As recorded", as_recorded=True), recording, frozenset({"C3"}))
    assert [row.label for row in rows] == ["ECG1", "ECG2", "Cz", "C3", "Mark1"]
    assert [row.channels for row in rows] == [(0,), (1,), (2,), (3,), (4,)]
    assert [row.side for row in rows] == ["", "", "midline", "left", ""]
    assert [row.is_bad for row in rows] == [False, False, False, True, False]
    assert rows[4].rate_hz == 10.0


def test_polygraphy_lies_below_in_its_order_with_pairs_coupled() -> None:
    recording = recording_of(
        (ChannelKind.TRIGGER, "Mark1"),
        (ChannelKind.SPO2, "SpO2"),
        (ChannelKind.EMG, "EMG1 EMG2 EMG3 EMG4 EMG5"),
        (ChannelKind.RESPIRATION, "Resp"),
        (ChannelKind.ECG, "ECG1 ECG2"),
        (ChannelKind.EOG, "EOG1 EOG2"),
        (ChannelKind.EEG, "Cz"),
        (ChannelKind.OTHER, "X1 X2"),
    )
    rows = bind(montage(polygraphy=True), recording)
    assert [row.label for row in rows] == [
        "EOG1", "EOG2", "EMG1-EMG2", "EMG3-EMG4", "EMG5", "ECG1-ECG2", "Resp", "SpO2", "X1", "X2", "Mark1",
    ]  # fmt: skip
    pair = rows[2]
    assert (pair.channels, pair.weights, pair.kind) == ((2, 3), (1.0, -1.0), ChannelKind.EMG)


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        ("EMG1-EMG2 EMG3-EMG4", ["EMG1-EMG2", "EMG3-EMG4"]),  # recorded as pairs already
        ("EMG2 EMG3", ["EMG2", "EMG3"]),  # neighbours, but of two pairs
        ("X1 X2", ["X1", "X2"]),
        ("EMG+ EMG-", ["EMG+-EMG-"]),
        ("LDelt1 RDelt1 LDelt2 RDelt2", ["LDelt1-LDelt2", "RDelt1-RDelt2"]),
        ("Chin", ["Chin"]),
        ("EMG9 EMG10", ["EMG9-EMG10"]),
    ],
)
def test_which_channels_are_a_pair(names: str, labels: list[str]) -> None:
    assert [row.label for row in bind(montage(polygraphy=True), recording_of((ChannelKind.EMG, names)))] == labels


def test_pairs_of_different_rates_stay_apart_and_a_bad_half_marks_the_pair() -> None:
    apart = recording_of((ChannelKind.ECG, "ECG1", 256.0), (ChannelKind.ECG, "ECG2", 512.0))
    assert [row.label for row in bind(montage(polygraphy=True), apart)] == ["ECG1", "ECG2"]
    (row,) = bind(montage(polygraphy=True), recording_of((ChannelKind.ECG, "ECG1 ECG2")), frozenset({"ECG2"}))
    assert row.is_bad


def test_polygraphy_is_not_shown_twice_nor_where_it_is_not_wanted() -> None:
    recording = recording_of((ChannelKind.ECG, "ECG1 ECG2"))
    own = Derivation("ECG1-ECG2", (("ECG1", 1.0), ("ECG2", -1.0)), ChannelKind.ECG)
    assert len(bind(montage(own, polygraphy=True), recording)) == 1
    assert bind(montage(polygraphy=False), recording) == ()


def test_scalp_electrodes() -> None:
    assert all(map(is_scalp_electrode, [*SCALP_10_20, "Oz", "Fpz", "AF7", "FC3", "CPz", "PO8", "FT9", "T10", "F9"]))
    assert not any(
        map(is_scalp_electrode, ["A1", "A2", "M1", "M2", "E", "E1", "Pg1", "T3", "C9", "Fp1-F7", "fp1", "X1"])
    )


def test_sides() -> None:
    assert side_of(["Fp1", "F7"]) == "left"
    assert side_of(["Cz", "C4"]) == "right"
    assert side_of(["C3", "C4"]) == side_of(["Fz", "Cz"]) == "midline"
    assert side_of(["ECG", "X"]) == ""


@settings(max_examples=60, deadline=None)
@given(
    present=st.sets(st.sampled_from(SCALP_10_20)),
    bad=st.frozensets(st.sampled_from(SCALP_10_20)),
    pairs=st.lists(st.tuples(st.sampled_from(SCALP_10_20), st.sampled_from([*SCALP_10_20, AVERAGE])), max_size=8),
)
def test_a_row_is_right_or_says_why_not(present: set[str], bad: frozenset[str], pairs: list[tuple[str, str]]) -> None:
    """What is shown sums exactly the electrodes named; what cannot be shown has no sum at all."""
    recording = make_recording(make_channels(sorted(present)))
    pairs = [(a, b) for a, b in pairs if a != b]
    rows = [difference(a, b) for a, b in pairs]
    on_rows = {name for pair in pairs for name in pair} - {AVERAGE}
    shown = {name for pair in pairs if set(pair) <= present | {AVERAGE} for name in pair} - {AVERAGE}
    averaged = shown if len(on_rows) >= 4 else present
    for derivation, row in zip(rows, bind(montage(*rows), recording, bad), strict=True):
        plus, minus = (name for name, _weight in derivation.weights)
        named = {plus, minus} - {AVERAGE}
        assert set(row.missing) == named - present
        if not row.is_available:
            assert row.channels == ()
            continue
        assert row.is_bad == bool(named & bad)
        expected = dict.fromkeys(sorted(present), 0.0)
        expected[plus] += 1
        pool = sorted(averaged - bad) if minus == AVERAGE else [minus]
        for name in pool:
            expected[name] -= 1 / len(pool)
        found = {recording.channels[c].name: w for c, w in zip(row.channels, row.weights, strict=True)}
        assert found == pytest.approx({name: w for name, w in expected.items() if name in found})
        assert all(abs(w) < 1e-12 for name, w in expected.items() if name not in found)
