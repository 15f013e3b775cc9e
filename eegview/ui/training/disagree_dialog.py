"""Say why a key seems wrong: a few words, kept with the learner's answers for the set's author."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from eegview.model.text.language import tr

MOST_CHARACTERS = 2000


class DisagreeDialog(QDialog):
    """Asks for words.

    written : the words, not empty
    """

    written = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("training.disagree.dialog")
        self.setWindowTitle(tr("I disagree"))
        self.setModal(False)
        note = QLabel(
            tr(
                "Say what you see and why the key seems wrong. It changes neither the key nor your answer; it is kept "
                "with your answers, and the teacher sees it where you agreed. Name nobody."
            )
        )
        note.setWordWrap(True)
        self.words = QPlainTextEdit()
        self.words.setObjectName("training.disagree.words")
        self.words.setAccessibleName(tr("What you see"))
        self.words.setTabChangesFocus(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.buttons)
        self.words.textChanged.connect(self._fit)
        self._fit()
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 70, metrics.height() * 16)

    def _fit(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(self.words.toPlainText().strip()))

    def _save(self) -> None:
        text = self.words.toPlainText().strip()[:MOST_CHARACTERS]
        if text:
            self.written.emit(text)
        self.close()
