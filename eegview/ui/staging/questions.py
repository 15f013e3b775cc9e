"""Questions before many epochs are staged at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QInputDialog, QMessageBox, QWidget

from eegview.ui.window.study_scope import StudyScope

MOST_UNASKED = 60  # epochs that are copied forward without a question
MOST_EPOCHS = 10_000


def ask(
    window: QWidget, scope: StudyScope, title: str, text: str, note: str, yes: str, act: Callable[[], object]
) -> None:
    """Ask whether to stage; Esc leaves all as it is. `yes` is the text of the button that runs `act`."""
    box = QMessageBox(window)
    box.setObjectName("staging.question")
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(note)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(agree)
    box.setEscapeButton(no)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)

    def chosen(button: QAbstractButton) -> None:
        if button is agree:
            act()

    box.buttonClicked.connect(scope.while_open(chosen))
    box.finished.connect(lambda _result: window.activateWindow())  # the next key stages again
    scope.ended.connect(box.close)
    box.open()


def ask_number(window: QWidget, scope: StudyScope, act: Callable[[int], None]) -> None:
    """Ask over how many epochs to copy forward."""
    dialog = QInputDialog(window)
    dialog.setObjectName("staging.repeat_n.dialog")
    dialog.setWindowTitle("Copy forward")
    dialog.setLabelText("Number of epochs:")
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setIntRange(1, MOST_EPOCHS)
    dialog.setIntValue(10)
    dialog.setOkButtonText("Stage")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.intValueSelected.connect(scope.while_open(act))
    dialog.finished.connect(lambda _result: window.activateWindow())
    scope.ended.connect(dialog.close)
    dialog.open()
