"""What is known of the patient, and what a reader adds: ID, age and sex, kept with the study."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from eegview.app.study.patient import KnownPatient
from eegview.model.patient import FEMALE, MALE
from eegview.model.study.patient_identity import LONGEST_ID, NOT_KNOWN, TypedFact, parsed_id
from eegview.model.text.language import tr
from eegview.ui.widgets.age_field import AgeField

HIDDEN_TEXT = tr("The patient is hidden. Show the patient to see or change the ID.")
_SEXES = ((tr("As in the file"), ""), (tr("Female"), FEMALE), (tr("Male"), MALE), (tr("Not known"), NOT_KNOWN))


class PatientDialog(QDialog):
    """A form of three lines; each is kept once it is left. Empty lines go by the file.

    id_typed, sex_chosen : texts; "" takes back what was typed
    """

    id_typed = Signal(str)
    sex_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Patient"))
        self._shown = KnownPatient()
        note = QLabel(tr("What the file does not say is kept with the study, with your name, and can be undone."))
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        self.edit = QLineEdit()
        self.edit.setObjectName("patient.id")
        self.edit.setAccessibleName(tr("Patient ID"))
        self.edit.setMaxLength(LONGEST_ID)
        self.edit.setToolTip(tr("An ID, not a name: it goes into the log and into study bundles"))
        self.source = QLabel()
        self.age = AgeField("patient.age")
        self.sex = QComboBox()
        self.sex.setObjectName("patient.sex")
        self.sex.setAccessibleName(tr("Sex of the patient"))
        for label, value in _SEXES:
            self.sex.addItem(label, value)
        self.problems = QLabel()
        self.problems.setObjectName("patient.problems")
        self.problems.setProperty("role", "warning")
        for label in (self.source, self.problems):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.source.setProperty("role", "quiet")
        form = QFormLayout()
        form.addRow(tr("Patient ID"), self.edit)
        form.addRow(tr("Age at recording"), self.age)
        form.addRow(tr("Sex"), self.sex)
        form.addRow("", self.source)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        for part in (note, form, self.problems):
            layout.addLayout(part) if isinstance(part, QFormLayout) else layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.edit.editingFinished.connect(self._settle_id)
        self.sex.activated.connect(lambda _index: self.sex_chosen.emit(str(self.sex.currentData())))
        self.finished.connect(self.settle)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def show_patient(self, patient: KnownPatient, author: str, is_hidden: bool) -> None:
        """Show what is known; a line that is being typed in stays as it is.

        author : the reader at the window
        is_hidden : the ID and the name must not be seen
        """
        self._shown = patient
        facts = patient.facts
        is_typing = self.edit.hasFocus() and self.edit.isModified()
        self.edit.setEnabled(not is_hidden)
        self.edit.setPlaceholderText("hidden" if is_hidden else facts.code or tr("not in the file"))
        if is_hidden:
            self.edit.clear()
        elif not is_typing:
            self.edit.setText(patient.typed_id.text if patient.typed_id is not None else "")
        self.age.show_age(patient.typed_age, patient.days_in_file, author, patient.infants_age)
        typed = patient.typed_sex.text if patient.typed_sex is not None else ""
        self.sex.setItemText(0, tr("As in the file: {sex}", sex=facts.sex) if facts.sex else tr("Not in the file"))
        self.sex.setCurrentIndex(max(0, self.sex.findData(typed)))
        name = f"Name in the file: {facts.name}" if facts.name and not is_hidden else ""
        by = [_by("ID", patient.typed_id, author), _by("Sex", patient.typed_sex, author)]
        self.source.setText(HIDDEN_TEXT if is_hidden else " · ".join(filter(None, (name, *by))))
        self.problems.setText("\n".join(patient.problems))
        self.problems.setVisible(bool(patient.problems))

    def focus_missing(self) -> None:
        """Put the keyboard into the first line that nobody has answered."""
        missing = self._shown.missing
        if "ID" in missing and self.edit.isEnabled():
            self.edit.setFocus()
        elif "age" in missing:
            self.age.edit.setFocus()
        elif "sex" in missing:
            self.sex.setFocus()

    def _settle_id(self) -> None:
        typed = parsed_id(self.edit.text())
        before = self._shown.typed_id.text if self._shown.typed_id is not None else ""
        if self.edit.isEnabled() and self.edit.isModified():
            self.edit.setModified(False)
            if typed != before:
                self.id_typed.emit(typed)

    def settle(self, _result: int = 0) -> None:
        """Emit what was typed and not emitted yet."""
        self._settle_id()
        self.age.settle()


def _by(name: str, typed: TypedFact | None, author: str) -> str:
    if typed is None:
        return ""
    return tr("{name} entered by {author}", name=name, author="you" if typed.author == author else typed.author)
