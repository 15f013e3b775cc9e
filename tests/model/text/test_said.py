"""A text that is put together in English is said again in the reader's language where it is shown, and only there."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.text.language import use_catalogue
from eegview.model.text.said import joined, shown, tr_kept, tr_kept_n

GERMAN = {"on {day}": "am {day}", "day {n}": "Tag {n}", "{n} spasm|{n} spasms": ("{n} Spasmus", "{n} Spasmen")}


class German:
    def gettext(self, message: str, /) -> str:
        found = GERMAN.get(message, message)
        return found if isinstance(found, str) else message

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        found = GERMAN.get(f"{msgid1}|{msgid2}")
        return found[n != 1] if isinstance(found, tuple) else msgid1 if n == 1 else msgid2


@pytest.fixture
def german():
    use_catalogue(German())
    yield
    use_catalogue(None)


def sentence(n: int) -> str:
    return joined((tr_kept_n("{n} spasm", "{n} spasms", n), tr_kept("on {day}", day=tr_kept("day {n}", n=3)), ""), ", ")


def test_it_is_english_as_a_text_and_german_where_it_is_shown(german: None) -> None:
    assert sentence(2) == "2 spasms, on day 3"
    assert json.dumps(sentence(1)) == '"1 spasm, on day 3"'
    assert (shown(sentence(1)), shown(sentence(2))) == ("1 Spasmus, am Tag 3", "2 Spasmen, am Tag 3")
    assert f"{sentence(2)}." == "2 spasms, on day 3."


def test_copies_still_know_it_and_plain_texts_stay_as_they_are(german: None) -> None:
    for made in (copy.deepcopy(sentence(2)), pickle.loads(pickle.dumps(sentence(2)))):
        assert shown(made) == "2 Spasmen, am Tag 3"
    assert shown("on day 3") == "on day 3"


@given(st.text(), st.integers(0, 99))
def test_without_a_catalogue_what_is_shown_is_what_is_stored(who: str, n: int) -> None:
    made = joined((tr_kept("seen by {who}", who=who), tr_kept_n("{n} day", "{n} days", n)))
    assert shown(made) == made
