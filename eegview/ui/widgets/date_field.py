"""Dates and times that are typed as they are written, with a calendar."""

from datetime import date, datetime

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QDateTimeEdit

_FIRST, _LAST = QDate(1900, 1, 1), QDate(2200, 12, 31)
_SEPARATORS = frozenset("-/.: T")


class DateTimeField(QDateTimeEdit):
    """A date and a time of day in ISO form.

    Qt goes on to the next part as soon as one is complete, and once more when the separator is typed after it, which
    leaves a part out: “2025-09-10” would be the ninth of the month that stood there. Here a separator ends the part
    that is typed and does nothing where none is begun.
    """

    def __init__(self, name: str, spoken: str, display_format: str = "yyyy-MM-dd HH:mm:ss") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setCalendarPopup(True)
        self.setDisplayFormat(display_format)
        self.setDateRange(_FIRST, _LAST)
        self._is_begun = False  # whether something was typed in the part where the cursor is

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take(QGuiApplication.clipboard().text())
            return
        text = event.text()
        if text in _SEPARATORS and text and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if self._is_begun:
                self._go_on()
            return
        if text.isdigit() and self.lineEdit().selectedText() == self.text():  # all of it is to be typed anew
            self.setSelectedSection(self.sectionAt(0))
        part = self.currentSectionIndex()
        super().keyPressEvent(event)
        self._is_begun = text.isdigit() and self.currentSectionIndex() == part

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._is_begun = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_begun = False

    def _go_on(self) -> None:
        """Take what is typed of a part, and go on to the next."""
        part = self.currentSectionIndex()
        self.interpretText()
        if part + 1 < self.sectionCount():
            self.setSelectedSection(self.sectionAt(part + 1))
        self._is_begun = False

    def _take(self, text: str) -> None:
        """Show a date that was copied in ISO form; anything else is left out."""
        try:
            pasted = datetime.fromisoformat(text.strip())
        except ValueError:
            return
        self.setDate(QDate(pasted.year, pasted.month, pasted.day))
        if len(text.strip()) > len("2025-09-10"):
            self.setTime(QTime(pasted.hour, pasted.minute, pasted.second))


class DateField(DateTimeField):
    """A date in ISO form."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__(name, spoken, "yyyy-MM-dd")

    @property
    def day(self) -> date:
        """Return the date that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a date."""
        self.setDate(QDate(day.year, day.month, day.day))
