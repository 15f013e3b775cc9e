"""What is said of a panel."""

from dataclasses import replace

from trends.made_trends import made_table
from trends.shown_trends import panel, shown_study

from eegview.dsp.trends.block import TrendColumn
from eegview.ui.trends.drawing.panel_texts import merged, panel_notes


def test_definitions_that_differ_in_a_number_are_said_once() -> None:
    said = [f"Median of {rows}; {n}th percentile." for rows in ("Fp1-F7", "Fp2-F8") for n in (5, 50, 95)]
    assert merged(said) == (
        "Median of Fp1-F7; 5th, 50th and 95th percentile.",
        "Median of Fp2-F8; 5th, 50th and 95th percentile.",
    )
    sides = "Share of the left rows.", "Share of the right rows.", "Another matter.", "Another matter."
    assert merged(sides) == sides[:3]
    assert merged([]) == ()


def test_a_parameter_in_a_note_is_the_one_that_was_used() -> None:
    left = TrendColumn("suppression_left", "Suppression left, below 12 µV", "%", 10.0, "")
    table = replace(made_table(60.0), columns=(left,))
    assert panel_notes(panel("suppression"), shown_study(table, 60.0, ())) == ("below 12 µV",)
    assert panel_notes(panel("suppression"), shown_study(None, 60.0, ())) == ("% of time below a threshold",)
