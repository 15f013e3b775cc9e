"""Dialogs beside the page: one of each kind, never modal, gone when closed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget


def show_dialog(window: QWidget, name: str, build: Callable[[], QDialog]) -> QDialog:
    """Show the dialog called `name`: the one that is open, else what `build` returns."""
    dialog = open_dialog(window, name)
    if dialog is None:
        dialog = build()
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def open_dialog(window: QObject, name: str) -> QDialog | None:
    """Return the dialog called `name` if it is open; one that is being put away does not count."""
    dialogs: list[QDialog] = window.findChildren(QDialog, name)
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def close_dialogs(window: QObject, names: tuple[str, ...]) -> None:
    for name in names:
        dialog = open_dialog(window, name)
        if dialog is not None:
            dialog.close()
