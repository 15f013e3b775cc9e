"""A field for a day: a date where the studies have dates, else days from the recording."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from eegview.model.text.language import tr
from eegview.model.treatment.day import MOST_DAYS, TreatmentDay
from eegview.ui.widgets.date_field import DateField


class DayField(QWidget):
    """Holds one day; `is_dated` says of which kind.

    changed : another day is entered
    """

    changed = Signal()

    def __init__(self, name: str, spoken: str, is_dated: bool) -> None:
        super().__init__()
        self._is_dated = is_dated
        self.date, self.offset = DateField(name, spoken), QSpinBox()
        self.offset.setRange(-MOST_DAYS, MOST_DAYS)
        self.offset.setSuffix(tr(" d from the recording"))
        self.offset.setObjectName(name)
        self.offset.setAccessibleName(spoken)
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
        return TreatmentDay(self.date.day)

    def show_day(self, day: TreatmentDay) -> None:
        """Show a day of the field's own kind."""
        if day.on is not None:
            self.date.show_day(day.on)
        else:
            self.offset.setValue(day.offset)
