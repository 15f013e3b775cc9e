"""The form that says who an infant is: a pseudonym, birth or age, and the due date for the corrected age."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.infant.acts import DoubtfulPseudonym
from eegview.model.errors import EegViewError
from eegview.model.infant.age import age_on, is_preterm
from eegview.model.infant.infant import Infant
from eegview.model.infant.pseudonym import LONGEST, rule_text
from eegview.model.study.patient_age import days_text, parsed_age
from eegview.model.text.language import tr
from eegview.model.text.said import shown
from eegview.ui.infant.fields import plain_button, plain_label
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.widgets.date_field import DateField

NOT_KNOWN, BORN, AGE = range(3)
NO_AGE = tr("An age is a number with days, weeks or months, as “26 weeks”.")


class WhoForm(AskingDialog):
    """A form of three lines; nothing is kept until Save.

    saved : the Infant as it is to be, and whether a person said that a doubtful pseudonym is neither a name nor a date
    """

    saved = Signal(object, bool)

    def __init__(self, parent: QWidget, infant: Infant, today: date) -> None:
        super().__init__(parent)
        self._infant, self._today = infant, today
        self.setObjectName("infant.who")
        self.setWindowTitle(tr("Infant") if infant.pseudonym else tr("New infant"))
        self.pseudonym = QLineEdit(infant.pseudonym)
        self.pseudonym.setObjectName("infant.pseudonym")
        self.pseudonym.setAccessibleName(tr("Pseudonym"))
        self.pseudonym.setMaxLength(LONGEST)
        self.pseudonym.setPlaceholderText("K07")
        rule = plain_label("quiet")
        rule.setText(rule_text())
        self.has_due = QCheckBox(tr("Due date, for the corrected age"))
        self.has_due.setObjectName("infant.has_due")
        self.due = DateField("infant.due", tr("Due date"))
        self.due.show_day(infant.due_on or infant.born_on or today)
        self.has_due.setChecked(infant.due_on is not None)
        self.due.setEnabled(infant.due_on is not None)
        self.has_due.toggled.connect(self.due.setEnabled)
        self.told, self.problem = plain_label("quiet", "infant.told"), plain_label("warning", "infant.problem")
        form = QFormLayout()
        form.addRow(tr("Pseudonym"), self.pseudonym)
        form.addRow("", rule)
        form.addRow(tr("Age by"), self._age_row())
        form.addRow("", self._due_row())
        form.addRow("", self.told)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        self.anyway = plain_button(
            "infant.use_anyway", tr("Use anyway"), tr("The pseudonym is neither a name nor a date")
        )
        self.anyway.hide()
        self.anyway.clicked.connect(lambda _checked=False: self._use_anyway())
        self.pseudonym.textChanged.connect(lambda _text: self._show_problem(""))
        doubt = QHBoxLayout()
        doubt.addWidget(self.problem, 1)
        doubt.addWidget(self.anyway)
        layout.addLayout(doubt)
        layout.addStretch(1)
        layout.addWidget(buttons)
        for field in (self.due, self.born, self.age_day):
            field.dateChanged.connect(lambda _day: self._tell())
        self.has_due.toggled.connect(lambda _on: self._tell())
        self.by.currentIndexChanged.connect(lambda _index: self._tell())
        self.age.textChanged.connect(lambda _text: self._tell())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 74)
        self.problem.hide()
        self._tell()
        self.pseudonym.setFocus()
        self.begin()

    def _age_row(self) -> QWidget:
        infant, today = self._infant, self._today
        self.by = QComboBox()
        self.by.setObjectName("infant.age_by")
        self.by.setAccessibleName(tr("What the age is known by"))
        self.by.addItems([tr("Not known"), tr("Birth date"), tr("Age on a day")])
        self.born = DateField("infant.born", tr("Birth date"))
        self.born.show_day(infant.born_on or today)
        self.age, self.age_day = QLineEdit(), DateField("infant.age_on", tr("Day on which the age holds"))
        self.age.setObjectName("infant.age")
        self.age.setAccessibleName(tr("Age"))
        self.age.setPlaceholderText(tr("26 weeks"))
        self.age_day.show_day(infant.age_on or today)
        if infant.age_days is not None:
            self.age.setText(days_text(infant.age_days).partition(" (")[0])
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        for part in (self.age, QLabel(tr("on")), self.age_day):
            line.addWidget(part)
        self._ways = QStackedWidget()
        for page in (QWidget(), self.born, row):
            self._ways.addWidget(page)
        self.by.currentIndexChanged.connect(self._ways.setCurrentIndex)
        self.by.setCurrentIndex(BORN if infant.born_on else AGE if infant.age_days is not None else NOT_KNOWN)
        whole = QWidget()
        both = QHBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self.by)
        both.addWidget(self._ways, 1)
        return whole

    def _due_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.has_due)
        line.addWidget(self.due, 1)
        return row

    @property
    def infant(self) -> Infant | None:
        """Return the infant as the form says it, None where the age is none."""
        by = self.by.currentIndex()
        typed = parsed_age(self.age.text()) if by == AGE else None
        if by == AGE and typed is None:
            return None
        return replace(
            self._infant,
            pseudonym=self.pseudonym.text().strip(),
            born_on=self.born.day if by == BORN else None,
            age_days=typed.days if typed is not None else None,
            age_on=self.age_day.day if typed is not None else None,
            due_on=self.due.day if self.has_due.isChecked() else None,
        )

    @property
    def draft(self) -> tuple[object, ...]:
        by, has_due = self.by.currentIndex(), self.has_due.isChecked()
        return (
            self.pseudonym.text(),
            by,
            self.born.day if by == BORN else None,
            (self.age.text(), self.age_day.day) if by == AGE else None,
            self.due.day if has_due else None,
        )

    def show_draft(self, draft: object) -> None:
        if not isinstance(draft, tuple):
            return
        pseudonym, by, born, age, due = draft
        self.pseudonym.setText(pseudonym)
        self.by.setCurrentIndex(by)
        if born is not None:
            self.born.show_day(born)
        if age is not None:
            self.age.setText(age[0])
            self.age_day.show_day(age[1])
        self.has_due.setChecked(due is not None)
        if due is not None:
            self.due.show_day(due)

    def save_typed(self) -> None:
        self.save()

    def _tell(self) -> None:
        """Say what age follows for today, and whether a corrected one is given."""
        infant = self.infant
        age = age_on(infant, self._today).full_text if infant is not None else ""
        term = tr("Born at term: no corrected age.") if infant is not None and is_preterm(infant) is False else ""
        self.told.setText(" ".join(filter(None, (tr("Today: {age}.", age=shown(age)) if age else "", term))))

    def save(self) -> None:
        """Ask to keep what stands in the form."""
        infant = self.infant
        if infant is None:
            self.stay()
            self._show_problem(NO_AGE)
        else:
            self._show_problem("")
            self.saved.emit(infant, False)

    def _use_anyway(self) -> None:
        infant = self.infant
        if infant is not None:
            self._show_problem("")
            self.saved.emit(infant, True)

    def show_error(self, error: EegViewError) -> None:
        """Say why it was not kept."""
        self.stay()
        self._show_problem(f"{error.sentence} {error.advice}".strip())
        self.anyway.setVisible(isinstance(error, DoubtfulPseudonym))
        self._make_room()

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.anyway.hide()
        self._make_room()

    def _make_room(self) -> None:
        """Be as high as the texts need: a sentence that comes up squeezes none of the others."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
