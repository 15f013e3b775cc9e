import pytest

from eegview.dsp.hemispheres import side_of_row


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
