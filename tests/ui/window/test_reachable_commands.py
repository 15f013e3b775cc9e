"""Whatever the window can do, hands find without a mouse, and a screen reader has words for it."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from eegview.app.shortcuts import load_shortcut_maps
from eegview.ui.help.command_entries import CommandEntries
from eegview.ui.widgets.mnemonics import plain_text
from eegview.ui.workstation import Workstation


def menu_lines(menu: QMenu) -> list[QAction]:
    """Return the lines of a menu and of those within it, as they are when it is open."""
    menu.aboutToShow.emit()
    found = []
    for line in menu.actions():
        inner = line.menu()
        if isinstance(inner, QMenu):
            found += menu_lines(inner)
        elif not line.isSeparator():
            found.append(line)
    return found


def lines_of(station: Workstation) -> list[QAction]:
    return [line for menu in station.actions.menus.values() for line in menu_lines(menu)]


def test_every_command_has_a_letter_or_a_key_and_stands_in_the_list_of_commands(station) -> None:
    for one in load_shortcut_maps():
        station._key_maps.choose(one.map_id)
        with_letter = {line.objectName() for line in lines_of(station) if "&" in line.text().replace("&&", "")}
        offered = {entry.command_id for entry, _run in CommandEntries(station.context).offers()}
        assert set(station.actions.actions) - offered == set(), one.map_id
        by_words_alone = [i for i in station.actions.actions if i not in with_letter and not station.actions.keys_of(i)]
        assert by_words_alone == [], one.map_id


def test_every_line_of_a_menu_has_a_name_and_stands_in_the_list_of_commands(station) -> None:
    offered = {entry.command_id for entry, _run in CommandEntries(station.context).offers()}
    recent = [entry for entry in offered if entry.startswith("study.recent.") and "small" in entry]
    named = [line for line in lines_of(station) if not line.data()]  # recent files are filled in, with their path
    assert [plain_text(line) for line in named if not line.objectName()] == []
    assert {line.objectName() for line in named} - offered == set()
    assert len(recent) == 1


def test_every_command_is_named_and_explained(station) -> None:
    for command_id, action in station.actions.actions.items():
        assert action.objectName() == command_id
        assert plain_text(action).strip("… ")
        assert action.statusTip()
        assert action.toolTip()
        assert station.actions.menu_of(command_id) in station.actions.menus


def test_the_list_of_commands_is_reached_by_key_and_by_letters_in_every_map(station) -> None:
    for one in load_shortcut_maps():
        assert one.of("help.commands") == ("Ctrl+K",)
        assert one.of("help.keys") == ("?",)
