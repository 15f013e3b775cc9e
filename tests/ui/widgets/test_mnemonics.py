"""Each menu, and each line of a menu, has a letter of its own; they follow from the titles alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from waiting import wait_until

from eegview.app.commands import MENUS
from eegview.app.shortcuts import load_shortcut_maps
from eegview.ui.widgets.mnemonics import alt_letters, give_mnemonics, mnemonics, plain_text


def letters(titles: list[str], reserved: str = "") -> list[str]:
    places = mnemonics(titles, frozenset(reserved))
    return ["" if place is None else titles[i][place].casefold() for i, place in enumerate(places)]


def test_initials_come_first_and_the_line_above_has_the_choice() -> None:
    assert letters(["Undo", "Unmark", "Go to time"]) == ["u", "n", "g"]
    assert letters(["Save page", "Save frame"]) == ["s", "f"]
    assert letters(["Save"], "s") == ["a"]


def test_a_line_makes_room_for_one_that_could_have_none() -> None:
    assert letters(["ab", "a"]) == ["b", "a"]
    assert letters(["a", "a", ""]) == ["a", "", ""]


@given(st.lists(st.text("abcdeé 1…", max_size=8), max_size=14))
def test_no_letter_is_given_twice_and_none_is_left_over(titles: list[str]) -> None:
    found = letters(titles)
    given_ones = [letter for letter in found if letter]
    assert len(given_ones) == len(set(given_ones))
    assert all(letter.isalnum() for letter in given_ones)
    for title, letter in zip(titles, found, strict=True):  # who has none could have no letter that is free
        if not letter:
            assert {a.casefold() for a in title if a.isalnum()} <= set(given_ones)
    assert found == letters(titles)


def test_a_text_is_read_without_its_letter_and_its_own_signs_stay(qapp) -> None:
    menu = QMenu()
    menu.addAction("R&&D of Fp1\tF1")
    menu.addSeparator()
    menu.addAction("Rows…")
    give_mnemonics(menu)
    texts = [action.text() for action in menu.actions()]
    assert texts == ["&R&&D of Fp1\tF1", "", "R&ows…"]
    assert [plain_text(action) for action in menu.actions()] == ["R&D of Fp1", "", "Rows…"]
    give_mnemonics(menu)
    assert [action.text() for action in menu.actions()] == texts


@pytest.mark.parametrize("keys", load_shortcut_maps(), ids=lambda one: one.map_id)
def test_menus_leave_alt_letters_to_commands(keys) -> None:
    taken = alt_letters(key for _id, held in keys.keys for key in held)
    found = letters(list(MENUS), "".join(taken))
    assert "" not in found
    assert len(set(found)) == len(MENUS)
    assert not set(found) & taken


def shown_lines(menu: QMenu) -> list:
    return [action for action in menu.actions() if not action.isSeparator() and action.isVisible()]


def test_every_line_of_every_menu_has_a_letter_of_its_own(station) -> None:
    menus = [station.actions.menus[name] for name in MENUS]
    while menus:
        menu = menus.pop()
        menu.aboutToShow.emit()
        lines = shown_lines(menu)
        marked = [one.text().replace("&&", "").partition("&")[2][:1].casefold() for one in lines]
        found = [letter for letter in marked if letter]
        assert len(found) == len(set(found))
        free = set("abcdefghijklmnopqrstuvwxyz0123456789") - set(found)
        assert [plain_text(one) for one, letter in zip(lines, marked, strict=True) if not letter] == [
            title
            for one, letter in zip(lines, marked, strict=True)
            if not letter and not set((title := plain_text(one)).casefold()) & free
        ]
        menus += [inner for one in lines if isinstance(inner := one.menu(), QMenu)]


def test_alt_and_letters_run_a_command(station) -> None:
    bar = station.window.menuBar()
    (study,) = [action for action in bar.actions() if plain_text(action) == "Move"]
    assert study.text() == "&Move"
    QTest.keyClick(station.window.windowHandle(), Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    menu = station.actions.menus["Move"]
    wait_until(menu.isVisible)
    letter = station.actions["page.next"].text().partition("&")[2][:1]
    QTest.keyClicks(menu, letter)
    wait_until(lambda: station.studies.study.session.view.start_s > 0)
    assert not menu.isVisible()


def test_digits_stand_in_their_order_in_the_menu_of_marks(station) -> None:
    actions = station.actions
    first = actions.menus["Marks"].actions()[0].menu()
    assert isinstance(first, QMenu)
    terms = [line.objectName() for line in first.actions() if not line.isSeparator()]
    assert len(terms) == len(station.studies.vocabulary.terms)
    assert [actions.keys_of(one)[0].toString() for one in terms if actions.keys_of(one)] == [*"123456789"]
