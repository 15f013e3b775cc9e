"""The dialog of keys: what is pressed counts at once, collisions are asked about, files keep it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from waiting import wait_until
from windows.at_the_window import press, study_of, wait_until_idle

from eegview.app.key_table import SuggestedKey
from eegview.app.resources import user_folder
from eegview.ui.help.key_button import KeyButton, key_text
from eegview.ui.help.key_card import KeyCard
from eegview.ui.help.own_keys_dialog import OwnKeysDialog
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def dialog_of(station: Workstation) -> OwnKeysDialog:
    station.actions["help.own_keys"].trigger()
    dialog = open_dialog(station.window, "own_keys")
    assert isinstance(dialog, OwnKeysDialog)
    wait_until(dialog.isActiveWindow)
    return dialog


def give(dialog: OwnKeysDialog, command_id: str, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    dialog.tree.choose(command_id)
    dialog.add_key.click()
    QTest.keyClick(dialog.add_key, key, modifier)


def keys(station: Workstation, command_id: str) -> list[str]:
    return [key.toString() for key in station.actions[command_id].shortcuts()]


def test_a_key_counts_at_once_and_is_there_after_the_next_start(start_station: Callable[[], Workstation]) -> None:
    station = start_station()
    give(dialog_of(station), "help.guide", Qt.Key.Key_F1, CTRL)
    assert keys(station, "help.guide") == ["Ctrl+F1"]
    wait_until((user_folder("shortcuts") / "clinic.toml").exists)
    wait_until_idle(station)
    station.window.close()
    assert keys(start_station(), "help.guide") == ["Ctrl+F1"]


def test_a_key_of_another_command_is_asked_about_then_moves_or_stays(station: Workstation, qtbot) -> None:
    dialog = dialog_of(station)
    give(dialog, "page.next", Qt.Key.Key_P, CTRL)
    assert dialog.message.text() == "Ctrl+P belongs to “Print page…” (Whole window)."
    assert dialog.move_here.hasFocus()
    dialog.keep.click()
    assert not dialog.move_here.isVisible()
    assert keys(station, "page.print") == ["Ctrl+P"]
    give(dialog, "page.next", Qt.Key.Key_P, CTRL)
    QTest.keyClick(dialog.move_here, Qt.Key.Key_Space)
    assert keys(station, "page.print") == []
    assert "has lost a key" in dialog.message.text()
    station.window.activateWindow()
    wait_until(station.window.isActiveWindow)
    press(station, qtbot, Qt.Key.Key_P, modifier=CTRL)
    wait_until(lambda: study_of(station).session.view.start_s > 0)
    dialog.undo.click()
    assert keys(station, "page.print") == ["Ctrl+P"]


def test_keys_are_removed_replaced_and_set_back(station: Workstation) -> None:
    dialog = dialog_of(station)
    dialog.tree.choose("display.taller")
    button = dialog.findChild(QPushButton, "own_keys.key.Up")
    assert button is not None
    button.click()
    assert keys(station, "display.taller") == ["+", "="]
    dialog.replace_key.click()
    QTest.keyClick(dialog.replace_key, Qt.Key.Key_J, CTRL | ALT)
    assert keys(station, "display.taller") == ["Ctrl+Alt+J"]
    dialog.reset_one.click()
    assert keys(station, "display.taller") == ["Up", "+", "="]
    assert not dialog.reset_one.isEnabled()
    give(dialog, "page.next", Qt.Key.Key_J)
    dialog.reset_all.click()
    assert keys(station, "page.next") == ["PgDown"]
    assert not dialog.reset_all.isEnabled()
    wait_until_idle(station)
    assert not (user_folder("shortcuts") / "clinic.toml").exists()


def test_digits_and_escape_stay_what_they_are(station: Workstation) -> None:
    dialog = dialog_of(station)
    give(dialog, "page.next", Qt.Key.Key_3)
    assert "vocabulary" in dialog.message.text()
    dialog.tree.choose("mark.term.spasm")
    button = dialog.findChild(QPushButton, "own_keys.key.1")
    assert button is not None
    assert not button.isEnabled()
    give(dialog, "mark.term.spasm", Qt.Key.Key_Q)
    assert keys(station, "mark.term.spasm") == ["1", "Q"]
    dialog.add_key.click()
    assert dialog.add_key.is_waiting
    QTest.keyClick(dialog.add_key, Qt.Key.Key_Escape)
    assert not dialog.add_key.is_waiting
    assert dialog.isVisible()


def test_a_task_has_keys_of_its_own_and_says_where(station: Workstation) -> None:
    dialog = dialog_of(station)
    give(dialog, "page.next", Qt.Key.Key_A)
    assert "In triage it means “Accept”." in dialog.message.text()
    give(dialog, "triage.reject", Qt.Key.Key_A)
    assert dialog.message.text().startswith("A belongs to “Accept” (Triage).")
    lines = dialog.tree.findItems("Accept", Qt.MatchFlag.MatchRecursive)
    assert [line.text(2) for line in lines] == ["Triage"]


def test_search_finds_by_words_synonyms_and_keys(station: Workstation) -> None:
    dialog = dialog_of(station)
    for words, command_id in (("printer", "page.print"), ("ctrl+p", "page.print"), ("audit trail", "edit.history")):
        dialog.search.setText(words)
        assert dialog.tree.current_id == command_id
        assert not dialog.tree.currentItem().isHidden()
    dialog.search.clear()
    lines = dialog.tree.findItems("*", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchWildcard)
    assert not [line for line in lines if line.isHidden()]
    assert len(lines) >= len(station.actions.actions)


def test_another_map_is_chosen_here_or_in_the_menu(station: Workstation) -> None:
    dialog = dialog_of(station)
    dialog.maps.setCurrentIndex(dialog.maps.findData("mne"))
    dialog.maps.activated.emit(dialog.maps.currentIndex())
    assert keys(station, "page.next") == ["Shift+Right"]
    assert dialog.table.map.map_id == "mne"
    (menu,) = [a.menu() for a in station.actions.menus["Help"].actions() if a.text().replace("&", "") == "Key map"]
    assert isinstance(menu, QMenu)
    assert [a.objectName() for a in menu.actions() if a.isChecked()] == ["keys.mne"]
    menu.actions()[0].trigger()
    assert keys(station, "page.next") == ["PgDown"]
    assert dialog.maps.currentData() == "clinic"


def test_keys_go_to_another_computer_as_a_file(station: Workstation, tmp_path) -> None:
    dialog = dialog_of(station)
    give(dialog, "page.next", Qt.Key.Key_J)
    path = tmp_path / "ours.toml"
    station.help.own_keys.export_map(path)
    wait_until(path.exists)
    dialog.reset_all.click()
    text = path.read_text().replace("[keys]", '[keys]\n"no.such" = ["X"]')
    path.write_text(text.replace('id = "clinic"', 'id = "ward"').replace('label = "Clinic"', 'label = "Our ward"'))
    station.help.own_keys.import_map(path)
    wait_until(lambda: keys(station, "page.next") == ["PgDown", "J"])
    wait_until(lambda: "there is no command “no.such”" in dialog.message.text())
    assert dialog.maps.currentText() == "Our ward (yours)"
    wait_until((user_folder("shortcuts") / "ward.toml").exists)


def test_a_detector_only_suggests_a_key_and_only_one_that_is_free(station: Workstation) -> None:
    dialog = dialog_of(station)
    suggested = SuggestedKey("help.guide", "Ctrl+Alt+G", "Spindles"), SuggestedKey("page.next", "Ctrl+P", "Spindles")
    dialog.show_suggested((*suggested, SuggestedKey("no.such", "Ctrl+Alt+H", "Spindles")))
    assert keys(station, "help.guide") == []
    dialog.tree.choose("page.next")
    assert not dialog.use_suggested.isVisible()
    dialog.tree.choose("help.guide")
    assert "suggested by Spindles" in dialog.tree.currentItem().text(1)
    dialog.use_suggested.click()
    assert keys(station, "help.guide") == ["Ctrl+Alt+G"]
    assert not dialog.use_suggested.isVisible()


def test_the_card_of_keys_follows(station: Workstation) -> None:
    station.actions["help.keys"].trigger()
    card = open_dialog(station.window, "keys")
    assert isinstance(card, KeyCard)
    give(dialog_of(station), "help.guide", Qt.Key.Key_F1, CTRL)
    assert "Ctrl+F1" in card.plain_text()


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Qt.Key.Key_Question, SHIFT, "?"),
        (Qt.Key.Key_Backtab, SHIFT, "Shift+Tab"),
        (Qt.Key.Key_Z, CTRL | SHIFT, "Ctrl+Shift+Z"),
        (Qt.Key.Key_5, Qt.KeyboardModifier.KeypadModifier, "5"),
        (Qt.Key.Key_PageDown, ALT, "Alt+PgDown"),
        (Qt.Key.Key_Space, SHIFT, "Shift+Space"),
        (Qt.Key.Key_Plus, CTRL, "Ctrl++"),
    ],
)
def test_a_pressed_key_is_written_as_in_key_maps(key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
    assert key_text(QKeyEvent(QKeyEvent.Type.KeyPress, key.value, modifiers)) == text


def test_modifiers_alone_are_no_key_and_leaving_stops_the_waiting(qtbot) -> None:
    button = KeyButton("Add key…")
    qtbot.addWidget(button)
    button.show()
    pressed: list[str] = []
    button.key_pressed.connect(pressed.append)
    button.click()
    QTest.keyPress(button, Qt.Key.Key_Control, CTRL)
    QTest.keyPress(button, Qt.Key.Key_Tab)
    assert pressed == ["Tab"]
    button.click()
    button.hide()
    assert not button.is_waiting
