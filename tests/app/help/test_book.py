"""The guide: every page is listed, short enough, has its pictures, and names what exists."""

import re
from collections import Counter

import pytest

from eegview.app.help.book import HelpBook, help_folder, help_places, load_book
from eegview.cli.commands import COMMANDS

MOST_PICTURE_BYTES, MOST_BYTES = 150_000, 1_500_000


@pytest.fixture(scope="module")
def book() -> HelpBook:
    return load_book()


def test_each_page_is_in_the_contents_and_each_place_has_one(book: HelpBook) -> None:
    ids = [page.page_id for page in book.pages]
    assert sorted(ids) == sorted(path.stem for path in help_folder().glob("*.md"))
    assert len(set(ids)) == len(ids)
    assert all(page.title and page.text.startswith("# ") for page in book.pages)
    places = Counter(place for page in book.pages for place in page.places)
    assert max(places.values()) == 1
    assert help_places()["page"] == ids[0]
    assert set(help_places().values()) <= set(ids)


def test_links_lead_to_pages(book: HelpBook) -> None:
    ids = {f"{page.page_id}.md" for page in book.pages}
    for page in book.pages:
        for link in page.links:
            assert link in ids or link.startswith("https://"), f"{page.page_id}: {link}"


def test_each_page_has_a_picture_and_all_are_small(book: HelpBook) -> None:
    shown = {name for page in book.pages for name in page.pictures}
    assert all(page.pictures for page in book.pages)
    assert shown == set(book.pictures)
    for name, picture in book.pictures.items():
        assert picture.startswith(b"\x89PNG"), name
        assert len(picture) <= MOST_PICTURE_BYTES, name
    assert sum(map(len, book.pictures.values())) <= MOST_BYTES
    assert {path.name for path in help_folder().glob("help_*.png")} == shown


def test_commands_of_the_command_line_exist(book: HelpBook) -> None:
    for page in book.pages:
        for name in re.findall(r"`(?:\./run|eegview) ([a-z]+)\b", page.text):
            assert name in COMMANDS, f"{page.page_id}: eegview {name}"


def test_the_guide_says_what_the_program_is_not(book: HelpBook) -> None:
    assert "not a medical device" in book.pages[0].text
    assert book.find("not a medical device") == book.pages[0]
    assert book.find("zebra finch") is None
    assert book.page("nowhere") is None
