"""A field for a day: a date where the studies have dates, else days from the recording."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QSpinBox, QWidget

from eegview.model.text.language import tr
from eegview.model.treatment.day import MOST_DAYS, TreatmentDay


class DayField(QWidget):
    """Holds one day; `is_dated` says of which kind.

    changed : another day is entered
    """

    changed = Signal()

    def __init__(self, name: str, spoken: str, is_dated: bool) -> None:
        super().__init__()
        self._is_dated = is_dated
        self.date, self.offset = QDateEdit(), QSpinBox()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setMinimumDate(QDate(1900, 1, 1))
        self.date.setMaximumDate(QDate(2200, 12, 31))
        self.offset.setRange(-MOST_DAYS, MOST_DAYS)
        self.offset.setSuffix(tr(" d from the recording"))
        for field in (self.date, self.offset):
            field.setObjectName(name)
            field.setAccessibleName(spoken)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.date if is_dated else self.offset)
        (self.offset if is_dated else self.date).setParent(self)
        (self.offset if is_dated else self.date).hide()
        self.setFocusProxy(self.date if is_dated else self.offset)
        self.date.dateChanged.connect(lambda _day: self.changed.emit())
        self.offset.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def day(self) -> TreatmentDay:
        if not self._is_dated:
            return TreatmentDay(None, self.offset.value())
        shown = self.date.date()
        return TreatmentDay(date(shown.year(), shown.month(), shown.day()))

    def show_day(self, day: TreatmentDay) -> None:
        """Show a day of the field's own kind."""
        if day.on is not None:
            self.date.setDate(QDate(day.on.year, day.on.month, day.on.day))
        else:
            self.offset.setValue(day.offset)
