"""The diary of witnessed spasms, a line for each day: a number, none, some, or unknown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.course.lane_view import axis_day
from eegview.app.response.treatment_acts import clear_statement, days_between, diary_statement
from eegview.app.response.treatment_table import parsed_entry
from eegview.app.study.records import Statement
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.ui.response.lane.day_field import DayField

_COLUMNS = (tr("Day"), tr("Spasms"), tr("Meaning"), tr("Entered by"))
_TYPED = 1
_BEFORE_DAYS, _AFTER_DAYS, _MOST_ROWS = 14, 42, 400
_FILLS = (
    (tr("none seen"), "none"),
    (tr("some, not counted"), "some"),
    (tr("not known"), "unknown"),
    (tr("nothing entered"), ""),
)
_HOW = tr("Type a number, none, some or unknown; empty for nothing entered. A column copied elsewhere can be pasted.")


class DiaryTable(QTableWidget):
    """The lines; a column that is pasted fills the days from the selected one on.

    pasted : texts, one a day
    """

    pasted = Signal(list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            lines = QGuiApplication.clipboard().text().rstrip("\n").split("\n")
            self.pasted.emit([line.split("\t")[-1].strip() for line in lines])
        else:
            super().keyPressEvent(event)


class DiaryForm(QWidget):
    """Shows the diary; what is typed is asked for, and shown once the course says so.

    said : statements of one act
    """

    said = Signal(list)

    def __init__(self, is_dated: bool) -> None:
        super().__init__()
        self._course = TreatmentCourse(is_dated)
        self._days: tuple[int, ...] = ()
        self._asked: int | None = None
        self.table = DiaryTable(0, len(_COLUMNS))
        self.table.setObjectName("diary.days")
        self.table.setAccessibleName(tr("Diary of witnessed spasms, a line for each day"))
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        how = QLabel(_HOW)
        how.setProperty("role", "quiet")
        how.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setObjectName("diary.problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.first = DayField("diary.from", tr("First day to fill"), is_dated)
        self.last = DayField("diary.to", tr("Last day to fill"), is_dated)
        self.fill = QComboBox()
        self.fill.setObjectName("diary.fill_with")
        self.fill.setAccessibleName(tr("What is said of these days"))
        for label, value in _FILLS:
            self.fill.addItem(label, value)
        self.set = QPushButton(tr("Fill"))
        self.set.setObjectName("diary.fill")
        self.set.setToolTip(tr("Say the same of all these days, as one act that can be undone"))
        self.set.setAutoDefault(False)
        row = QHBoxLayout()
        for widget in (QLabel(tr("Days")), self.first, QLabel("to"), self.last, self.fill, self.set):
            row.addWidget(widget)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(how)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        layout.addWidget(self.problem)
        self.table.itemChanged.connect(self._typed)
        self.table.pasted.connect(self._pasted)
        self.set.clicked.connect(lambda _checked=False: self._fill())

    # what is shown

    def show_course(self, course: TreatmentCourse, author: str) -> None:
        """Show the days; a text that could not be read stays as it was typed."""
        self._course = course
        days = _shown_days(course, self._asked)
        self.table.blockSignals(True)
        if days != self._days:
            self._days = days
            self.table.setRowCount(len(days))
        for row, day in enumerate(days):
            held, entry = course.days.get(day), course.diary.get(day)
            typed = _cell(held.entry if held is not None else entry)
            by = "" if entry is None else "you" if entry.author == author else entry.author
            meaning = held.text if held is not None else entry.text if entry is not None else ""
            for column, text in enumerate((course.day_text(day).replace("day -", "day −"), typed, meaning, by)):
                item = self.table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    if column != _TYPED:
                        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                    self.table.setItem(row, column, item)
                item.setText(text)
        self.table.blockSignals(False)

    def show_range(self, first: int, last: int) -> None:
        """Offer these days to be filled."""
        self.first.show_day(axis_day(first, self._course.is_dated))
        self.last.show_day(axis_day(last, self._course.is_dated))

    def edit(self, day: int, author: str) -> None:
        """Put the keyboard on a day of the axis; one outside the lines is added to them."""
        self._asked = day
        self.show_course(self._course, author)
        if day in self._days:
            index = self.table.model().index(self._days.index(day), _TYPED)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.table.setFocus()

    # acts

    def _typed(self, item: QTableWidgetItem) -> None:
        if item.column() == _TYPED and item.row() < len(self._days):
            self._say([(self._days[item.row()], item.text())])

    def _pasted(self, texts: list[str]) -> None:
        row = self.table.currentRow()
        days = self._days[row : row + len(texts)] if row >= 0 else ()
        if len(days) < len(texts):
            self._show_problem(f"There are {len(days)} days from the selected one on, and {len(texts)} were pasted.")
            return
        self._say(list(zip(days, texts, strict=True)))

    def _say(self, typed: Sequence[tuple[int, str]]) -> None:
        """Say what was typed, all of it or nothing."""
        statements: list[Statement] = []
        for day, text in typed:
            at = axis_day(day, self._course.is_dated)
            try:
                statements.append(diary_statement(parsed_entry(at, text)) if text.strip() else clear_statement(at))
            except UsageError as error:
                self._show_problem(f"{self._course.day_text(day)}: {error.sentence} {error.advice}")
                return
        self._show_problem("")
        known = self._course.diary
        changed = [s for s, (day, text) in zip(statements, typed, strict=True) if text.strip() or day in known]
        if changed:
            self.said.emit(changed)

    def _fill(self) -> None:
        try:
            days = days_between(self.first.day, self.last.day)
        except UsageError as error:
            self._show_problem(f"{error.sentence} {error.advice}")
            return
        said = str(self.fill.currentData())
        self._show_problem("")
        if said:
            self.said.emit([diary_statement(DiaryDay(day, Witnessed(said))) for day in days])
        else:
            self.said.emit([clear_statement(day) for day in days])

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _cell(entry: DiaryDay | None) -> str:
    if entry is None:
        return ""
    return str(entry.count) if entry.count is not None else entry.witnessed.value


def _shown_days(course: TreatmentCourse, asked: int | None) -> tuple[int, ...]:
    """Return the days that have a line: around treatment, diary and studies, and the one that was asked for."""
    days = [*course.diary, *(day for day in course.studies if day is not None)]
    days += [course.start_day] if course.start_day is not None else []
    days += [asked] if asked is not None else []
    if not days:
        days = [0]
    first, last = min(days) - _BEFORE_DAYS, max(days) + _AFTER_DAYS
    if last - first >= _MOST_ROWS:  # studies far apart: the lines lie around the day asked for, else the latest
        centre = asked if asked is not None else max(course.diary, default=max(days))
        first = centre - _MOST_ROWS // 2
        last = first + _MOST_ROWS - 1
    return tuple(range(first, last + 1))
