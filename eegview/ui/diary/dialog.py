"""The diary of an infant: weeks at the left, the chosen day at the right, today and yesterday in one click above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.diary.acts import day_statement
from eegview.app.diary.calendar import calendar_weeks
from eegview.app.diary.summary import RULE, DiarySummary
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.model.text.said import shown
from eegview.model.treatment.day import TreatmentDay
from eegview.model.treatment.diary import Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay
from eegview.ui.diary.calendar_view import DiaryCalendar
from eegview.ui.diary.day_form import DayDraft, DayForm
from eegview.ui.widgets.asking_dialog import AskingDialog

_HOW = tr(
    "Arrows walk, with Shift they select. N: none seen, U: not watched, a digit: all of the day, Enter: an event. "
    "Hatched: not known."
)
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES = 140, 44
_MOST_FORM_LETTERS = 66
_EARLIER_WEEKS = 8  # added at a time


class DiaryDialog(AskingDialog):
    """Shows a diary and asks for what is said of it; nothing is stored here.

    said : statements of one act, for the infant's log
    import_asked, export_asked, form_asked : a file is to be read or written
    """

    said = Signal(list)
    import_asked, export_asked, form_asked = Signal(), Signal(), Signal()

    def __init__(self, parent: QWidget, theme: Theme, undo: QAction, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Diary of witnessed spasms"))
        self._today, self._undo = today, undo
        self._days: dict[date, WitnessedDay] = {}
        self._since: date | None = None
        self._asked: date | None = None  # the earliest day that was asked for
        self.called, self.since, self.cautions = QLabel(), QLabel(), QLabel()
        self.called.setObjectName("diary.infant")
        self.called.setProperty("role", "title")
        self.since.setObjectName("diary.since")
        self.cautions.setObjectName("diary.cautions")
        self.cautions.setProperty("role", "warning")
        rule = QLabel(f"{_HOW}\n{tr(RULE)}")
        rule.setProperty("role", "quiet")
        for label in (self.since, self.cautions, rule):
            label.setWordWrap(True)
        for label in (self.called, self.since, self.cautions, rule):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.today = self._quick("diary.today", tr("None seen today"))
        self.yesterday = self._quick("diary.yesterday", tr("None seen yesterday"))
        self.today.clicked.connect(lambda _checked=False: self._none_on(self._today()))
        self.yesterday.clicked.connect(lambda _checked=False: self._none_on(self._today() - timedelta(days=1)))
        self.calendar, self.day = DiaryCalendar(theme), DayForm()
        head = QHBoxLayout()
        head.addWidget(self.called, 1)
        head.addWidget(self.today)
        head.addWidget(self.yesterday)
        middle = QHBoxLayout()
        middle.addWidget(self.calendar, 1)
        middle.addSpacing(8)
        middle.addWidget(self._scrolling(self.day))
        layout = QVBoxLayout(self)
        layout.addLayout(head)
        layout.addWidget(self.since)
        layout.addWidget(self.cautions)
        layout.addLayout(middle, 1)
        layout.addWidget(rule)
        layout.addWidget(self._buttons())
        self.calendar.chosen.connect(lambda _day: self._show_day())
        self.calendar.typed.connect(self._typed)
        self.calendar.entered.connect(lambda: self.day.fields.setFocus())
        self.calendar.earlier_asked.connect(self._show_earlier)
        self.day.said.connect(self._say)
        undo.changed.connect(self._follow_undo)
        metrics, room = self.fontMetrics(), self.screen().availableGeometry()
        width_px = min(metrics.averageCharWidth() * _WIDTH_IN_LETTERS, room.width() - 40)
        self.resize(width_px, min(metrics.height() * _HEIGHT_IN_LINES, room.height() - 80))

    def _quick(self, name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tr("Nobody saw a spasm, day and night"))
        button.setAutoDefault(False)
        return button

    def _scrolling(self, form: QWidget) -> QScrollArea:
        """Return the form in an area that scrolls where the screen is low."""
        area, letter_px = QScrollArea(), self.fontMetrics().averageCharWidth()
        area.setObjectName("diary.form_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar_px = area.verticalScrollBar().sizeHint().width()
        least_px = form.minimumSizeHint().width() + bar_px
        area.setMinimumWidth(least_px)
        area.setMaximumWidth(max(letter_px * _MOST_FORM_LETTERS, least_px))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        return area

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        box.rejected.connect(self.close)
        self.undo = QPushButton(tr("Undo"))
        self.undo.setObjectName("diary.undo")
        self.undo.setToolTip(self._undo.toolTip())
        self.undo.clicked.connect(self._undo.trigger)
        asks = (
            ("diary.import", tr("Import…"), tr("Read a table or the export of an app"), self.import_asked),
            ("diary.export", tr("Export…"), tr("Write the diary as CSV, TSV or JSON"), self.export_asked),
            ("diary.form", tr("Form for families…"), tr("Write a PDF, one week a page"), self.form_asked),
        )
        for name, text, tip, asked in asks:
            button = QPushButton(text)
            button.setObjectName(name)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, one=asked: one.emit())
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.undo.setAutoDefault(False)
        box.addButton(self.undo, QDialogButtonBox.ButtonRole.ActionRole)
        self._follow_undo()
        return box

    # what is shown

    def show_diary(self, summary: DiarySummary, called: str, since: date | None = None) -> None:
        """Show a diary; the chosen day stays chosen.

        called : what the infant is called, as it may be shown
        since : birth or the first study, whichever is earlier; None = neither is known
        """
        self._since = since
        self._days = {day.day.on: day for day in summary.days if day.day.on is not None}
        self.day.follow_diary(self._days)
        self.called.setText(called)
        self.since.setText(shown(summary.free.text) if summary.free is not None else tr("Nothing is entered yet."))
        self.cautions.setText("\n".join(map(shown, summary.cautions)))
        self.cautions.setVisible(bool(summary.cautions))
        self._show_weeks()
        if self.calendar.day is None:
            self.show_day(self._today())
        else:
            self._show_day()

    def show_day(self, on: date) -> None:
        """Choose a day, however far back, and put the keyboard on it; of days to come today stands for them."""
        on = min(on, self._today())
        self._reach(on)
        self.calendar.choose(on)
        self.calendar.setFocus()
        self._show_day()

    def _reach(self, on: date) -> None:
        """Show the weeks back to that of a day."""
        first = self.calendar.first_day
        if first is not None and on < first:
            self._asked = on
            self._show_weeks()

    def _show_earlier(self) -> None:
        """Show some weeks more, until birth where it is known."""
        first = self.calendar.first_day
        if first is not None and (self._since is None or first > self._since):
            earlier = first - timedelta(weeks=_EARLIER_WEEKS)
            self._reach(max(earlier, self._since) if self._since is not None else earlier)

    def _show_weeks(self) -> None:
        self.calendar.show_weeks(calendar_weeks(self._days.values(), self._today(), self._since, self._asked))

    def use_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self.calendar.use_theme(theme)

    def _show_day(self) -> None:
        on = self.calendar.day
        if on is None:
            return
        days = self.calendar.selected_days or (on,)
        if len(days) == 1:
            on = days[0]
        self.day.show_days(days, self._days.get(on) or WitnessedDay(TreatmentDay(on)), self._today())

    # what is typed and not saved

    @property
    def draft(self) -> tuple[DayDraft, ...]:
        return self.day.draft

    def show_draft(self, draft: object) -> None:
        if isinstance(draft, tuple):
            self.day.show_draft([one for one in draft if isinstance(one, DayDraft)])

    @property
    def is_changed(self) -> bool:
        return bool(self.draft)

    def save_typed(self) -> None:
        left = self.day.save_all()
        if left is None:
            self.close_unasked()
        else:
            self.stay()
            self.show_day(left)
            self.day.tell_what_is_left()

    def reject(self) -> None:
        self.day.say_number()  # as when its field is left
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.day.say_number()
        super().closeEvent(event)

    def close_by_program(self) -> None:
        self.day.say_number()
        super().close_by_program()

    # acts

    def _none_on(self, on: date) -> None:
        self.calendar.choose(on)
        self._show_day()
        self.said.emit([day_statement(on, Witnessed.NONE, self._today())])

    def _typed(self, text: str) -> None:
        if text.isdecimal():
            self.day.type_number(text)
        else:
            self.day.say_whole(Witnessed.NONE if text == "n" else Witnessed.UNKNOWN)

    def _say(self, statements: list) -> None:
        if len(statements) > 1:  # of several days, those of which anything is said stay
            held = {day.isoformat() for day in self._days}
            statements = [one for one in statements if one.about not in held or not any(one.held.values())]
        if statements:
            self.said.emit(statements)

    def _follow_undo(self) -> None:
        self.undo.setEnabled(self._undo.isEnabled())
