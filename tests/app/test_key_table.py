"""Keys of one's own: no two commands on one key, each scope by itself, back to the standard at any time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.key_table import WINDOW, KeyTable
from eegview.app.shortcuts import ShortcutMap, built_in_maps, collisions

CLINIC = built_in_maps()[0]
FROM_FILES = {"montage.laplacian": ("F6",), "mark.term.spasm": ("1",), "mark.term.seizure": ("8",)}


@pytest.fixture
def table() -> KeyTable:
    return KeyTable(CLINIC, CLINIC, FROM_FILES)


def test_a_free_key_is_added_and_one_that_is_taken_moves(table: KeyTable) -> None:
    after = table.with_key("page.next", "Ctrl+Alt+J")
    assert after.keys_of("page.next") == ("PgDown", "Ctrl+Alt+J")
    assert table.owner("ctrl+p", WINDOW) == "page.print"
    after = after.with_key("page.next", "Ctrl+P", instead=True)
    assert after.keys_of("page.next") == ("Ctrl+P",)
    assert after.keys_of("page.print") == ()
    assert table.losers(after, "page.next") == ("page.print",)
    assert after.is_changed("page.print")
    assert not after.is_changed("page.left")


def test_a_montages_key_moves_and_comes_back(table: KeyTable) -> None:
    after = table.with_key("page.next", "F6")
    assert after.keys_of("montage.laplacian") == ()
    assert dict(after.map.keys)["montage.laplacian"] == ()
    back = after.reset("montage.laplacian")
    assert back.keys_of("montage.laplacian") == ("F6",)
    assert back.keys_of("page.next") == ("PgDown",)
    assert "montage.laplacian" not in dict(back.map.keys)


def test_a_digit_stays_with_its_term_which_may_have_more(table: KeyTable) -> None:
    assert "vocabulary" in table.refusal("page.next", "1")
    with pytest.raises(ValueError, match="vocabulary"):
        table.with_key("page.next", "1")
    after = table.with_key("mark.term.spasm", "Q", instead=True)
    assert after.keys_of("mark.term.spasm") == ("1", "Q")
    assert after.without_key("mark.term.spasm", "1") == after
    assert after.without_key("mark.term.spasm", "Q") == table


def test_tasks_have_keys_of_their_own(table: KeyTable) -> None:
    assert table.scope_of("triage.accept") == "triage"
    assert table.owner("A", WINDOW) == ""
    after = table.with_key("page.next", "A")
    assert after.keys_of("triage.accept") == ("A",)  # it has priority while it is on
    assert ("triage", "triage.accept") in table.elsewhere("A", WINDOW)
    after = table.with_key("triage.reject", "A")
    assert after.keys_of("triage.accept") == ()


@pytest.mark.parametrize(
    ("command_id", "key", "word"),
    [
        ("page.next", "Esc", "Esc"),
        ("page.next", "Tab", "keyboard"),
        ("page.next", "Ctrl+Foo", "cannot"),
        ("mark.delete", "D", "Ctrl or Alt"),
        ("study.quit", "Q", "Ctrl or Alt"),
    ],
)
def test_what_would_do_harm_is_refused_in_words(table: KeyTable, command_id: str, key: str, word: str) -> None:
    assert word in table.refusal(command_id, key)
    assert table.refusal("display.clear", "Esc") == table.refusal("triage.next", "Tab") == ""


commands = st.sampled_from([i for i, _keys in CLINIC.keys] + [i for i, _k in CLINIC.within("triage")] + [*FROM_FILES])
some_keys = st.sampled_from(["A", "B", "PgDown", "Ctrl+P", "F6", "Alt+V", "[", "Ctrl+Alt+Q", "1", "Space"])


@given(st.lists(st.tuples(commands, some_keys, st.booleans())))
def test_whatever_is_moved_no_key_means_two_things(moves: list[tuple[str, str, bool]]) -> None:
    table = KeyTable(CLINIC, CLINIC, FROM_FILES)
    for command_id, key, instead in moves:
        if not table.refusal(command_id, key):
            table = table.with_key(command_id, key, instead)
            assert table.owner(key, table.scope_of(command_id)) == command_id
    window = {**FROM_FILES, **dict(table.map.keys)}
    assert collisions(tuple(window.items())) == {}
    assert all(collisions(keys) == {} for _name, keys in table.map.contexts)
    assert table.reset_all().map == CLINIC
    for command_id in {command_id for command_id, _key, _instead in moves}:
        table = table.reset(command_id)
        assert not table.is_changed(command_id)


def test_scopes_that_are_on_at_once_share_their_keys() -> None:
    contexts = (("staging", (("staging.wake", ("W",)),)), ("stages", (("staging.n1", ("1",)),)))
    one = ShortcutMap("made", "Made", (("page.next", ("PgDown",)),), contexts)
    table = KeyTable(one, one, FROM_FILES)
    assert table.owner("W", "stages") == "staging.wake"
    after = table.with_key("staging.n1", "W")
    assert after.keys_of("staging.wake") == ()
    assert after.keys_of("staging.n1") == ("1", "W")
    assert table.losers(after, "staging.n1") == ("staging.wake",)
    assert table.refusal("staging.n1", "4") == ""  # while sleep is staged digits are stages
    assert after.reset("staging.wake").keys_of("staging.n1") == ("1",)
