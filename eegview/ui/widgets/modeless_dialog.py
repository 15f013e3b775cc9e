"""Dialogs beside the page: one of each kind, never modal, gone when closed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from eegview.ui.widgets.focus_return import return_focus
from eegview.ui.widgets.help_asker import serve_help

_EDGE_PX = 12


def show_dialog(window: QWidget, name: str, build: Callable[[], QDialog], asker: QWidget | None = None) -> QDialog:
    """Show the dialog called `name`: the one that is open, else what `build` returns.

    When it closes, the keyboard goes back to the window that asked for it.

    asker : that window; None = the one that has the keyboard now
    """
    dialog = open_dialog(window, name)
    is_new = dialog is None
    if dialog is None:
        dialog = build()
    return_focus(dialog, window, asker)
    if is_new:
        dialog.setObjectName(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        serve_help(window, dialog, name)
        dialog.show()
        _make_room(dialog)
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def _make_room(dialog: QDialog) -> None:
    """Be as high as the texts that wrap need, where the screen has room: Qt stops at two thirds of it and squeezes."""
    layout = dialog.layout()
    if dialog.isWindow() and layout is not None and layout.hasHeightForWidth():
        most_px = dialog.screen().availableGeometry().height() - 4 * _EDGE_PX  # a title bar stands above
        wanted_px = min(layout.totalHeightForWidth(dialog.width()), most_px)
        if wanted_px > dialog.height():
            dialog.resize(dialog.width(), wanted_px)


def open_dialog(window: QObject, name: str) -> QDialog | None:
    """Return the dialog called `name` if it is open; one that is being put away does not count."""
    dialogs: list[QDialog] = window.findChildren(QDialog, name, Qt.FindChildOption.FindDirectChildrenOnly)
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def put_aside(dialog: QDialog, window: QWidget, more_lines: int = 0) -> None:
    """Move a dialog to the lower right of the window, whole on the screen, beside traces and video.

    more_lines : of text that it is made taller than it must be, where the screen has room
    """
    dialog.adjustSize()
    room, frame = window.screen().availableGeometry(), window.frameGeometry()
    wanted_px = dialog.height() + more_lines * dialog.fontMetrics().height()
    dialog.resize(dialog.width(), min(wanted_px, round(room.height() * 0.8)))
    right_px, bottom_px = min(frame.right(), room.right()), min(frame.bottom(), room.bottom())
    x_px = max(right_px - dialog.width() - _EDGE_PX, room.left())
    dialog.move(x_px, max(bottom_px - dialog.height() - 4 * _EDGE_PX, room.top()))


def resize_in_letters(dialog: QDialog, letters: int, lines: int) -> None:
    """Make a dialog so many letters wide and lines high, where the screen has that room."""
    metrics, room = dialog.fontMetrics(), dialog.screen().availableGeometry()
    width_px = min(metrics.averageCharWidth() * letters, room.width() - 2 * _EDGE_PX)
    dialog.resize(width_px, min(metrics.height() * lines, room.height() - 4 * _EDGE_PX))


def close_dialogs(window: QObject, names: tuple[str, ...]) -> None:
    """Close the dialogs of these names that are open."""
    for name in names:
        dialog = open_dialog(window, name)
        if dialog is not None:
            dialog.close()
