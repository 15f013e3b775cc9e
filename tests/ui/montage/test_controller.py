"""The montage editor: built-in montages are copied, own ones kept, shown in menu, strip and page at once."""

import pytest
from PySide6.QtCore import Qt
from waiting import wait_until

from eegview.app.montage.store import user_montage_ids
from eegview.app.resources import user_folder
from eegview.ui.montage.editor import MontageEditor
from eegview.ui.montage.rows_table import TEXT
from eegview.ui.widgets.modeless_dialog import open_dialog


@pytest.fixture
def editor(station) -> MontageEditor:
    station.actions["montage.edit"].trigger()
    wait_until(lambda: open_dialog(station.window, "montages") is not None)
    dialog = open_dialog(station.window, "montages")
    assert isinstance(dialog, MontageEditor)
    return dialog


def press(qtbot, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_built_in_montages_are_to_read(editor):
    assert editor.rows.rows[0].text == "Fp1-F7"
    assert not editor.save.isEnabled()
    assert not editor.delete.isEnabled()
    assert not editor.name.isEnabled()
    assert "Copy it" in editor.message.text()


def test_copy_change_save_show_and_delete(station, editor, qtbot):
    press(qtbot, editor.copy)
    editor.name.setText("Left only")
    editor.name.textEdited.emit("Left only")
    editor.rows.item(0, TEXT).setText("C3 - 0.5 F3 - 0.5 P3")
    assert editor.rows.rows[0].label == "C3 - 0.5 F3 - 0.5 P3"  # never called Fp1-F7 while it shows something else
    editor.key.setCurrentIndex(editor.key.findData("F9"))
    editor.key.activated.emit(editor.key.currentIndex())
    press(qtbot, editor.save)
    wait_until(lambda: bool(user_montage_ids()))
    (montage_id,) = user_montage_ids()
    wait_until(lambda: station.studies.study.session.view.montage_id == montage_id)
    action = station.actions[f"montage.{montage_id}"]
    assert action.text() == "Left only (yours)"
    assert action.isChecked()
    assert action.shortcut().toString() == "F9"
    assert action in station.actions.menus["Montage"].actions()
    wait_until(lambda: station.window.strip.montage.button.text() == "Left only")
    assert any("Left only" in choice.text() for choice in station.window.strip.montage.menu.actions())
    assert (user_folder("montages") / f"{montage_id}.toml").is_file()
    assert editor.delete.isEnabled()
    press(qtbot, editor.delete)
    wait_until(lambda: f"montage.{montage_id}" not in station.actions.actions)
    assert station.studies.study.session.view.montage_id != montage_id
    assert user_montage_ids() == frozenset()


def test_changing_an_own_montage_changes_the_page(station, editor, qtbot):
    press(qtbot, editor.new)
    editor.rows.add("C3-P3")
    press(qtbot, editor.save)
    wait_until(lambda: [r.row.label for r in station.window.page.shown_page.rows][:1] == ["C3-P3"])
    editor.rows.add("C4-P4")
    press(qtbot, editor.save)
    wait_until(lambda: "C4-P4" in [r.row.label for r in station.window.page.shown_page.rows])


def test_missing_electrodes_are_named_and_do_not_block(editor, qtbot):
    press(qtbot, editor.new)
    assert "no rows" in editor.message.text()
    assert not editor.save.isEnabled()
    editor.rows.add("Fp1-F9")
    assert editor.rows.checks == ("F9 not in this recording",)
    assert "1 row cannot be shown" in editor.message.text()
    assert editor.save.isEnabled()


def test_what_is_not_understood_blocks(editor, qtbot):
    press(qtbot, editor.new)
    editor.rows.add("Fp1-F7")
    editor.rows.item(0, TEXT).setText("Fp1--F7")
    assert editor.rows.checks == ("not understood",)
    assert not editor.save.isEnabled()


def test_a_taken_key_is_told(editor, qtbot):
    press(qtbot, editor.copy)
    editor.key.setCurrentIndex(editor.key.findData("F2"))
    editor.key.activated.emit(editor.key.currentIndex())
    assert "F2 already shows Transverse bipolar" in editor.message.text()
    assert not editor.save.isEnabled()


def test_rows_move_and_go(editor, qtbot):
    press(qtbot, editor.copy)
    editor.rows.setCurrentCell(0, TEXT)
    editor.rows.move_current(1)
    assert [row.text for row in editor.rows.rows[:2]] == ["F7-T7", "Fp1-F7"]
    editor.rows.remove_selected()
    assert editor.rows.rows[1].text == "T7-P7"


def test_unsaved_work_is_not_thrown_away_at_once(station, editor, qtbot):
    press(qtbot, editor.copy)
    editor.close()
    assert "not saved yet" in editor.message.text()
    assert editor.isVisible()
    editor.close()
    assert open_dialog(station.window, "montages") is None


def test_copy_of_the_file_as_recorded_lists_its_electrodes(editor, qtbot):
    index = next(i for i, m in enumerate(editor._montages) if m.as_recorded)
    editor.list.setCurrentRow(index)
    press(qtbot, editor.copy)
    assert editor.rows.rows[0].text == "Fp1"
    assert not editor.draft().as_recorded
