"""A line for the infant's age: what was typed or stands in the file, where it comes from, and a new one to type."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from eegview.model.infant.age import AgeOn
from eegview.model.infant.study_age import infants_age_problem
from eegview.model.study.patient_age import TypedAge, age_text, contradiction_text, days_text, parsed_age
from eegview.model.text.language import tr

FAULT = tr("An age is a number with days, weeks, months or years")


class AgeField(QWidget):
    """Emits what is typed; a number alone is months, an empty line takes back what was typed."""

    written = Signal(object)  # TypedAge or None, at each stroke that makes sense
    settled = Signal(object)  # TypedAge or None, once the line is left

    def __init__(self, object_name: str) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setObjectName(object_name)
        self.edit.setAccessibleName(tr("Age of the infant"))
        self.edit.setToolTip(
            tr("Age at the start of the recording: 5.5 months, 167 days, 24 weeks; saved with the study")
        )
        self.edit.setFixedWidth(self.fontMetrics().averageCharWidth() * 18)
        self.source, self.problem = QLabel(), QLabel()
        self.source.setProperty("role", "quiet")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.edit, self.source):
            row.addWidget(widget)
        row.addWidget(self.problem, 1)
        self._typed: TypedAge | None = None
        self._days_in_file: float | None = None
        self._author = ""
        self._of_infant: AgeOn | None = None
        self.edit.textEdited.connect(lambda _text: self._edited())
        self.edit.editingFinished.connect(self.settle)

    @property
    def is_right(self) -> bool:
        """Whether the line holds an age or nothing."""
        return not self.edit.text().strip() or parsed_age(self.edit.text()) is not None

    @property
    def age(self) -> TypedAge | None:
        """The age in the line, None where it holds none."""
        return parsed_age(self.edit.text())

    def show_age(
        self, typed: TypedAge | None, days_in_file: float | None, author: str, of_infant: AgeOn | None = None
    ) -> None:
        """Show the age as it is known; a line that is being typed in stays as it is.

        days_in_file : age by the file's header, None where it says none
        author : the reader at the window
        of_infant : age by the infant that the study belongs to; None where none is known. It holds, but one that is
            “about” only where nothing else says an age
        """
        if of_infant is not None and of_infant.is_about and (typed is not None or days_in_file is not None):
            of_infant = None
        is_typing = self.edit.hasFocus() and self.edit.isModified()
        self._typed, self._days_in_file, self._author, self._of_infant = typed, days_in_file, author, of_infant
        in_file = days_text(days_in_file) if days_in_file is not None else tr("not known")
        self.edit.setPlaceholderText(of_infant.text if of_infant is not None else in_file)
        if not is_typing:
            self.edit.setText(typed.text if typed is not None else "")
        self._explain()

    def settle(self) -> None:
        """Emit what was typed, if it is an age and was not known."""
        new = self.age
        old_text = self._typed.text if self._typed is not None else ""
        if self.is_right and self.edit.isModified():
            self.edit.setModified(False)
            if (new.text if new is not None else "") != old_text:
                self.settled.emit(new)

    def _edited(self) -> None:
        self._explain()
        if self.is_right:
            self.written.emit(self.age)

    def _explain(self) -> None:
        age = self.age
        is_stored = self._typed is not None and age is not None and age.text == self._typed.text
        told = self._typed if is_stored else None
        in_line = bool(self.edit.text().strip())
        source = age_text(told, None if in_line else self._days_in_file, self._author)
        fault = "" if self.is_right else f"{FAULT}, such as 5.5 months."
        if self._of_infant is not None:
            self.source.setText(tr("{age}, by the infant", age=self._of_infant.text))
            self.problem.setText(fault or infants_age_problem(age, self._days_in_file, self._of_infant))
            return
        self.source.setText(source.rpartition(", ")[2])
        self.problem.setText(fault or contradiction_text(age, self._days_in_file))
