"""Help where the question arises: a button “?” and F1 in each dialog that has a page of the guide."""

from collections.abc import Collection

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QToolButton, QWidget

from eegview.model.text.language import tr

KEYS = ("F1", "Shift+F1")


class HelpAsker(QObject):
    """Knows which dialogs have a page, and asks for it; a child of the window beside which they stand.

    asked : the name of a dialog whose page is wanted
    """

    asked = Signal(str)

    def __init__(self, window: QWidget, names: Collection[str]) -> None:
        super().__init__(window)
        self.names = frozenset(names)

    def serve(self, dialog: QDialog, name: str) -> None:
        """Give a dialog its button and its key, if it has a page."""
        if name not in self.names:
            return
        for key in KEYS:
            shortcut = QShortcut(QKeySequence(key), dialog)
            shortcut.activated.connect(lambda: self.asked.emit(name))
        boxes = dialog.findChildren(QDialogButtonBox)
        if boxes:
            button = boxes[-1].addButton("?", QDialogButtonBox.ButtonRole.HelpRole)
            button.setAutoDefault(False)
            button.setObjectName("dialog.help")
            button.setAccessibleName(tr("Help on {title}", title=dialog.windowTitle() or name))
            button.setToolTip(tr("Help on this dialog (F1)"))
            button.clicked.connect(lambda _checked=False: self.asked.emit(name))


def serve_help(window: QWidget, dialog: QDialog, name: str) -> None:
    """Give a dialog of a window its button and key for help."""
    asker = window.findChild(HelpAsker, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if asker is not None:
        asker.serve(dialog, name)


def help_button(tip: str, accessible_name: str, object_name: str) -> QToolButton:
    """Return a button “?”."""
    button = QToolButton()
    button.setText("?")
    button.setObjectName(object_name)
    button.setToolTip(tip)
    button.setAccessibleName(accessible_name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
