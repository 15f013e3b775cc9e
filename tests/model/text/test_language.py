"""Texts are looked up by their English form, and nothing about a translation can stop the reader."""

import gettext
from collections.abc import Iterator

import pytest

from eegview.model.text.language import is_translated, tr, tr_n, use_catalogue

TEXTS = {"Next page": "Nächste Seite", "{n} of {total}": "{total}, davon {n}", "Row {row}": "Zeile {zeile}"}


class Catalogue(gettext.NullTranslations):
    """A language of three texts, one of which names a value that nobody gives."""

    def gettext(self, message: str) -> str:
        return TEXTS.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "{n} Marke" if n == 1 else "{n} Marken"


@pytest.fixture
def _german() -> Iterator[None]:
    use_catalogue(Catalogue())
    yield
    use_catalogue(None)


def test_without_a_catalogue_texts_are_english() -> None:
    assert not is_translated()
    assert tr("Next page") == "Next page"
    assert tr("{n} of {total}", n=2, total=7) == "2 of 7"
    assert tr_n("{n} mark", "{n} marks", 1) == "1 mark"
    assert tr_n("{n} mark", "{n} marks", 3) == "3 marks"


def test_a_text_without_values_keeps_its_braces() -> None:
    assert tr("{name} stands for the channel") == "{name} stands for the channel"


@pytest.mark.usefixtures("_german")
def test_a_catalogue_translates_and_may_turn_values_round() -> None:
    assert is_translated()
    assert tr("Next page") == "Nächste Seite"
    assert tr("{n} of {total}", n=2, total=7) == "7, davon 2"
    assert tr_n("{n} mark", "{n} marks", 3) == "3 Marken"


@pytest.mark.usefixtures("_german")
def test_what_is_not_translated_stays_english() -> None:
    assert tr("Previous page") == "Previous page"
    assert tr("") == ""


@pytest.mark.usefixtures("_german")
def test_a_translation_that_names_another_value_falls_back_to_english() -> None:
    assert tr("Row {row}", row="C3-P3") == "Row C3-P3"
