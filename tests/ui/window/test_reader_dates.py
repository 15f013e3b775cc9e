"""Dates in the window: ISO, or as the reader's system writes them."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QLocale

from eegview.model.text.dates import ISO, date_form, moment_text, use_date_form
from eegview.ui.window.reader_dates import AS_SYSTEM, DATES, form_of_locale, use_chosen_dates
from eegview.ui.window.settings import Settings

AT = datetime(2026, 11, 3, 16, 5)
WRITTEN = {
    "de_DE": "03.11.2026 16:05",
    "en_GB": "03/11/2026 16:05",
    "en_US": "11/3/2026 4:05 PM",
    "ja_JP": "2026/11/03 16:05",
}


@pytest.fixture(autouse=True)
def iso_after() -> Iterator[None]:
    yield
    use_date_form(ISO)


@pytest.mark.parametrize("name", WRITTEN)
def test_each_country_has_its_own_form(name: str) -> None:
    text = moment_text(AT, form=form_of_locale(QLocale(name)))
    assert text.replace("\N{NARROW NO-BREAK SPACE}", " ").casefold() == WRITTEN[name].casefold()


def test_dates_are_iso_unless_the_reader_wants_those_of_the_system(tmp_path) -> None:
    settings = Settings(tmp_path / "settings.ini")
    use_chosen_dates(settings, QLocale("de_DE"))
    assert date_form() == ISO
    settings.put(DATES, AS_SYSTEM)
    use_chosen_dates(settings, QLocale("de_DE"))
    assert moment_text(AT) == WRITTEN["de_DE"]


def test_the_menu_shows_both_forms_and_the_choice_is_kept(station) -> None:
    actions = {one.objectName(): one for one in station.window.findChildren(type(station.actions["page.next"]))}
    assert actions["dates.iso"].isChecked()
    assert "2026-11-30 16:05" in actions["dates.iso"].text()
    actions["dates.system"].trigger()
    assert station.settings.text(DATES) == AS_SYSTEM
    assert date_form() != ISO or form_of_locale(QLocale.system()) == ISO
