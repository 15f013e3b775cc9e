"""The form of treatment and diary, beside the window: what is entered by hand, never a recommendation."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from eegview.app.response.rules import UsualNames
from eegview.app.response.treatment_acts import removal_statement, treatment_statement
from eegview.model.text.language import tr
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.treatment import Treatment
from eegview.ui.response.lane.diary_form import DiaryForm
from eegview.ui.response.lane.treatment_form import TreatmentForm
from eegview.ui.widgets.asking_dialog import AskingDialog

BY_HAND = tr("entered by hand · not a recommendation")
WITH_STUDY = tr(
    "What is entered here is kept with the open study, with your name and the time, and each step can be undone."
)
_UNDATED = tr(" No recording has a date, so days count from the recording.")


class TreatmentDialog(AskingDialog):
    """Two tabs: treatments, and the diary.

    said : statements of one act, for the log where `kept` says that it is kept
    """

    said = Signal(list)

    def __init__(
        self, parent: QWidget, names: UsualNames, is_dated: bool, undo: QAction, kept: str = WITH_STUDY
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Treatment and diary"))
        self.is_dated = is_dated
        self._author = ""
        note = QLabel(f"{BY_HAND[:1].upper()}{BY_HAND[1:]}. {kept}{'' if is_dated else _UNDATED}")
        note.setObjectName("treatment.note_above")
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        self.treatments, self.diary = TreatmentForm(names, is_dated), DiaryForm(is_dated)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("treatment.tabs")
        self.tabs.setAccessibleName(tr("Treatments and diary"))
        self.tabs.addTab(self.treatments, tr("Treatments"))
        self.tabs.addTab(self.diary, tr("Diary of spasms"))
        self.undo = QPushButton(tr("Undo"))
        self.undo.setObjectName("treatment.undo")
        self.undo.setAutoDefault(False)
        self.undo.setToolTip(f"{undo.toolTip()}")
        self.undo.setEnabled(undo.isEnabled())
        self.undo.clicked.connect(undo.trigger)
        undo.changed.connect(self._follow_undo)
        self._undo = undo
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.undo, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        self.treatments.saved.connect(self._save)
        self.treatments.removed.connect(lambda treatment_id: self.said.emit([removal_statement(treatment_id)]))
        self.diary.said.connect(self.said)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 100, metrics.height() * 38)

    @property
    def draft(self) -> dict[str, tuple[object, ...]]:
        return self.treatments.drafts

    def show_draft(self, draft: object) -> None:
        if isinstance(draft, dict):
            self.tabs.setCurrentWidget(self.treatments)
            self.treatments.show_drafts(draft)

    @property
    def is_changed(self) -> bool:
        return bool(self.draft)

    def save_typed(self) -> None:
        if self.treatments.save_all():
            self.close_unasked()
        else:
            self.stay()
            self.tabs.setCurrentWidget(self.treatments)

    def show_course(self, course: TreatmentCourse, author: str) -> None:
        """Show what is entered now."""
        self._author = author
        self.treatments.show_course(course, author)
        self.diary.show_course(course, author)

    def edit_treatment(self, treatment_id: str) -> None:
        """Show a treatment in the form."""
        self.tabs.setCurrentWidget(self.treatments)
        self.treatments.edit(treatment_id)

    def begin_treatment(self, day: int) -> None:
        """Show an empty form for a treatment from a day of the axis on."""
        self.tabs.setCurrentWidget(self.treatments)
        self.treatments.begin_new(day)

    def edit_day(self, day: int) -> None:
        """Show a day of the diary."""
        self.tabs.setCurrentWidget(self.diary)
        self.diary.edit(day, self._author)

    def _save(self, treatment: Treatment) -> None:
        self.said.emit([treatment_statement(treatment)])

    def _follow_undo(self) -> None:
        self.undo.setEnabled(self._undo.isEnabled())
