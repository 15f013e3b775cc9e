"""The keyboard goes back to the window that asked for a dialog."""

import pytest
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from waiting import wait_until

from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.modeless_dialog import show_dialog


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    activate(window)
    return window


def activate(widget: QWidget) -> None:
    widget.activateWindow()
    wait_until(widget.isActiveWindow)


def shown(window: QWidget, name: str) -> QDialog:
    dialog = show_dialog(window, name, lambda: QDialog(window))
    wait_until(dialog.isActiveWindow)
    return dialog


def test_a_dialog_gives_the_keyboard_back_to_the_dialog_that_asked_for_it(window: QMainWindow) -> None:
    diary = shown(window, "diary")
    shown(window, "import").close()
    wait_until(diary.isActiveWindow)
    diary.close()
    wait_until(window.isActiveWindow)


def test_the_one_before_follows_where_the_one_that_asked_is_gone(window: QMainWindow) -> None:
    infant, diary = shown(window, "infant"), shown(window, "diary")
    last = shown(window, "import")
    diary.close()
    activate(last)
    last.close()
    wait_until(infant.isActiveWindow)


def test_a_dialog_that_is_closed_from_another_window_takes_no_keyboard(window: QMainWindow) -> None:
    infant, diary = shown(window, "infant"), shown(window, "diary")
    activate(window)
    diary.close()
    assert window.isActiveWindow()
    assert not infant.isActiveWindow()


def test_shown_again_from_another_window_it_gives_back_to_that_one(window: QMainWindow) -> None:
    help_page, diary = shown(window, "help"), shown(window, "diary")
    activate(help_page)
    assert shown(window, "diary") is diary
    activate(window)
    shown(window, "diary").close()
    wait_until(window.isActiveWindow)


def test_a_system_dialog_belongs_to_the_dialog_that_has_the_keyboard(window: QMainWindow) -> None:
    assert asking_window(window) is window
    diary = shown(window, "diary")
    assert asking_window(window) is diary
    diary.close()
    wait_until(window.isActiveWindow)
    assert asking_window(window) is window
