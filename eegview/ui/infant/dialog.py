"""The window of an infant: the list of all, who it is, the timeline, what is pointed at, and the response."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.course.course_view import CourseView
from eegview.app.course.drawing import CLIP, EEG
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.infant.fields import plain_button, plain_label
from eegview.ui.infant.timeline_panel import TimelinePanel
from eegview.ui.response.panels.response_card import ResponseCard
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.flow_layout import FlowLayout

READING = tr("Reading the library …")
NO_INFANT = tr(
    "No infant is entered in this library.\n\n"
    "Studies, clips, the diary and treatments of one infant are brought together under a pseudonym: choose New."
)
NONE_CHOSEN = tr("Choose an infant at the left.")
HOW = tr("Point at anything to read it here; click opens it. Arrows walk, Enter opens, + − zoom, 0 shows all.")
NOT_A_DIAGNOSIS = tr("For research and education. What is shown is what was entered and marked; nothing is concluded.")
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES, _LIST_LETTERS = 190, 46, 18


class InfantDialog(QDialog):
    """It reads nothing itself and asks for what is to be done.

    chosen : the id of an infant of the list
    asked : kind and key of what was clicked on the timeline
    member_asked : the fingerprint of a study whose day is to be said, or that is to be removed
    """

    chosen = Signal(str)
    asked = Signal(str, str)
    new_asked, edit_asked, removal_asked, undo_asked = Signal(), Signal(), Signal(), Signal()
    study_asked, studies_asked = Signal(), Signal()
    diary_asked, treatment_asked, milestone_asked = Signal(), Signal(), Signal()
    member_asked = Signal(str)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Infant"))
        # no dialog for the window system, which would keep it before the main window, whose study a click opens
        self.setWindowFlags(Qt.WindowType.Window)
        self._theme = theme
        self.panel = TimelinePanel(theme)
        self.response = ResponseCard()
        self.told = plain_label("", "infant.pointed")
        self.notes = plain_label("quiet", "infant.notes")
        self.nothing = plain_label("quiet", "infant.none")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whole = self._right_side()
        layout = QHBoxLayout(self)
        layout.addWidget(self._left_side())
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._whole, 1)
        metrics, room = self.fontMetrics(), self.screen().availableGeometry()
        width_px = min(metrics.averageCharWidth() * _WIDTH_IN_LETTERS, room.width() - 40)
        self.resize(width_px, min(metrics.height() * _HEIGHT_IN_LINES, room.height() - 80))
        self.panel.timeline.asked.connect(self.asked)
        self.panel.timeline.pointed.connect(self._point)
        self.show_nothing(READING)

    # building

    def _left_side(self) -> QWidget:
        self.list = QListWidget()
        self.list.setObjectName("infant.list")
        self.list.setAccessibleName(tr("Infants of the library"))
        self.list.currentItemChanged.connect(self._choose)
        self.new = plain_button("infant.new", tr("New…"), tr("Enter an infant by a pseudonym"))
        self.edit = plain_button("infant.edit", tr("Edit…"), tr("Change pseudonym, birth or due date"))
        self.remove = plain_button(
            "infant.remove", tr("Remove"), tr("Take the infant off the list; Undo brings it back")
        )
        self.new.clicked.connect(lambda _checked=False: self.new_asked.emit())
        self.edit.clicked.connect(lambda _checked=False: self.edit_asked.emit())
        self.remove.clicked.connect(lambda _checked=False: self.removal_asked.emit())
        title = QLabel(tr("Infants"))
        title.setProperty("role", "title")
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        for part in (title, self.list, self.new, self.edit, self.remove):
            layout.addWidget(part, 1 if part is self.list else 0)
        side.setFixedWidth(self.fontMetrics().averageCharWidth() * _LIST_LETTERS)
        return side

    def _right_side(self) -> QWidget:
        self.name, self.age = QLabel(), ElidedLabel()
        self.name.setObjectName("infant.name")
        self.name.setProperty("role", "title")
        self.age.setProperty("role", "quiet")
        self.simulated = QLabel(tr("SIMULATED"))
        self.simulated.setProperty("role", "badge")
        self.add_open = plain_button("infant.add_open", tr("Add open study"), tr("Add the study in the window"))
        self.add = plain_button("infant.add_studies", tr("Add studies…"), tr("Choose studies and clips of the library"))
        self.diary = plain_button("infant.diary", tr("Diary…"), tr("Enter what was seen at home"))
        self.treatment = plain_button("infant.treatment", tr("Treatment…"), tr("Enter a drug with its dose and days"))
        self.milestone = plain_button("infant.add_milestone", tr("Milestone…"), tr("Note what was gained or lost"))
        self.undo = plain_button("infant.undo", tr("Undo"), tr("Undo your last change of this infant"))
        for button, signal in (
            (self.add_open, self.study_asked), (self.add, self.studies_asked), (self.diary, self.diary_asked),
            (self.treatment, self.treatment_asked), (self.milestone, self.milestone_asked),
            (self.undo, self.undo_asked),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, one=signal: one.emit())
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addWidget(self.age, 1)
        head.addWidget(self.simulated)
        acts = FlowLayout()
        for button in (self.add_open, self.add, self.diary, self.treatment, self.milestone, self.undo):
            acts.addWidget(button)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addLayout(acts)
        layout.addWidget(self.panel, 5)
        layout.addLayout(self._below(), 2)
        return whole

    def _below(self) -> QHBoxLayout:
        details = QFrame()
        details.setProperty("role", "card")
        title = QLabel(tr("Chosen"))
        title.setProperty("role", "title")
        self.member = plain_button(
            "infant.member_asked", tr("Day or removal…"), tr("Say the day of the chosen study, or remove it"), "chip"
        )
        self.member.clicked.connect(lambda _checked=False: self._ask_for_member())
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.member)
        last = plain_label("quiet")
        last.setText(NOT_A_DIAGNOSIS)
        column = QVBoxLayout(details)
        column.setContentsMargins(10, 6, 10, 6)
        column.addLayout(head)
        for part in (self.told, self.notes):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(last)
        line = QHBoxLayout()
        line.addWidget(_scrolling("infant.details.area", details), 1)
        line.addWidget(_scrolling("infant.response.area", self.response), 1)
        return line

    # what is shown

    def show_nothing(self, text: str) -> None:
        """Say why no infant is shown."""
        self.nothing.setText(text)
        self.nothing.show()
        self._whole.hide()
        self.panel.show_view(None)
        for button in (self.edit, self.remove):
            button.setEnabled(False)

    def show_infants(self, infants: list[tuple[str, str]], chosen: str) -> None:
        """Show the list.

        infants : id and what the infant is called
        chosen : id of the one that is shown, "" for none
        """
        self.list.blockSignals(True)
        self.list.clear()
        for infant_id, called in infants:
            item = QListWidgetItem(called)
            item.setData(Qt.ItemDataRole.UserRole, infant_id)
            self.list.addItem(item)
            if infant_id == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def show_view(self, view: CourseView, called: str, age: str, can_add: bool) -> None:
        """Show an infant.

        called : the pseudonym as it may be shown
        age : a line on birth and age
        can_add : a study is open that belongs to no infant
        """
        timeline = view.timeline
        is_first = not self._whole.isVisibleTo(self)
        self.nothing.hide()
        self._whole.show()
        self.name.setText(called)
        self.age.setText(age)
        self.simulated.setVisible(bool(timeline.studies) and any(one.is_simulated for one in timeline.studies))
        self.add_open.setVisible(can_add)
        self.panel.show_view(view)
        self.response.show_response(timeline.response, self._theme)
        self.notes.setText("\n".join(timeline.notes))
        self.notes.setVisible(bool(timeline.notes))
        pointed = self.panel.timeline.current
        self._point(pointed.told if pointed is not None else "")
        for button in (self.edit, self.remove):
            button.setEnabled(True)
        if is_first and not view.is_empty:
            self.panel.timeline.setFocus()

    def use_theme(self, theme: Theme) -> None:
        """Draw all in other colours."""
        self._theme = theme
        self.panel.use_theme(theme)
        view = self.panel.timeline.view
        if view is not None:
            self.response.show_response(view.timeline.response, theme)

    def _point(self, told: str) -> None:
        item = self.panel.timeline.current
        self.member.setVisible(item is not None and item.kind in (EEG, CLIP))
        self.told.setText(told or HOW)
        self.told.setProperty("role", "" if told else "quiet")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _ask_for_member(self) -> None:
        item = self.panel.timeline.current
        if item is not None and item.kind in (EEG, CLIP):
            self.member_asked.emit(item.key)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


def _scrolling(name: str, inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
