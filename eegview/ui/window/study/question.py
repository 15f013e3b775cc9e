"""A question with two answers, asked over the window while a task goes on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from eegview.ui.widgets.focus_return import return_focus
from eegview.ui.window.study.study_scope import StudyScope


def ask(
    window: QWidget,
    scope: StudyScope,
    name: str,
    title: str,
    text: str,
    note: str,
    yes: str,
    no: str,
    act: Callable[[], object],
    warns: bool = False,
) -> None:
    """Ask, and run `act` after yes; Esc is no, and the window has the keys again afterwards.

    name : of the box, for scripts and tests
    yes, no : the texts of the buttons
    warns : Enter is no, too
    """
    box = QMessageBox(window)
    box.setObjectName(name)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Warning if warns else QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(note)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse if warns else agree)
    box.setEscapeButton(refuse)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)

    def chosen(button: QAbstractButton) -> None:
        if button is agree:
            act()

    box.buttonClicked.connect(scope.while_open(chosen))
    return_focus(box, window)
    scope.ended.connect(box.close)
    box.open()
