"""What is said of the day that is chosen: of the whole of it in one click, and its events in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.diary.acts import day_statement, event_removal, event_statement
from eegview.app.diary.calendar import day_title
from eegview.app.diary.same_time import check_time
from eegview.app.diary.typed import typed_day
from eegview.app.study.records import Statement
from eegview.model.errors import UsageError
from eegview.model.infant.diary_event import DiaryEvent
from eegview.model.text.language import tr, tr_n
from eegview.model.text.said import shown as in_language
from eegview.model.treatment.diary import DiaryDay, Witnessed
from eegview.model.treatment.witnessed_day import WitnessedDay
from eegview.ui.diary.event_form import EventDraft, EventForm
from eegview.ui.widgets.flow_layout import FlowLayout

_LIST_LINES = 4.5


@dataclass(frozen=True, slots=True)
class DayDraft:
    """What is typed of a day and not saved.

    number : of all spasms of the day, as typed; None = nothing
    clusters : of the day, as typed beside it
    event : None = nothing
    """

    on: date
    number: str | None = None
    event: EventDraft | None = None
    clusters: str = ""


class DayForm(QWidget):
    """Says what is clicked and typed of one day, or of several that are selected.

    The number of a day is said when its field is left. What is typed of an event and not added is kept with its day.

    said : statements of one act
    """

    said = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[date, ...] = ()
        self._shown: WitnessedDay | None = None
        self._diary: Mapping[date, WitnessedDay] = {}
        self._today = date.max
        self._number_said = "", ""  # what the fields of the numbers showed before anything was typed
        self._numbers: dict[date, tuple[str, str]] = {}  # of spasms and clusters that could not be read, by day
        self._drafts: dict[date, EventDraft] = {}
        self._tell_later = ""
        self.title, self.known = QLabel(), QLabel()
        self.title.setObjectName("diary.day")
        self.title.setProperty("role", "title")
        self.known.setObjectName("diary.known")
        self.known.setWordWrap(True)
        self.known.setTextFormat(Qt.TextFormat.PlainText)
        self.none = _button("diary.none", tr("None seen"), tr("Nobody saw a spasm, day and night (N)"))
        self.unknown = _button("diary.unknown", tr("Not watched"), tr("It is not known whether there were any (U)"))
        self.clear = _button("diary.clear", tr("Clear"), tr("Remove what is said of the whole day; events stay"))
        self.number = QLineEdit()
        self.number.setObjectName("diary.number")
        self.number.setAccessibleName(tr("All spasms of the day"))
        self.number.setToolTip(tr("All spasms of the day, where somebody counted them"))
        self.number.setPlaceholderText(tr("all of the day"))
        self.number.setMaximumWidth(self.fontMetrics().averageCharWidth() * 16)
        self.clusters = QLineEdit()
        self.clusters.setObjectName("diary.clusters")
        self.clusters.setAccessibleName(tr("Clusters of the day"))
        self.clusters.setToolTip(tr("In how many clusters they came, where somebody counted them"))
        self.clusters.setPlaceholderText(tr("clusters"))
        self.clusters.setMaximumWidth(self.fontMetrics().averageCharWidth() * 12)
        self.events = QListWidget()
        self.events.setObjectName("diary.events")
        self.events.setAccessibleName(tr("Events of this day"))
        self.events.setWordWrap(True)
        self.events.setMaximumHeight(round(self.fontMetrics().height() * _LIST_LINES))
        self.correct = _button("diary.correct", tr("Correct…"), tr("Show the event in the fields below"))
        self.remove = _button("diary.remove", tr("Remove"), tr("Take the event back; it stays in the history"))
        self.problem = QLabel()
        self.problem.setObjectName("diary.day_problem")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self.unsaved = QLabel()
        self.unsaved.setObjectName("diary.unsaved")
        self.unsaved.setProperty("role", "warning")
        self.unsaved.setWordWrap(True)
        self.unsaved.hide()
        self.fields = EventForm()
        whole = FlowLayout()
        for part in (self.none, self.unknown, self.number, self.clusters, self.clear):
            whole.addWidget(part)
        acts = QHBoxLayout()
        acts.addWidget(self.correct)
        acts.addWidget(self.remove)
        acts.addStretch(1)
        self._one_day = QWidget()
        below = QVBoxLayout(self._one_day)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.events)
        below.addLayout(acts)
        below.addWidget(self.fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.known)
        layout.addLayout(whole)
        layout.addWidget(self.problem)
        layout.addWidget(self._one_day)
        layout.addWidget(self.unsaved)
        layout.addStretch(1)
        self.none.clicked.connect(lambda _checked=False: self.say_whole(Witnessed.NONE))
        self.unknown.clicked.connect(lambda _checked=False: self.say_whole(Witnessed.UNKNOWN))
        self.clear.clicked.connect(lambda _checked=False: self.say_whole(None))
        self.number.editingFinished.connect(self._say_number)
        self.clusters.editingFinished.connect(self._say_number)
        self.fields.saved.connect(self._save_event)
        self.events.itemSelectionChanged.connect(self._follow_list)
        self.events.itemActivated.connect(lambda _item: self._correct())
        self.correct.clicked.connect(lambda _checked=False: self._correct())
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        self._follow_list()

    # what is shown

    def follow_diary(self, days: Mapping[date, WitnessedDay]) -> None:
        """Know what the diary says of each day: what is typed of a day may be saved while another is shown."""
        self._diary = days

    def show_days(self, days: Sequence[date], shown: WitnessedDay, today: date) -> None:
        """Show a day, or several that are selected.

        shown : the day that the keyboard is on
        """
        is_other = self._shown is None or shown.day != self._shown.day
        is_left = is_other or self._days != tuple(days)
        if is_left:
            self._leave()
        self._days, self._shown, self._today = tuple(days), shown, today
        on = shown.day.on or today
        n = len(self._days)
        self.title.setText(day_title(on) if n <= 1 else tr_n("{n} day", "{n} days", n))
        self._one_day.setVisible(n <= 1)
        self.known.setText(_known_text(shown) if n <= 1 else tr("Days with an entry or an event stay as they are."))
        entry = shown.entry
        if is_left or self._number_typed == self._number_said:
            self._number_said = _numbers_text(entry) if n <= 1 and entry is not None else ("", "")
            self._show_number(self._numbers.pop(on, self._number_said) if n <= 1 else ("", ""))
        self.number.setEnabled(n <= 1)
        self.clusters.setEnabled(n <= 1)
        self.clear.setEnabled(n > 1 or entry is not None)
        self._show_events(shown.events)
        if is_other:
            self._tell("")
            draft = self._drafts.pop(on, None)
            if draft is not None:
                self.fields.show_draft(on, draft)
            else:
                self.fields.begin(on)
        self._show_unsaved()

    @property
    def _number_typed(self) -> tuple[str, str]:
        return self.number.text(), self.clusters.text()

    def _show_number(self, typed: tuple[str, str]) -> None:
        self.number.setText(typed[0])
        self.clusters.setText(typed[1])

    def _leave(self) -> None:
        """Say the number that was typed, and keep what is typed of an event, before other days are shown."""
        on = self._shown.day.on if self._shown is not None else None
        if on is None:
            return
        if len(self._days) == 1 and not self._say_number():
            self._numbers[self._days[0]] = self._number_typed
        draft = self.fields.draft
        if draft.is_empty:
            self._drafts.pop(on, None)
        else:
            self._drafts[on] = draft

    # what is typed and not saved

    @property
    def draft(self) -> tuple[DayDraft, ...]:
        """Return what is typed of each day and not saved, by day."""
        events: dict[date, EventDraft] = dict(self._drafts)
        numbers: dict[date, tuple[str, str] | None] = dict(self._numbers)
        on = self._shown.day.on if self._shown is not None else None
        if on is not None:
            events[on] = self.fields.draft
            if len(self._days) == 1:
                numbers[on] = self._number_typed if self._number_typed != self._number_said else None
        found = (
            DayDraft(
                day,
                typed[0] if typed is not None else None,
                event if event is not None and not event.is_empty else None,
                typed[1] if typed is not None else "",
            )
            for day in sorted({*events, *numbers})
            for event, typed in ((events.get(day), numbers.get(day)),)
        )
        return tuple(one for one in found if one.number is not None or one.event is not None)

    def show_draft(self, drafts: Sequence[DayDraft]) -> None:
        """Show again what was typed of days."""
        for one in drafts:
            if one.number is not None:
                self._numbers[one.on] = one.number, one.clusters
            if one.event is not None:
                self._drafts[one.on] = one.event
        on = self._shown.day.on if self._shown is not None else None
        if on is not None and on in self._drafts:
            self.fields.show_draft(on, self._drafts.pop(on))
        if on is not None and on in self._numbers and len(self._days) == 1:
            self._show_number(self._numbers.pop(on))
        self._show_unsaved()

    def say_number(self) -> None:
        """Say the number that stands in its field, as when the field is left."""
        if len(self._days) == 1:
            self._say_number()

    def save_all(self) -> date | None:
        """Say all that is typed, as one act; return the first day of which something cannot be read, None for none."""
        statements: list[Statement] = []
        left: date | None = None
        told = ""
        for one in self.draft:
            try:
                said = []
                if one.number is not None:
                    number, n_clusters = typed_day(one.number, one.clusters)
                    said.append(day_statement(one.on, number, self._today, n_clusters))
                if one.event is not None:
                    said.append(self._event_statement(one.event.event(one.on)))
            except UsageError as error:
                if left is None:
                    left, told = one.on, f"{error.sentence} {error.advice}"
                continue
            statements += said
            self._forget(one.on)
        if statements:
            self.said.emit(statements)
        self._tell_later = told
        return left

    def _forget(self, on: date) -> None:
        """Take what was typed of a day for said."""
        self._drafts.pop(on, None)
        self._numbers.pop(on, None)
        if self._shown is not None and self._shown.day.on == on:
            self._number_said = self._number_typed
            self.fields.begin(on)

    def tell_what_is_left(self) -> None:
        """Say beside the fields why the day that is shown could not be saved."""
        self._tell(self._tell_later)

    def _show_unsaved(self) -> None:
        """Name the other days of which something is typed and not added."""
        days = sorted({*self._drafts, *self._numbers} - {self._shown.day.on if self._shown is not None else None})
        self.unsaved.setText(tr("Typed, not saved yet: {days}", days=", ".join(day_title(on) for on in days)))
        self.unsaved.setVisible(bool(days))

    def _show_events(self, events: Sequence[DiaryEvent]) -> None:
        self.events.clear()
        for event in events:
            item = QListWidgetItem(f"{in_language(event.text)}{f' · {event.note}' if event.note else ''}")
            item.setData(Qt.ItemDataRole.UserRole, event)
            item.setToolTip(tr("entered by {author}", author=event.author))
            self.events.addItem(item)
        self.events.setVisible(bool(events))
        for button in (self.correct, self.remove):
            button.setVisible(bool(events))
        self._follow_list()

    # acts

    def say_whole(self, said: Witnessed | None) -> None:
        """Say something of the whole of each selected day; of several, those with an entry or event stay."""
        self._say([(day, said) for day in self._days])

    def type_number(self, digit: str) -> None:
        """Begin to type the number of the day's spasms."""
        if self.number.isEnabled():
            self.number.setText(digit)
            self.number.setFocus()

    def _say_number(self) -> bool:
        """Say the number that was typed, if any; return whether it is said."""
        typed = self._number_typed
        if typed == self._number_said:
            return True
        try:
            said, n_clusters = typed_day(*typed)
        except UsageError as error:
            self._tell(f"{error.sentence} {error.advice}")
            return False
        if not self._say([(day, said) for day in self._days[:1]], n_clusters):
            return False
        self._number_said = typed
        return True

    def _say(self, days: Sequence[tuple[date, Witnessed | int | None]], n_clusters: int | None = None) -> bool:
        """Say something of days; return whether it could be said."""
        statements: list[Statement] = []
        try:
            statements += [day_statement(day, said, self._today, n_clusters) for day, said in days]
        except UsageError as error:
            self._tell(f"{error.sentence} {error.advice}")
            return False
        is_none = bool(days) and days[0][1] in (Witnessed.NONE, 0)
        counts = self._shown is not None and len(days) == 1 and bool(self._shown.counting) and is_none
        self._tell(
            tr("An event of this day is entered; it counts until it is removed or marked as not sure.")
            if counts
            else ""
        )
        if statements:
            self.said.emit(statements)
        return True

    def _save_event(self, event: DiaryEvent) -> None:
        try:
            statement = self._event_statement(event)
        except UsageError as error:
            self._tell(f"{error.sentence} {error.advice}")
            return
        self._tell("")
        self.said.emit([statement])

    def _event_statement(self, event: DiaryEvent) -> Statement:
        """Return what says an event; of one time the day has one.

        Raises
        ------
        UsageError : the diary has another event of this time, or see `event_statement`
        """
        known = self._diary.get(event.on)
        if known is not None:
            check_time(event, known.events, tr("Choose it in the list and correct it."))
        return event_statement(event, self._today)

    def _chosen(self) -> DiaryEvent | None:
        item = self.events.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def _correct(self) -> None:
        event = self._chosen()
        if event is not None:
            self.fields.edit(event)

    def _remove(self) -> None:
        event = self._chosen()
        if event is not None:
            self.fields.begin(event.on)
            self.said.emit([event_removal(event)])

    def _follow_list(self) -> None:
        for button in (self.correct, self.remove):
            button.setEnabled(self._chosen() is not None)

    def _tell(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))


def _numbers_text(entry: DiaryDay) -> tuple[str, str]:
    """Return what the fields of the numbers of a day show: its spasms and its clusters."""
    spasms, clusters = ("" if n is None else str(n) for n in (entry.count, entry.n_clusters))
    return spasms, clusters


def _known_text(shown: WitnessedDay) -> str:
    if shown.entry is None and not shown.events:
        return tr("Nothing is entered: it is not known.")
    by = shown.summary.author
    text = in_language(shown.text)
    return f"{text[:1].upper()}{text[1:]}{f'  [{by}]' if by else ''}"


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
