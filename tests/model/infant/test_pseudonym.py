"""What an infant may be called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.infant.pseudonym import LONGEST, pseudonym_fault, rule_text
from eegview.model.text.language import use_catalogue


@pytest.mark.parametrize(
    "said", ["K07", "AB-12", "7", "a_1-b", "Ω12", "S-12345", "k07b", "A1B2C3", "12345", "K77-45", "07-045"]
)
def test_a_code_with_a_digit_is_allowed(said: str):
    assert pseudonym_fault(said) == ""


@pytest.mark.parametrize(
    "said",
    ["", "Robin", "K 07", "-7", "123456", "2020-01-06", "6-1-2020", "06_01_20", "K07;", "=1", "a" * 24 + "1",
     "Anna2", "Mueller_Anna1", "A-n-n-a-2", "12Mar2025", "5Mai25", "März3", "2503-12", "12345-6789", "12_34_56",
     "25-3-04", "3-2025", "2025_3", "25-3", "3-25", "M03-25", "K25_12", "3--2025", "31-1"],
)  # fmt: skip
def test_what_may_be_a_name_a_date_or_a_number_is_refused(said: str):
    assert pseudonym_fault(said).endswith(".")


@given(st.dates(), st.sampled_from("-_"), st.sampled_from(["", "K", "M"]))
def test_a_month_with_its_year_or_day_is_refused_in_any_order(on: date, sign: str, before: str):
    for month in (str(on.month), f"{on.month:02}"):
        for other in (f"{on.year % 100:02}", str(on.day), f"{on.day:02}"):
            assert pseudonym_fault(f"{before}{month}{sign}{other}")
            assert pseudonym_fault(f"{before}{other}{sign}{month}")


@given(st.text(max_size=40))
def test_what_is_allowed_is_short_plain_and_holds_a_digit(said: str):
    if not pseudonym_fault(said):
        assert len(said) <= LONGEST
        assert any(letter.isdigit() for letter in said)
        assert not any(letter.isspace() for letter in said)


@given(
    st.sampled_from(["Anna", "Müller", "Robin", "März", "May", "Иван"]), st.from_regex(r"[0-9_-]{0,8}", fullmatch=True)
)
def test_a_word_is_refused_with_whatever_digits_beside_it(word: str, more: str):
    for said in (word + more, more + word, "_".join(word) + more):
        assert pseudonym_fault(said)


def test_the_rule_is_looked_up_in_the_readers_language_and_names_the_length() -> None:
    class German:
        def gettext(self, message: str, /) -> str:
            return "Höchstens {longest} Zeichen." if message.startswith("A pseudonym is a code of") else message

        def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
            return msgid1 if n == 1 else msgid2

    assert f"at most {LONGEST} letters" in rule_text()
    use_catalogue(German())
    try:
        assert rule_text() == f"Höchstens {LONGEST} Zeichen."
    finally:
        use_catalogue(None)
