import pytest

from eegview.dsp.hemispheres import homologous_pairs, mirrored_row, side_of_row


@pytest.mark.parametrize(
    ("row", "side"),
    [
        ("F7-C3", "left"),
        ("Fp2-F8", "right"),
        ("C4-AVG", "right"),
        ("T9", "left"),
        ("Cz-Pz", "midline"),
        ("C3-C4", "midline"),
        ("C3-Cz", "left"),
        ("EKG", "midline"),
        ("", "midline"),
    ],
)
def test_odd_numbers_are_left_and_even_ones_right(row, side):
    assert side_of_row(row) == side


@pytest.mark.parametrize(
    ("row", "mirror"),
    [
        ("F7-C3", "F8-C4"),
        ("Fp2-F8", "Fp1-F7"),
        ("T10", "T9"),
        ("O1-AVG", "O2-AVG"),
        ("Cz-Pz", "Cz-Pz"),
        ("C3-Cz", "C4-Cz"),
    ],
)
def test_the_mirror_of_a_row_has_the_numbers_of_the_other_side(row, mirror):
    assert mirrored_row(row) == mirror
    assert mirrored_row(mirror) == row


def test_rows_are_paired_along_and_across_the_head():
    along = ["Fp1-F3", "F3-C3", "Fz-Cz", "Fp2-F4", "F4-C4", "T3-O1"]
    assert homologous_pairs(along) == (("Fp1-F3", "Fp2-F4"), ("F3-C3", "F4-C4"))
    across = ["T7-C3", "C3-Cz", "Cz-C4", "C4-T8", "C3-C4"]
    assert homologous_pairs(across) == (("T7-C3", "C4-T8"), ("C3-Cz", "Cz-C4"))
