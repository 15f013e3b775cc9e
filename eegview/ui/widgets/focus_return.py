"""Give the keyboard back, when a dialog closes, to the window that had it before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid


class FocusReturn(QObject):
    """A child of a dialog: activates the window that asked for it, once the dialog closes with the keyboard.

    Window systems give the keyboard to the window that a dialog belongs to, which is the main window for all dialogs
    beside the page, though another dialog may have asked. Where that one is gone, the one that asked for it follows. A
    dialog that closes while another window has the keyboard changes nothing.
    """

    def __init__(self, dialog: QDialog, window: QWidget, asker: QWidget | None) -> None:
        super().__init__(dialog)
        self._window, self.asker = window, asker
        self._had_keyboard = dialog.isModal()  # the window below it takes no keys
        dialog.installEventFilter(self)
        dialog.finished.connect(self._give_back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note, before the dialog is put away, whether it has the keyboard."""
        if event.type() == QEvent.Type.WindowActivate:
            self._had_keyboard = True
        elif event.type() == QEvent.Type.WindowDeactivate:
            dialog = self.parent()
            if isinstance(dialog, QDialog) and not dialog.isHidden():  # hidden: it loses it by being put away
                self._had_keyboard = False
        return super().eventFilter(watched, event)

    def _give_back(self, _result: int) -> None:
        asker = next_asker(self.asker, self._window)
        if self._had_keyboard and asker is not None:
            asker.activateWindow()


def return_focus(dialog: QDialog, window: QWidget, asker: QWidget | None = None) -> None:
    """Have a dialog give the keyboard back, when it closes, to the window that asked for it.

    window : that it belongs to
    asker : None = the window that has the keyboard now
    """
    asked_by = asker or QApplication.activeWindow()
    found = _return_of(dialog)
    if found is None:
        FocusReturn(dialog, window, asked_by)
    elif asked_by is not None and asked_by is not dialog:
        found.asker = asked_by


def next_asker(asker: QWidget | None, window: QWidget) -> QWidget | None:
    """Return the window that asked if it is in sight, else the one that asked for it, else the main window."""
    for _ in range(8):  # two dialogs may have asked for each other
        if asker is None or not isValid(asker):
            break
        if asker.isVisible():
            return asker
        before = _return_of(asker)
        asker = before.asker if before is not None else None
    return window if isValid(window) and window.isVisible() else None


def asking_window(window: QWidget) -> QWidget:
    """Return the window to which a system dialog belongs that is asked for now: an own dialog that has the keyboard."""
    active = QApplication.activeWindow()
    is_own = active is not None and active.parentWidget() is window and active.isVisible()
    return active if active is not None and is_own else window


def _return_of(dialog: QWidget) -> FocusReturn | None:
    found: FocusReturn | None = next((child for child in dialog.children() if isinstance(child, FocusReturn)), None)
    return found
