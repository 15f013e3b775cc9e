"""Derivations as people write them, and drafts of montages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.montage.design import (
    DraftRow,
    build_montage,
    draft_rows,
    key_holder,
    missing_electrodes,
    new_montage_id,
    parse_derivation,
    parse_sum,
    sum_text,
)
from eegview.app.montage.store import load_montages, montage_by_id
from eegview.model.display.montage import Montage
from eegview.model.errors import UsageError

NAMES = st.sampled_from(["Fp1", "F7", "C3", "Cz", "AVG", "EMG1", "Resp nasal", "X 12a"])
WEIGHTS = st.floats(1e-6, 100.0).map(lambda w: float(f"{w:.6g}")) | st.sampled_from([1.0, 0.25, 0.5])


def test_what_people_write():
    assert parse_sum("Fp1-F7") == (("Fp1", 1.0), ("F7", -1.0))
    assert parse_sum(" C3 − 0,25 F3 - 0.25 P3 ") == (("C3", 1.0), ("F3", -0.25), ("P3", -0.25))
    assert parse_sum("-Fz + 0.5 * C3 + .5 C4") == (("Fz", -1.0), ("C3", 0.5), ("C4", 0.5))
    assert parse_sum("Fp1-avg") == (("Fp1", 1.0), ("AVG", -1.0))


@pytest.mark.parametrize("text", ["", "Fp1-", "Fp1--F7", "Fp1-Fp1", "0 Fp1 - F7", "+", "200 Fp1"])
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(UsageError):
        parse_sum(text)


@given(st.dictionaries(NAMES, st.tuples(WEIGHTS, st.booleans()), min_size=1, max_size=5))
def test_written_weights_read_back(found):
    weights = tuple((name, -size if negative else size) for name, (size, negative) in found.items())
    assert parse_sum(sum_text(weights)) == weights


def test_every_montage_that_came_along_survives_the_editor():
    for montage in load_montages():
        if not montage.as_recorded:
            again = build_montage(montage, montage.label, montage.key, montage.polygraphy, draft_rows(montage))
            assert again == montage


def test_sides_follow_the_electrodes():
    assert parse_derivation("", "C3 - 0.5 F3 - 0.5 P3").side == "left"
    assert parse_derivation("", "C4-P4").side == "right"
    assert parse_derivation("my row", "C4-P4").label == "my row"


def test_missing_electrodes_are_named_but_a_recorded_difference_is_enough():
    row = parse_derivation("", "Fp1-F9")
    assert missing_electrodes(row, {"Fp1", "F7"}) == ("F9",)
    assert missing_electrodes(row, {"F9-Fp1"}) == ()


@pytest.mark.parametrize(
    ("label", "rows"),
    [("", [DraftRow("", "C3-P3")]), ("Mine", []), ("Mine", [DraftRow("a", "C3-P3"), DraftRow("a", "C4-P4")])],
)
def test_unfinished_drafts_are_refused(label, rows):
    with pytest.raises(UsageError):
        build_montage(Montage("mine", "Mine"), label, "", True, rows)


@given(st.text(max_size=60), st.sets(st.sampled_from(["mine", "montage", "longitudinal_bipolar"])))
def test_a_new_id_is_new_and_plain(label, taken):
    montage_id = new_montage_id(label, taken)
    assert montage_id not in taken
    assert set(montage_id) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


def test_a_key_has_one_holder():
    montages = load_montages()
    first = montage_by_id("longitudinal_bipolar", montages)
    assert key_holder("F1", "mine", montages) == first
    assert key_holder("F1", first.montage_id, montages) is None
    assert key_holder("", "mine", montages) is None
