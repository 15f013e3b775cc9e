"""The one place where a failed operation is shown: a sentence, and what to do next; sometimes a button that does it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from eegview.app.library.refused_act import ActRefused
from eegview.app.marks.confirming import SyncUnsure
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.widgets.focus_return import return_focus


def show_error(parent: QWidget, error: EegViewError) -> QMessageBox:
    """Show the sentence and the advice; the window goes on meanwhile. An act that was refused can be done again."""
    box = QMessageBox(QMessageBox.Icon.Warning, "eegview", error.sentence, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName("error")
    box.setInformativeText(error.advice)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.NonModal)
    if isinstance(error, ActRefused) and error.do_again is not None:
        again = box.addButton(tr("Apply anyway"), QMessageBox.ButtonRole.ActionRole)
        again.setObjectName("error.again")
        again.clicked.connect(error.do_again)
    if isinstance(error, SyncUnsure) and error.match is not None:
        match = box.addButton(tr("Match…"), QMessageBox.ButtonRole.ActionRole)
        match.setObjectName("error.match")
        match.clicked.connect(error.match)
    return_focus(box, parent)
    box.show()
    return box
