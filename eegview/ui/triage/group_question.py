"""The question before many suggestions are accepted that nobody has looked at."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from eegview.ui.window.study_scope import StudyScope

MOST_UNASKED = 5  # so many are accepted unseen without a question


def ask_unseen(window: QWidget, n_unseen: int, scope: StudyScope, accept: Callable[[], None]) -> None:
    """Ask whether to accept suggestions that were not looked at; Enter and Esc keep them open."""
    box = QMessageBox(window)
    box.setObjectName("triage.unseen.question")
    box.setWindowTitle("Accept the group")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Accept {n_unseen} suggestions you have not viewed?")
    box.setInformativeText(
        "Each becomes your mark. They are stored, exported and reported as “accepted unseen” "
        "until you decide on each or change its mark."
    )
    yes = box.addButton("Accept unseen", QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton("Leave undecided", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.WindowModal)

    def chosen(button: QAbstractButton) -> None:
        if button is yes:
            accept()

    box.buttonClicked.connect(scope.while_open(chosen))
    box.finished.connect(lambda _result: window.activateWindow())  # the next key is for the triage again
    scope.ended.connect(box.close)
    box.open()
