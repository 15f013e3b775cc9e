"""Asks for a link of a report."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from eegview.app.links.reading import is_link
from eegview.model.report.link import MOST_LETTERS
from eegview.model.text.language import tr

_HEAD = tr("Paste the whole link of a value, from “eegview:” to its end.")


class LinkDialog(QDialog):
    """A field for a link; what is wrong with it stands below.

    asked : the link is to be followed
    choose_asked : the file of its recording is to be chosen
    """

    asked = Signal(str)
    choose_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open link"))
        layout = QVBoxLayout(self)
        head = QLabel(_HEAD)
        head.setWordWrap(True)
        self.link = QPlainTextEdit()
        self.link.setObjectName("link.text")
        self.link.setAccessibleName(tr("Link"))
        self.link.setTabChangesFocus(True)
        self.link.setFixedHeight(self.fontMetrics().height() * 6)
        self.problem = QLabel()
        self.problem.setObjectName("link.problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.open_button = self.buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.file_button = self.buttons.addButton(tr("Choose file…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.file_button.hide()
        for widget in (head, self.link, self.problem, self.buttons):
            layout.addWidget(widget)
        self.buttons.accepted.connect(self._ask)
        self.buttons.rejected.connect(self.close)
        self.file_button.clicked.connect(lambda _checked=False: self.choose_asked.emit())
        self.link.textChanged.connect(self._changed)
        copied = QApplication.clipboard().text()
        if is_link(copied) and len(copied) <= MOST_LETTERS:
            self.link.setPlainText(copied.strip())
            self.link.selectAll()
        self._changed()
        self.resize(self.fontMetrics().averageCharWidth() * 70, self.sizeHint().height())

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the link."""
        self.problem.setText(sentence)
        self.problem.show()

    def offer_file(self, sentence: str) -> None:
        """Say why the recording was not found, and let its file be chosen."""
        self.show_problem(sentence)
        self.file_button.show()
        self.file_button.setFocus()

    def _ask(self) -> None:
        self.asked.emit(self.link.toPlainText())

    def _changed(self) -> None:
        self.open_button.setEnabled(bool(self.link.toPlainText().strip()))
        self.problem.hide()
        self.file_button.hide()
