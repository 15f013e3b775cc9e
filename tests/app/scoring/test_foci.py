import pytest

from eegview.app.scoring.foci import digits_for, electrodes_in, electrodes_of, focus_of_click, with_used

CHAIN = ("Fp1-F7", "F7-T7", "T7-P7", "P7-O1", "Fp1-F3", "F3-C3", "Fz-Cz", "Cz-Pz")


@pytest.mark.parametrize(
    ("label", "share", "focus"),
    [
        ("F7-T7", 0.2, "F7"),  # between Fp1-F7 and F7-T7, where a focus at F7 reverses
        ("F7-T7", 0.8, "T7"),
        ("T7-P7", 0.1, "T7"),
        ("Fp1-F7", 0.1, "Fp1"),  # the end of a chain
        ("Fp1-F7", 0.9, "F7"),
        ("P7-O1", 0.9, "O1"),  # the row below begins another chain
        ("Fp1-F3", 0.1, "Fp1"),
        ("Cz-Pz", 0.9, "Pz"),
        ("ECG", 0.5, ""),
        ("Fz-F4", 0.5, ""),  # no row of the page
    ],
)
def test_a_click_means_the_electrode_where_phases_reverse(label: str, share: float, focus: str) -> None:
    assert focus_of_click((*CHAIN, "ECG"), label, share) == focus


def test_electrodes_of_rows() -> None:
    assert electrodes_of("F3-C3") == ("F3", "C3")
    assert electrodes_of("C3") == electrodes_of("A-B-C") == electrodes_of("C3-") == ()
    assert electrodes_in(("Fp1-F7", "F7-T7", "Fz-Cz")) == ("Fp1", "F7", "T7", "Fz", "Cz")


def test_digits_begin_with_the_foci_used_last_and_keep_their_meaning() -> None:
    electrodes = electrodes_in(CHAIN)
    digits = digits_for(("P7", "Cz", "P7", "X9"), electrodes)
    assert digits[:3] == ("P7", "Cz", "Fp1")
    assert len(digits) == 9
    assert len(set(digits)) == 9
    assert with_used(digits, "P7", ("P7",)) == digits
    left_out = next(one for one in electrodes if one not in digits)
    changed = with_used(digits, left_out, ("P7", "Cz", digits[-1]))
    assert changed.index(left_out) == 7  # the last digit that nobody used
    assert [k for k in range(9) if changed[k] != digits[k]] == [7]
    assert with_used(("C3", "C4"), "O1", ()) == ("C3", "C4", "O1")
