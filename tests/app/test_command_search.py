"""Commands are found by words in any order, the likeliest first."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.app.command_search import CommandEntry, search_commands

ENTRIES = (
    CommandEntry("page.previous", "Previous page", "Move", "Go one page back.", ("PgUp",)),
    CommandEntry("display.shorter", "Shorter page", "Display", "Fewer seconds.", ("Ctrl++",)),
    CommandEntry("page.next", "Next page", "Move", "Go one page forward.", ("PgDown",)),
    CommandEntry("study.snapshot", "Save page as image…", "Study", "Write this page as PNG."),
)


def ids(query: str) -> list[str]:
    return [entry.command_id for entry in search_commands(query, ENTRIES)]


def test_every_word_must_occur():
    assert ids("page next") == ["page.next"]
    assert ids("page nothing") == []


def test_start_of_the_title_comes_before_the_rest():
    assert ids("p")[0] == "page.previous"
    assert ids("pn") == ["study.snapshot"]  # only in the help


def test_keys_and_menus_find_too():
    assert ids("pgdown") == ["page.next"]
    assert ids("display") == ["display.shorter"]


def test_no_words_find_all_in_their_order():
    assert search_commands("  ", ENTRIES) == ENTRIES


@given(st.text(max_size=12))
def test_more_words_never_find_more(words):
    assert set(search_commands(f"{words} page", ENTRIES)) <= set(search_commands(words, ENTRIES))
