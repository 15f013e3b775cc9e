"""What names a patient, in how many spellings it is found, and what is left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.identity import Identity, Scrubber, date_of, edf_date, identity_of, spellings
from eegview.exchange.name_pattern import NamePattern

WHO = identity_of("4711 F 03-MAY-2020 Anna_Müller", "Startdate 02-MAR-2021 X Weiss X")


def test_words_of_the_header():
    assert {"4711", "Anna", "Müller", "Muller", "Anna Müller", "Weiss"} <= set(WHO.words)
    assert WHO.born == date(2020, 5, 3)
    assert not {"X", "F", "Startdate"} & set(WHO.words)
    assert identity_of("X X X X", "Startdate X X X X").words == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ANNA_MÜLLER asleep", "X asleep"),
        ("anna's mother", "X's mother"),
        ("Annabel is another", "Xbel is another"),
        ("EEG Fp1-Cz, spasm 12", "EEG Fp1-Cz, spasm 12"),
        ("on 2021-03-02 and 2.3.21", "on X and X"),
        ("MRN 12345678", "MRN X"),
        ("3 Hz, 350 uV, 15 s", "3 Hz, 350 uV, 15 s"),
        ("mail a.b@clinic.org", "mail X"),
        ("at 10:20", "at X"),
    ],
)
def test_what_is_taken_out(text: str, left: str):
    assert Scrubber(WHO).scrub(text) == left


def test_dates_and_clock_times_stay_where_asked():
    scrubber = Scrubber(WHO, keep_dates=True, keep_clock=True)
    assert scrubber.scrub("02.03.2021 10:20:30, born 03.05.2020") == "02.03.2021 10:20:30, born X"


@given(st.text(max_size=40))
def test_a_text_never_grows_and_never_keeps_a_word(text: str):
    scrubbed = Scrubber(WHO).scrub(f"{text} Müller {text}")
    assert len(scrubbed.encode("utf-8", "ignore")) <= len(f"{text} Müller {text}".encode("utf-8", "ignore"))
    assert not NamePattern(WHO.words).search(scrubbed)


@given(st.dates(date(1985, 1, 1), date(2084, 12, 31)))
def test_every_spelling_of_a_birthday_is_found(born: date):
    assert date_of(edf_date(born)) == born
    scrubber = Scrubber(identity_of(f"X F {edf_date(born)} X", ""), keep_dates=True)
    assert all(scrubber.scrub(f"born {text}.") == "born X." for text in spellings(born))


def test_no_identity_takes_nothing_out():
    assert Scrubber(Identity(())).scrub("spasm, nods") == "spasm, nods"
