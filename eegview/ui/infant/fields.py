"""Parts that the forms of an infant share: dates, lines of plain text, buttons."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QLabel, QPushButton


class DateField(QDateEdit):
    """A date with a calendar, in ISO form."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setMinimumDate(QDate(1990, 1, 1))
        self.setMaximumDate(QDate(2200, 12, 31))

    @property
    def day(self) -> date:
        """Return the date that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show a date."""
        self.setDate(QDate(day.year, day.month, day.day))


def plain_label(role: str = "", name: str = "") -> QLabel:
    """Return a label that wraps and shows a text as it is."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName(name)
    if role:
        label.setProperty("role", role)
    return label


def plain_button(name: str, text: str, tip: str, role: str = "") -> QPushButton:
    """Return a button that Enter does not press by itself."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    if role:
        button.setProperty("role", role)
    return button
