"""Asks for the weeks and the language of the form for families."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eegview.app.diary.family_form import MOST_WEEKS
from eegview.model.infant.pseudonym import LONGEST, pseudonym_doubt, rule_text, use_anyway_text
from eegview.model.text.language import tr
from eegview.ui.widgets.date_field import DateField

_LANGUAGES = ((tr("English"), "en"), (tr("German (draft)"), "de"))
_AGAIN = tr("Press Write… again to print it.")


class FamilyFormDialog(QDialog):
    """One week a page.

    asked : first day or None, number of weeks, language, pseudonym
    """

    asked = Signal(object, int, str, str)

    def __init__(self, parent: QWidget, first: date, pseudonym: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Form for families"))
        how = QLabel(
            tr(
                "In plain words, with boxes for “none seen”, without a name: one week a page to print (PDF), or a "
                "table to fill in on a computer (XLSX, CSV), which Import… reads again."
            )
        )
        how.setProperty("role", "quiet")
        how.setWordWrap(True)
        self.is_dated = QCheckBox(tr("Print the dates, from"))
        self.is_dated.setObjectName("family_form.dated")
        self.is_dated.setChecked(True)
        self.first = DateField("family_form.first", tr("First day"))
        self.first.show_day(first)
        self.weeks = QSpinBox()
        self.weeks.setObjectName("family_form.weeks")
        self.weeks.setAccessibleName(tr("Weeks"))
        self.weeks.setRange(1, MOST_WEEKS)
        self.weeks.setValue(6)
        self.language = QComboBox()
        self.language.setObjectName("family_form.language")
        self.language.setAccessibleName(tr("Language of the form"))
        for label, value in _LANGUAGES:
            self.language.addItem(label, value)
        self._kept, self._doubted = pseudonym, ""
        self.pseudonym = QLineEdit(pseudonym)
        self.pseudonym.setObjectName("family_form.pseudonym")
        self.pseudonym.setAccessibleName(tr("Pseudonym, printed on each page"))
        self.pseudonym.setMaxLength(LONGEST)
        self.pseudonym.setPlaceholderText(tr("a line to write it by hand"))
        form = QFormLayout()
        form.addRow(self.is_dated, self.first)
        form.addRow(tr("Weeks"), self.weeks)
        form.addRow(tr("Language"), self.language)
        form.addRow(tr("Pseudonym"), self.pseudonym)
        self.problem = QLabel()
        self.problem.setObjectName("family_form.problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        write = buttons.addButton(tr("Write…"), QDialogButtonBox.ButtonRole.AcceptRole)
        write.setObjectName("family_form.write")
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(how)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.is_dated.toggled.connect(self.first.setEnabled)

    def _accept(self) -> None:
        first = self.first.day if self.is_dated.isChecked() else None
        language, pseudonym = str(self.language.currentData()), self.pseudonym.text().strip()
        doubt = pseudonym_doubt(pseudonym) if pseudonym not in ("", self._kept) else None
        if doubt is not None and (doubt.is_sure or pseudonym != self._doubted):
            self._doubted = pseudonym  # a second press writes it anyway
            how = rule_text() if doubt.is_sure else f"{use_anyway_text()} {_AGAIN}"
            self.problem.setText(f"{doubt.sentence} {how}")
            self.problem.show()
            self.pseudonym.setFocus()
            return
        self.problem.hide()
        self.accept()
        self.asked.emit(first, self.weeks.value(), language, pseudonym)
