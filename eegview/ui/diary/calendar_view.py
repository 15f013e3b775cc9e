"""The weeks of a diary: a field for each day, by number and drawing, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from eegview.app.diary.calendar import WEEKDAYS, CalendarDay, DayState
from eegview.app.themes import Theme
from eegview.model.text.dates import MONTHS, worded_day
from eegview.model.text.language import tr

_DAY_ROLE = Qt.ItemDataRole.UserRole
_CELL_EDGE_PX, _TITLE_LETTERS, _CELL_LINES = 8, 11, 2.4


class DiaryCalendar(QTableWidget):
    """Weeks from Monday to Sunday, the newest at the bottom.

    chosen : the day that the keyboard or the mouse is on
    typed : letters that say something of the days that are selected: a digit, `n` for none, `u` for not watched
    entered : Enter was pressed: an event is to be entered
    earlier_asked : a key leads above the first week
    """

    chosen = Signal(object)
    typed = Signal(str)
    entered = Signal()
    earlier_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, len(WEEKDAYS))
        self.setObjectName("diary.calendar")
        self.setAccessibleName(tr("Weeks of the diary, a field for each day"))
        self.setHorizontalHeaderLabels(list(WEEKDAYS))
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * _CELL_LINES))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        cell_px = max(map(metrics.horizontalAdvance, (tr("none"), "1 May"))) + _CELL_EDGE_PX
        self.horizontalHeader().setMinimumSectionSize(cell_px)
        bar_px = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        title_px = metrics.averageCharWidth() * _TITLE_LETTERS
        self.verticalHeader().setFixedWidth(title_px)
        self.setMinimumWidth(cell_px * len(WEEKDAYS) + title_px + bar_px)
        self._painter = _DayPainter(theme)
        self.setItemDelegate(self._painter)
        self._weeks: Sequence[Sequence[CalendarDay]] = ()
        self.currentItemChanged.connect(lambda item, _before: self._choose(item))

    def use_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._painter.theme = theme
        self.viewport().update()

    @property
    def day(self) -> date | None:
        """Return the day that is chosen."""
        item = self.currentItem()
        return item.data(_DAY_ROLE).on if item is not None else None

    @property
    def first_day(self) -> date | None:
        """Return the first day that is shown."""
        return self._weeks[0][0].on if self._weeks else None

    @property
    def selected_days(self) -> tuple[date, ...]:
        """Return the days that are selected, ascending; days to come are never among them."""
        days = (item.data(_DAY_ROLE) for item in self.selectedItems())
        return tuple(sorted(one.on for one in days if one.state is not DayState.TO_COME))

    def show_weeks(self, weeks: Sequence[Sequence[CalendarDay]]) -> None:
        """Show these weeks; the chosen day stays chosen."""
        kept = self.selected_days if self._weeks else ()
        current = self.day
        is_same_size = len(weeks) == len(self._weeks) and bool(weeks) and weeks[0][0].on == self._weeks[0][0].on
        self._weeks = weeks
        self.blockSignals(True)
        if not is_same_size:
            self.setRowCount(len(weeks))
        for row, week in enumerate(weeks):
            first = week[0].on
            if not is_same_size:
                self.setVerticalHeaderItem(row, _week_title(first, row == 0 or first.year != weeks[row - 1][0].on.year))
            for column, day in enumerate(week):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(row, column, item)
                is_ahead = day.state is DayState.TO_COME
                item.setFlags(Qt.ItemFlag.NoItemFlags if is_ahead else _ACTIVE)
                item.setData(_DAY_ROLE, day)
                item.setToolTip(day.told)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, day.told)
        if not is_same_size:
            self.clearSelection()  # rows moved: the fields that were selected are other days now
            if current is not None:
                self.choose(current)
            for day in kept:
                self._item_of(day, is_selected=True)
        self.blockSignals(False)
        self.viewport().update()

    def choose(self, on: date) -> None:
        """Put the keyboard on a day."""
        item = self._item_of(on)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def _item_of(self, on: date, is_selected: bool = False) -> QTableWidgetItem | None:
        if not self._weeks:
            return None
        row, column = divmod((on - self._weeks[0][0].on).days, 7)
        item = self.item(row, column) if row >= 0 else None
        if item is not None and is_selected:
            item.setSelected(True)
        return item

    def _choose(self, item: QTableWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_DAY_ROLE).on)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self.currentItem() is not None and not self.signalsBlocked():
            self._choose(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().casefold()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) and self.currentRow() == 0:
            self.earlier_asked.emit()
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._walk_on(event):
            return
        elif text and (text.isdecimal() or text in ("n", "u")) and not event.modifiers() & _COMMANDS:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def _walk_on(self, event: QKeyEvent) -> bool:
        """Go from Monday to the Sunday before, from Sunday to the Monday after; return whether it is such a day."""
        is_back, is_end = event.key() == Qt.Key.Key_Left, self.columnCount() - 1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:  # with Shift days of the same week are selected
            return False
        if self.currentColumn() != (0 if is_back else is_end):
            return False
        if is_back and self.currentRow() == 0:
            self.earlier_asked.emit()
        row = self.currentRow() + (-1 if is_back else 1)
        item = self.item(row, is_end if is_back else 0) if 0 <= row < self.rowCount() else None
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentItem(item)
        return True


def _week_title(first: date, has_year: bool) -> QTableWidgetItem:
    year = f"\n{first.year}" if has_year else ""
    title = QTableWidgetItem(f"{first.day} {MONTHS[first.month - 1]}{year}")
    title.setToolTip(tr("week from {day}", day=worded_day(first)))
    return title


_ACTIVE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class _DayPainter(QStyledItemDelegate):
    """Draws one day: its number above, what was seen below; not known is hatched."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        day = index.data(_DAY_ROLE)
        if not isinstance(day, CalendarDay):
            return
        theme, rect = self.theme, QRect(option.rect).adjusted(1, 1, -1, -1)
        painter.save()
        painter.fillRect(rect, QColor(self._ground(day)))
        if day.state is DayState.UNKNOWN:
            painter.fillRect(rect, QBrush(QColor(theme.gap_hatch), Qt.BrushStyle.BDiagPattern))
        inside = rect.adjusted(4, 2, -4, -2)
        painter.setPen(QColor(theme.quiet if day.state is not DayState.SOME else theme.text_on(self._ground(day))))
        text = f"{day.on.day} {MONTHS[day.on.month - 1]}" if day.on.day == 1 else str(day.on.day)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)
        font = QFont(option.font)
        font.setBold(day.state is DayState.SOME)
        painter.setFont(font)
        painter.setPen(QColor(theme.text_on(self._ground(day)) if day.state is DayState.SOME else theme.ink))
        mark = f"{day.mark} !" if day.is_contradicted else day.mark
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, mark)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected or day.is_today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            style = Qt.PenStyle.SolidLine if is_selected else Qt.PenStyle.DashLine
            painter.setPen(QPen(QColor(theme.ink if is_selected else theme.edge), 2 if is_selected else 1, style))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _ground(self, day: CalendarDay) -> str:
        theme = self.theme
        grounds = {
            DayState.TO_COME: theme.ground, DayState.UNKNOWN: theme.gap, DayState.NONE: theme.page,
            DayState.SOME: theme.accent,
        }  # fmt: skip
        return grounds[day.state]
