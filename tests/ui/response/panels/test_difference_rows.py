"""The lines of the table: change in units and percent, repeat error in words, what is missing said."""

from dataclasses import replace

from eegview.app.response.marker_row import MarkerRow
from eegview.app.response.markers import SPASMS, TREND_MARKERS, MarkerValue, missing_value, score_marker
from eegview.ui.response.panels.difference_rows import COPIED, difference_row

REEG = next(marker for marker in TREND_MARKERS if marker.unit == "µV")


def value(number: float, text: str) -> MarkerValue:
    return MarkerValue(number, text, number - 1, number + 1, "a method", n=20, basis="20 epochs")


def row_of(*values: MarkerValue, error: float | None = 6.0, exceeds: bool | None = True) -> MarkerRow:
    numbers = [one.value for one in values]
    changes = tuple(n - numbers[0] if n is not None and numbers[0] is not None else None for n in numbers)
    return MarkerRow(REEG, f"{REEG.label}, N2", values, changes, error, "how it is known", exceeds)


def test_change_stands_in_units_and_percent_and_the_error_in_words() -> None:
    line = difference_row(row_of(value(251.0, "251 µV"), value(76.0, "76 µV")))
    assert (line.change, line.percent) == ("−175 µV", "−70 %")
    assert line.error == "exceeds ±6.0 µV"
    assert line.label == REEG.label
    assert "N2" in line.definition
    assert REEG.definition in line.definition
    assert "95 % interval 250 to 252: a method" in line.value_tip(0)
    assert "Change −175 µV (−70 %), repeat error: exceeds ±6.0 µV." in line.spoken
    within = difference_row(row_of(value(80.0, "80 µV"), value(76.0, "76 µV"), exceeds=False))
    assert within.error == "within ±6.0 µV"
    unknown = difference_row(row_of(value(80.0, "80 µV"), value(76.0, "76 µV"), error=None, exceeds=None))
    assert unknown.error == "not measured"
    assert len(line.copied) == len(COPIED)


def test_what_is_missing_is_said_for_its_side() -> None:
    half = difference_row(row_of(value(80.0, "80 µV"), missing_value("Not staged."), error=None, exceeds=None))
    assert (half.change, half.error, half.missing, half.is_missing) == ("", "", "After: Not staged.", False)
    assert half.value_text(1) == "–"
    assert half.value_tip(1) == "Not staged."
    none = difference_row(row_of(missing_value("A."), missing_value("B."), error=None, exceeds=None))
    assert none.is_missing
    assert none.missing == "Before: A. After: B."
    same = difference_row(row_of(missing_value("A."), missing_value("A."), error=None, exceeds=None))
    assert same.missing == "A."
    assert same.spoken.endswith("after –. A.")


def test_scores_change_by_whole_numbers_and_rates_by_their_unit() -> None:
    made = row_of(value(5.0, "5"), value(2.0, "2"), error=1.0)
    score = difference_row(replace(made, marker=score_marker("BASED 2021", "ada")))
    assert (score.change, score.percent, score.error) == ("−3", "", "exceeds ±1")
    rate = difference_row(replace(made, marker=SPASMS))
    assert (rate.change, rate.percent) == ("−3.0 / h", "−60 %")
