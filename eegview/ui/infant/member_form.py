"""The form of a study of an infant: the day on which it was recorded, where its file has none, or its removal."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from eegview.app.infant.timeline import DaySource, TimelineStudy
from eegview.model.errors import EegViewError
from eegview.model.infant.member import CLIP, EEG, Member
from eegview.model.text.language import tr
from eegview.ui.infant.fields import plain_button, plain_label
from eegview.ui.widgets.asking_dialog import AskingDialog
from eegview.ui.widgets.date_field import DateField

_HOW = tr("A day that you give holds before that of the file. The file itself is never changed.")


class MemberForm(AskingDialog):
    """One study; nothing is kept until Save.

    said : the Member as it is to be, be it removed
    """

    said = Signal(object)

    def __init__(self, parent: QWidget, study: TimelineStudy, today: date) -> None:
        super().__init__(parent)
        self._study = study
        self.setObjectName("infant.member")
        self.setWindowTitle(tr("{label} of the infant", label=study.label))
        self.is_given = QCheckBox(tr("Recorded on another day, or the file has none"))
        self.is_given.setObjectName("member.is_given")
        self.day = DateField("member.day", tr("Day of the recording"))
        self.day.show_day(study.on or today)
        self.is_given.setChecked(study.day_source is DaySource.ENTERED or study.on is None)
        self.day.setEnabled(self.is_given.isChecked())
        self.is_given.toggled.connect(self.day.setEnabled)
        how = plain_label("quiet")
        how.setText(_HOW)
        self.problem = plain_label("warning", "member.problem")
        self.problem.hide()
        form = QFormLayout()
        form.addRow("", self.is_given)
        form.addRow(tr("Day"), self.day)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.remove = plain_button(
            "member.remove", tr("Remove from the infant"), tr("The study and its marks stay; it can be undone")
        )
        buttons.addButton(self.remove, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.remove.clicked.connect(lambda _checked=False: self.said.emit(self._member(is_removed=True)))
        buttons.accepted.connect(lambda: self.said.emit(self._member(is_removed=False)))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (how, form, self.problem):
            layout.addLayout(part) if isinstance(part, QFormLayout) else layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.begin()

    @property
    def draft(self) -> tuple[object, ...]:
        is_given = self.is_given.isChecked()
        return is_given, self.day.day if is_given else None

    def show_draft(self, draft: object) -> None:
        if isinstance(draft, tuple):
            is_given, day = draft
            self.is_given.setChecked(is_given)
            if day is not None:
                self.day.show_day(day)

    def save_typed(self) -> None:
        self.said.emit(self._member(is_removed=False))

    def _member(self, is_removed: bool) -> Member:
        on = self.day.day.isoformat() if self.is_given.isChecked() else ""
        return Member(self._study.fingerprint, CLIP if self._study.is_clip else EEG, on, is_removed)

    def show_error(self, error: EegViewError) -> None:
        """Say why it was not kept."""
        self.stay()
        self.problem.setText(f"{error.sentence} {error.advice}".strip())
        self.problem.show()
