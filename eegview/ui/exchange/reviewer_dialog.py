"""The dialog of who is reading: the name under which marks are kept, the role written with each act."""

import getpass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.library.editing import ROLES, check_reviewer
from eegview.app.library.opening import Reviewer
from eegview.model.errors import UsageError
from eegview.model.text.language import tr


class ReviewerDialog(QDialog):
    """A form of name and role; names seen in this study are offered."""

    reviewer_chosen = Signal(object)  # Reviewer
    heading = "Reviewer"
    note = (
        "Each reviewer's marks are a layer of their own: others see them, and only their reviewer changes them. "
        "Name and role are recorded in the log with every change."
    )
    buttons = "OK", "Cancel"

    def __init__(self, parent: QWidget, current: Reviewer, known_names: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.heading)
        self.name = QComboBox()
        self.name.setObjectName("reviewer.name")
        self.name.setAccessibleName(tr("Name"))
        self.name.setEditable(True)
        self.name.addItems(list(dict.fromkeys(filter(None, (current.name, *known_names)))))
        self.name.setCurrentText(current.name)
        self.role = QComboBox()
        self.role.setObjectName("reviewer.role")
        self.role.setAccessibleName(tr("Role"))
        for role in ROLES:
            self.role.addItem(role.capitalize(), role)
        self.role.setCurrentIndex(max(0, self.role.findData(current.role)))
        self.problem = QLabel()
        self.problem.setObjectName("reviewer.trouble")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        note = QLabel(self.note)
        note.setWordWrap(True)
        note.setProperty("role", "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        for button, label in zip((self.ok, cancel), self.buttons, strict=True):
            button.setText(label)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Role"), self.role)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.name.editTextChanged.connect(lambda _text: self._check())
        self._check()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 54)

    @property
    def reviewer(self) -> Reviewer:
        return Reviewer(self.name.currentText().strip(), str(self.role.currentData()))

    def _check(self) -> None:
        reviewer = self.reviewer
        try:
            check_reviewer(reviewer.name, reviewer.role)
        except UsageError:
            reserved = "Type a plain name; “file” is reserved for the file's annotations."
            self.problem.setText(reserved if reviewer.name else "")
            self.ok.setEnabled(False)
        else:
            self.problem.clear()
            self.ok.setEnabled(True)

    def _choose(self) -> None:
        reviewer = self.reviewer
        self.accept()  # first: whoever hears of the choice may close what is open, and that would be a refusal
        self.reviewer_chosen.emit(reviewer)


class FirstReviewerDialog(ReviewerDialog):
    """The same form at the first mark, with no name in it: a name is given by a person, never by the computer."""

    heading = "Who is reading?"
    note = (
        "Your name and role are recorded with every mark and in the log. You are asked once; "
        "Study → Reviewer… changes it."
    )
    buttons = "Continue", "Not now"

    def __init__(self, parent: QWidget, role: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(parent, Reviewer("", role), suggestions)
        self.name.setCurrentIndex(-1)
        self.name.setEditText("")
        line = self.name.lineEdit()
        if line is not None:
            line.setPlaceholderText(tr("your name or initials"))
        self.name.setFocus()


def system_names() -> tuple[str, ...]:
    """Return the name this computer knows its user by, to be offered; none where it has none."""
    try:
        return (getpass.getuser(),)
    except (OSError, KeyError, ImportError):
        return ()
