"""The list of treatments and the form in which one is added or changed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.course.lane_view import axis_day
from eegview.app.response.rules import UsualNames
from eegview.app.response.treatment_table import parsed_treatment
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.model.treatment.course import PlacedTreatment, TreatmentCourse
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.treatment import LONGEST_NAME, LONGEST_NOTE, Treatment, treatment_fault
from eegview.ui.response.lane.day_field import DayField

_COLUMNS = (tr("Drug"), tr("Dose"), tr("From"), tr("To"), "", tr("Note"), tr("Entered by"))
_NOTE = 5


class TreatmentForm(QWidget):
    """Shows the course; what is saved or removed is asked for, and shown once the course says so.

    saved : a Treatment; without id it is a new one
    removed : the id of one
    """

    saved = Signal(object)
    removed = Signal(str)

    def __init__(self, names: UsualNames, is_dated: bool) -> None:
        super().__init__()
        self._course = TreatmentCourse(is_dated)
        self._edited = ""  # id of the treatment in the form; "" = a new one
        self._drafts: dict[str, tuple[object, ...]] = {}  # typed and not saved, of treatments not in the form
        self.table = self._list()
        self.title = QLabel(tr("New treatment"))
        self.title.setProperty("role", "strong")
        self.drug, self.unit = (
            self._choice("drug", tr("Drug"), names.drugs),
            self._choice("unit", tr("Unit"), names.units),
        )
        self.dose, self.note = QLineEdit(), QLineEdit()
        self.start = DayField("treatment.from", tr("First day"), is_dated)
        self.stop = DayField("treatment.to", tr("Last day"), is_dated)
        self.goes_on, self.planned = QCheckBox(tr("continues")), QCheckBox(tr("Planned, not given yet"))
        self.for_other = QCheckBox(tr("For something else than spasms"))
        self.for_other.setToolTip(tr("As for neonatal seizures: response does not count its days from this treatment"))
        self._name_fields()
        self.problem = QLabel()
        self.problem.setObjectName("treatment.problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.unsaved = QLabel()
        self.unsaved.setObjectName("treatment.unsaved")
        self.unsaved.setProperty("role", "warning")
        self.unsaved.setWordWrap(True)
        self.unsaved.hide()
        self.save = self._button("save", tr("Add"), tr("Store what the form says with the study; can be undone"))
        self.save.setProperty("role", "primary")
        self.new = self._button("new", tr("New"), tr("Empty the form for another treatment"))
        self.next_dose = self._button("next_dose", tr("Next dose"), tr("The same drug again, from the next day on"))
        self.remove = self._button("remove", tr("Remove"), tr("Remove the selected treatment; can be undone"))
        self._lay_out()
        self._begun = self._fields
        self.table.itemSelectionChanged.connect(self._selected)
        self.goes_on.toggled.connect(self.stop.setDisabled)
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.new.clicked.connect(lambda _checked=False: self._begin_empty())
        self.next_dose.clicked.connect(lambda _checked=False: self._begin_next())
        self.remove.clicked.connect(lambda _checked=False: self._remove())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add what the form says where Enter ends a field; on a button or in the list it does not."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QAbstractButton | QTableWidget):
            self._save()
        else:
            super().keyPressEvent(event)

    def _list(self) -> QTableWidget:
        table = QTableWidget(0, len(_COLUMNS))
        table.setObjectName("treatment.list")
        table.setAccessibleName(tr("Treatments"))
        table.setHorizontalHeaderLabels(_COLUMNS)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NOTE, QHeaderView.ResizeMode.Stretch)
        return table

    @staticmethod
    def _choice(name: str, spoken: str, offered: Sequence[str]) -> QComboBox:
        """Return a list to choose from, in which anything else can be typed."""
        box = QComboBox()
        box.setObjectName(f"treatment.{name}")
        box.setAccessibleName(spoken)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(offered))
        box.setCurrentText("")
        return box

    def _name_fields(self) -> None:
        for field, name, spoken in (
            (self.dose, "dose", tr("Dose, a number")),
            (self.note, "note", tr("Note")),
            (self.goes_on, "goes_on", tr("It continues: no last day")),
            (self.planned, "planned", tr("Planned, not given yet")),
            (self.for_other, "for_other", tr("For something else than spasms")),
        ):
            field.setObjectName(f"treatment.{name}")
            field.setAccessibleName(spoken)
        self.dose.setPlaceholderText(tr("not known"))
        self.note.setMaxLength(LONGEST_NOTE)
        line = self.drug.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST_NAME)
            line.setPlaceholderText(tr("choose or type"))

    @staticmethod
    def _button(name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"treatment.{name}")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        dose, last, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (dose, (self.dose, self.unit)),
            (last, (self.stop, self.goes_on)),
            (buttons, (self.save, self.next_dose, self.new, self.remove)),
        ):
            for widget in widgets:
                row.addWidget(widget)
        buttons.addStretch(1)
        form = QFormLayout()
        form.addRow(tr("Drug"), self.drug)
        form.addRow(tr("Dose"), dose)
        form.addRow(tr("First day"), self.start)
        form.addRow(tr("Last day"), last)
        kinds = QHBoxLayout()
        kinds.addWidget(self.planned)
        kinds.addWidget(self.for_other)
        kinds.addStretch(1)
        form.addRow("", kinds)
        form.addRow(tr("Note"), self.note)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.title)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.unsaved)
        layout.addLayout(buttons)

    # what is shown

    def show_course(self, course: TreatmentCourse, author: str) -> None:
        """List the treatments; what is being typed stays."""
        was = self._edited
        self._course = course
        self.table.blockSignals(True)
        self.table.setRowCount(len(course.treatments))
        for row, one in enumerate(course.treatments):
            treatment = one.treatment
            kinds = [tr("planned")] if treatment.is_planned else []
            kinds += [tr("not for spasms")] if treatment.is_for_other else []
            stop = self._day_text(course, one.last_day) if one.last_day is not None else "continues"
            texts = (treatment.drug, treatment.dose_text or tr("not known"), self._day_text(course, one.first_day),
                     stop, ", ".join(kinds), treatment.note,
                     "you" if treatment.author == author else treatment.author)  # fmt: skip
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.blockSignals(False)
        self._edited = was if self._placed(was) is not None else ""
        self._select_row()
        self._name_act()

    @staticmethod
    def _day_text(course: TreatmentCourse, day: int) -> str:
        return course.day_text(day).replace("day -", "day −")

    def _placed(self, treatment_id: str) -> PlacedTreatment | None:
        return next((one for one in self._course.treatments if one.treatment.treatment_id == treatment_id), None)

    def _select_row(self) -> None:
        rows = [n for n, one in enumerate(self._course.treatments) if one.treatment.treatment_id == self._edited]
        self.table.blockSignals(True)
        if rows and self._edited:
            self.table.selectRow(rows[0])
        else:
            self.table.clearSelection()
        self.table.blockSignals(False)

    def _name_act(self) -> None:
        placed = self._placed(self._edited) if self._edited else None
        self.title.setText(
            tr("Change {text}", text=placed.treatment.text) if placed is not None else tr("New treatment")
        )
        self.save.setText(tr("Save change") if placed is not None else tr("Add"))
        for button in (self.remove, self.next_dose):
            button.setEnabled(placed is not None)

    def _selected(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            self.edit(self._course.treatments[rows[0].row()].treatment.treatment_id)

    def edit(self, treatment_id: str) -> None:
        """Put a treatment into the form."""
        placed = self._placed(treatment_id)
        if placed is None:
            return
        self._put_aside(treatment_id)
        self._edited = treatment_id
        self._fill(placed, placed.first_day, placed.last_day)
        self._take_up()
        self._select_row()

    def _fill(self, placed: PlacedTreatment, first_day: int, last_day: int | None) -> None:
        treatment, is_dated = placed.treatment, self._course.is_dated
        self.drug.setCurrentText(treatment.drug)
        self.dose.setText(f"{treatment.dose:g}" if treatment.dose is not None else "")
        self.unit.setCurrentText(treatment.unit)
        self.start.show_day(axis_day(first_day, is_dated))
        self.stop.show_day(axis_day(last_day if last_day is not None else first_day, is_dated))
        self.goes_on.setChecked(last_day is None)
        self.planned.setChecked(treatment.is_planned)
        self.for_other.setChecked(treatment.is_for_other)
        self.note.setText(treatment.note)
        self._show_problem("")
        self._name_act()
        self._begun = self._fields

    def begin_new(self, day: int | None = None) -> None:
        """Empty the form; the first day is that of the axis, else as it is. What was typed of a new one stays."""
        if not self._edited and self.is_changed:
            self._name_act()
            return
        self._put_aside("")
        self._empty(day)
        self._take_up()
        self.drug.setFocus()

    def _begin_empty(self) -> None:
        """Empty the form as a person asks; what was typed of a treatment of the list is put aside."""
        self._put_aside("")
        self._drafts.pop("", None)
        self._empty(None)
        self._take_up()
        self.drug.setFocus()

    def _empty(self, day: int | None) -> None:
        self._edited = ""
        self.drug.setCurrentText("")
        self.unit.setCurrentText("")
        self.dose.clear()
        self.note.clear()
        self.goes_on.setChecked(True)
        self.planned.setChecked(False)
        self.for_other.setChecked(False)
        if day is not None:
            for field in (self.start, self.stop):
                field.show_day(axis_day(day, self._course.is_dated))
        self._select_row()
        self._show_problem("")
        self._name_act()
        self._begun = self._fields

    def _begin_next(self) -> None:
        """Fill the form with the same drug, from the day after its last one on; the dose is left to be typed."""
        placed = self._placed(self._edited)
        if placed is not None:
            self._put_aside("")
            self._edited = ""
            first = placed.last_day + 1 if placed.last_day is not None else placed.first_day
            self._fill(placed, first, None)
            self.dose.clear()
            self.note.clear()
            self._select_row()
            self.dose.setFocus()

    # what is typed and not saved

    @property
    def _fields(self) -> tuple[object, ...]:
        """Return what stands in the fields."""
        stop = "" if self.goes_on.isChecked() else self.stop.day.stored
        return (
            self.drug.currentText(), self.dose.text(), self.unit.currentText(), self.start.day.stored, stop,
            self.planned.isChecked(), self.note.text(), self.for_other.isChecked(), self.start.day, self.stop.day,
        )  # fmt: skip

    @property
    def is_changed(self) -> bool:
        """Whether something is typed in the form that is not saved; a day alone makes no new treatment."""
        said, begun = self._fields[:-2], self._begun[:-2]
        return said != begun if self._edited else any(said[n] != begun[n] for n in (0, 1, 2, 6))

    @property
    def drafts(self) -> dict[str, tuple[object, ...]]:
        """Return what is typed and not saved, by the treatment's id, "" for a new one."""
        return {**self._drafts, **({self._edited: self._fields} if self.is_changed else {})}

    def show_drafts(self, drafts: Mapping[str, tuple[object, ...]]) -> None:
        """Show again what was typed; the first of it in the form."""
        self._drafts = dict(drafts)
        first = next(iter(self._drafts), None)
        if first:
            self.edit(first)
        elif first is not None:
            self._empty(None)
            self._take_up()

    def save_all(self) -> bool:
        """Ask to keep all that is typed; return whether all can be, else what cannot stays in the form."""
        for treatment_id in tuple(self.drafts):
            if treatment_id != self._edited:
                if treatment_id and self._placed(treatment_id) is None:
                    self._drafts.pop(treatment_id)  # somebody removed it
                    continue
                self._put_aside(treatment_id)
                if treatment_id:
                    self.edit(treatment_id)
                else:
                    self._empty(None)
                    self._take_up()
            if not self._save():
                return False
        return True

    def _put_aside(self, other: str) -> None:
        """Keep what is typed in the form, before another treatment is shown in it."""
        if other != self._edited and self.is_changed:
            self._drafts[self._edited] = self._fields

    def _take_up(self) -> None:
        """Show what was typed of the treatment in the form before."""
        draft = self._drafts.pop(self._edited, None)
        if draft is not None:
            drug, dose, unit, _start, stop, planned, note, for_other, first, last = draft
            for field, text in ((self.drug, drug), (self.unit, unit)):
                field.setCurrentText(str(text))
            for line, text in ((self.dose, dose), (self.note, note)):
                line.setText(str(text))
            for field, day in ((self.start, first), (self.stop, last)):
                if isinstance(day, TreatmentDay):
                    field.show_day(day)
            self.goes_on.setChecked(not stop)
            self.planned.setChecked(bool(planned))
            self.for_other.setChecked(bool(for_other))
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        """Name the treatments of which something is typed and that are not in the form."""
        placed = {one.treatment.treatment_id: one.treatment.text for one in self._course.treatments}
        names = [placed.get(name, "") if name else tr("New treatment") for name in self._drafts]
        names = [name for name in names if name]
        self.unsaved.setText(tr("Typed, not saved yet: {days}", days=", ".join(names)))
        self.unsaved.setVisible(bool(names))

    # acts

    def _save(self) -> bool:
        """Ask to keep what stands in the form; return whether it can be."""
        start, stop = self.start.day, "" if self.goes_on.isChecked() else self.stop.day.stored
        try:
            typed = parsed_treatment(
                self.drug.currentText(), start, stop, self.dose.text().strip(), self.unit.currentText(),
                self.planned.isChecked(), self.note.text(), self.for_other.isChecked(),
            )  # fmt: skip
        except UsageError as error:
            self._show_problem(error.sentence)
            return False
        treatment = Treatment(
            self._edited,
            typed.drug,
            typed.start,
            typed.stop,
            typed.dose,
            typed.unit,
            typed.is_planned,
            typed.note,
            is_for_other=typed.is_for_other,
        )
        fault = treatment_fault(treatment)
        self._show_problem(fault)
        if fault:
            return False
        self._begun = self._fields
        self.saved.emit(treatment)
        if not treatment.treatment_id:
            self._empty(None)
            self.drug.setFocus()
        return True

    def _remove(self) -> None:
        if self._edited:
            removed, self._edited = self._edited, ""
            self.removed.emit(removed)
            self._empty(None)
            self._take_up()

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
