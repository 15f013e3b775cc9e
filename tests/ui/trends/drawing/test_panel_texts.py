"""What is said of a panel."""

from eegview.ui.trends.drawing.panel_texts import merged


def test_definitions_that_differ_in_a_number_are_said_once() -> None:
    said = [f"Median of {rows}; {n}th percentile." for rows in ("Fp1-F7", "Fp2-F8") for n in (5, 50, 95)]
    assert merged(said) == (
        "Median of Fp1-F7; 5th, 50th and 95th percentile.",
        "Median of Fp2-F8; 5th, 50th and 95th percentile.",
    )
    sides = "Share of the left rows.", "Share of the right rows.", "Another matter.", "Another matter."
    assert merged(sides) == sides[:3]
    assert merged([]) == ()
