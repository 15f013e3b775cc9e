"""The one place where a failed operation is shown: a sentence, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from eegview.model.errors import EegViewError


def show_error(parent: QWidget, error: EegViewError) -> QMessageBox:
    """Show the sentence and the advice; the window goes on meanwhile."""
    box = QMessageBox(QMessageBox.Icon.Warning, "eegview", error.sentence, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName("error")
    box.setInformativeText(error.advice)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.show()
    return box
