"""What an infant may be called."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from there import there

from eegview.model.infant.pseudonym import LONGEST, pseudonym_doubt, pseudonym_fault, rule_text
from eegview.model.text.language import use_catalogue

LETTERS = st.text(st.sampled_from("ABKMXZ"), min_size=1, max_size=2)
SIGN = st.sampled_from(["-", "_", "--", "-_"])


@pytest.mark.parametrize(
    "said",
    ["K07", "AB-12", "7", "a_1-b", "Ω12", "S-12345", "k07b", "A1B2C3", "12345", "K77-45", "07-045", "K07-12", "K12-07",
     "AB-07-12", "45-77", "0-7", "2020", "1-2-3", "K45-1", "K7-3-1"],
)  # fmt: skip
def test_a_code_with_a_digit_is_allowed(said: str):
    assert pseudonym_doubt(said) is None


@pytest.mark.parametrize(
    "said",
    ["", "Robin", "K 07", "-7", "123456", "2020-01-06", "6-1-2020", "06_01_20", "K07;", "=1", "a" * 24 + "1",
     "Anna2", "Mueller_Anna1", "A-n-n-a-2", "12Mar2025", "5Mai25", "März3", "2503-12", "12345-6789", "12_34_56",
     "25-3-04", "3-2025", "2025_3", "3--2025", "K3-2025", "K25-3-04", "Emma2020", "Jo2019-1"],
)  # fmt: skip
def test_what_is_a_name_a_date_or_a_number_is_refused_with_a_sentence(said: str):
    doubt = there(pseudonym_doubt(said))
    assert doubt.is_sure
    assert doubt.sentence.endswith(".")
    assert pseudonym_fault(said) == doubt.sentence


@pytest.mark.parametrize("said", ["25-3", "3-25", "31-1", "7-12", "M03-25", "K25_12", "Em2020", "2020Em", "Em-2019"])
def test_what_may_be_a_date_or_a_short_name_is_a_suspicion_only(said: str):
    assert not there(pseudonym_doubt(said)).is_sure
    assert pseudonym_fault(said) == ""


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), SIGN, st.sampled_from(["", "K", "MX"]))
def test_a_whole_date_is_refused_in_any_order(on: date, sign: str, before: str):
    for year in (f"{on.year:04}", f"{on.year % 100:02}"):
        for month in (str(on.month), f"{on.month:02}"):
            for day in (str(on.day), f"{on.day:02}"):
                for parts in ((year, month, day), (day, month, year), (month, day, year)):
                    assert pseudonym_fault(before + sign.join(parts))


@given(st.dates(), SIGN)
def test_a_month_with_its_day_or_year_alone_is_at_least_a_suspicion(on: date, sign: str):
    for month in (str(on.month), f"{on.month:02}"):
        for other in (f"{on.year % 100:02}", str(on.day), f"{on.day:02}"):
            assert pseudonym_doubt(f"{month}{sign}{other}")
            assert pseudonym_doubt(f"{other}{sign}{month}")


@given(st.integers(20, 39), st.integers(1, 12), SIGN, LETTERS)
def test_letters_with_a_month_and_the_year_of_an_infant_are_a_suspicion(year: int, month: int, sign: str, before: str):
    for said in (f"{before}{month:02}{sign}{year}", f"{before}{year}{sign}{month}"):
        assert not there(pseudonym_doubt(said)).is_sure


@given(LETTERS, st.integers(0, 99), st.integers(0, 19), SIGN)
def test_a_letter_and_two_numbers_is_a_code_where_neither_can_be_the_year_of_an_infant(
    before: str, first: int, second: int, sign: str
):
    if not 20 <= first <= 39:
        assert pseudonym_doubt(f"{before}{first:02}{sign}{second:02}") is None


@given(LETTERS, st.integers(0, 99999))
def test_letters_and_one_number_are_a_code_unless_it_is_a_year(before: str, number: int):
    doubt = pseudonym_doubt(f"{before}{number}")
    if len(before) == 2 and 1900 <= number <= 2099:
        assert not there(doubt).is_sure
    else:
        assert doubt is None


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
