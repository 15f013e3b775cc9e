"""Choose the name under which a learner's answers are kept: no name of a person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.app.training.learner.pseudonym import MOST_LETTERS, checked_pseudonym
from eegview.model.errors import UsageError
from eegview.model.text.language import tr

_NOTE = tr(
    "Your answers are kept under a pseudonym, and a teacher whom you let see them sees it. Choose one that says nothing"
    " about you, not your name. The pseudonyms before this one stay in your file."
)


class PseudonymDialog(QDialog):
    """Asks for a pseudonym.

    chosen : the pseudonym, as it is kept
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget, before: str) -> None:
        super().__init__(parent)
        self.setObjectName("training.pseudonym.dialog")
        self.setWindowTitle(tr("Pseudonym"))
        self.setModal(False)
        note = QLabel(_NOTE)
        note.setWordWrap(True)
        self.line = QLineEdit(before)
        self.line.setObjectName("training.pseudonym.line")
        self.line.setAccessibleName(tr("Pseudonym"))
        self.line.setMaxLength(MOST_LETTERS)
        self.line.selectAll()
        self.said = QLabel()
        self.said.setObjectName("training.pseudonym.said")
        self.said.setProperty("role", "quiet")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        for widget in (note, self.line, self.said, self.buttons):
            layout.addWidget(widget)
        self.line.textChanged.connect(lambda _text: self.said.clear())
        self.line.setFocus()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def _save(self) -> None:
        try:
            text = checked_pseudonym(self.line.text())
        except UsageError as error:
            self.said.setText(f"{error.sentence} {error.advice}")
            return
        self.chosen.emit(text)
        self.close()
