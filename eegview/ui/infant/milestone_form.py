"""The form of a milestone gained or lost: a day and a free note."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from eegview.app.infant.acts import LONGEST_NOTE
from eegview.model.errors import EegViewError
from eegview.model.infant.milestone import Milestone, MilestoneChange
from eegview.model.text.language import tr
from eegview.ui.infant.fields import plain_button, plain_label
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.widgets.date_field import DateField

_CHANGES = (MilestoneChange.GAINED, MilestoneChange.LOST)


class MilestoneForm(AskingDialog):
    """One milestone; nothing is kept until Save.

    saved : the Milestone
    removed : the id of one that is taken back
    """

    saved = Signal(object)
    removed = Signal(str)

    def __init__(self, parent: QWidget, milestone: Milestone) -> None:
        super().__init__(parent)
        self._milestone = milestone
        self.setObjectName("infant.milestone")
        self.setWindowTitle(tr("Milestone") if milestone.milestone_id else tr("New milestone"))
        self.change = QComboBox()
        self.change.setObjectName("milestone.change")
        self.change.setAccessibleName(tr("Gained or lost"))
        self.change.addItems([tr("Gained"), tr("Lost")])
        self.change.setCurrentIndex(_CHANGES.index(milestone.change))
        self.day = DateField("milestone.day", tr("Day"))
        self.day.show_day(milestone.on)
        self.text = QLineEdit(milestone.text)
        self.text.setObjectName("milestone.text")
        self.text.setAccessibleName(tr("What was gained or lost"))
        self.text.setPlaceholderText(tr("smiles back"))
        self.text.setMaxLength(LONGEST_NOTE)
        self.problem = plain_label("warning", "milestone.problem")
        self.problem.hide()
        form = QFormLayout()
        form.addRow(tr("Change"), self.change)
        form.addRow(tr("Note"), self.text)
        form.addRow(tr("Day"), self.day)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        if milestone.milestone_id:
            remove = plain_button("milestone.remove", tr("Remove"), tr("Take this note back; it stays in the history"))
            buttons.addButton(remove, QDialogButtonBox.ButtonRole.DestructiveRole)
            remove.clicked.connect(lambda _checked=False: self.removed.emit(milestone.milestone_id))
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.text.setFocus()
        self.begin()

    @property
    def draft(self) -> tuple[object, ...]:
        return self.change.currentIndex(), self.day.day, self.text.text()

    def show_draft(self, draft: object) -> None:
        if isinstance(draft, tuple):
            change, day, text = draft
            self.change.setCurrentIndex(change)
            self.day.show_day(day)
            self.text.setText(text)

    def save_typed(self) -> None:
        self.save()

    def save(self) -> None:
        """Ask to keep what stands in the form."""
        change = _CHANGES[self.change.currentIndex()]
        self.saved.emit(replace(self._milestone, on=self.day.day, change=change, text=self.text.text().strip()))

    def show_error(self, error: EegViewError) -> None:
        """Say why it was not kept."""
        self.stay()
        self.problem.setText(f"{error.sentence} {error.advice}".strip())
        self.problem.show()
