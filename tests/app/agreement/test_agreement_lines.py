"""Numbers of agreement as a person reads them."""

import pytest
from made_studies.read_studies import made_study, spasm

from eegview.app.agreement.agreement_lines import report_lines, signed, value_text
from eegview.app.agreement.report import report_of
from eegview.app.agreement.terms import Rules, term_named
from eegview.app.vocabulary.store import load_vocabulary
from eegview.clinical.agreement_numbers.number import AgreementNumber


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.7249, "0.72"), (-0.0234, "−0.02"), (-0.001, "0.00"), (1.0, "1.00"), (0.998, "0.9980"), (0.99999, "0.9999")],
)
def test_a_number_has_two_decimals_and_is_never_rounded_up_to_one(value: float, text: str):
    assert signed(value) == text


def test_an_interval_stands_beside_its_value_and_a_dash_where_there_is_none():
    assert value_text(AgreementNumber(0.5, 0.25, 0.75, 9, 12, 2, "m")) == "0.50 (0.25–0.75)"
    assert value_text(AgreementNumber(0.5, None, None, 9, 1, 2, "m")) == "0.50"
    assert value_text(AgreementNumber(None, None, None, 0, 0, 2, "m", "why")) == "–"


def test_each_number_has_its_size_its_method_and_the_reason_for_what_is_missing():
    study = made_study([spasm(10, "ada"), spasm(10, "ben"), spasm(30, "ben"), spasm(10, "final")])
    term = term_named("spasm", load_vocabulary()).make([study], Rules())
    lines = list(report_lines([report_of(term)], ("3.zip: it is damaged.",)))
    f1 = next(line for line in lines if "F1, one to one" in line)
    assert "0.67" in f1
    assert "n = 2, 1 patient [1]" in f1
    assert f1.endswith("One patient, so no interval.")
    assert any(line.startswith("  [1] F1: harmonic mean") for line in lines)
    assert "  ada against “final”" in lines
    assert lines[-2:] == ["3.zip: it is damaged.", "For research and education; not a cleared medical device."]
