"""What is shown of the raster: rows, alignment, order, and which spasms by their state."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.statistics.shown import OUTLIERS, TIME
from eegview.ui.widgets.chips import Chip
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.kept_keys import KeyKeeper

ALL = ""


class RasterChoices(QWidget):
    """Emits what is chosen; what it shows is told by `show_…`."""

    row_chosen = Signal(str, str)  # "eeg" or "emg", label
    alignment_chosen = Signal(str)
    order_chosen = Signal(str)
    state_chosen = Signal(str)  # a state, "" = all spasms

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statistics.choices")
        self.rows = {"eeg": QComboBox(), "emg": QComboBox()}
        keeper = KeyKeeper(self)
        top = QWidget()
        line = FlowLayout(top, 8, 4)
        for kind, name in (("eeg", tr("EEG row")), ("emg", tr("EMG row"))):
            box = self.rows[kind]
            box.setObjectName(f"statistics.row.{kind}")
            box.setAccessibleName(name)
            box.setToolTip(tr("{name} of the raster and the average", name=name))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(lambda _index, kind=kind: self.row_chosen.emit(kind, self.rows[kind].currentText()))
            line.addWidget(_together(QLabel(name), box))
        keeper.keep(*self.rows.values())
        self.alignment = {one: Chip(text) for one, text in (("onset", "Marked onset"), ("peak", "Slow wave's peak"))}
        self.order = {one: Chip(text) for one, text in ((OUTLIERS, "Outliers first"), (TIME, "By time"))}
        for title, chips, signal in (
            (tr("0 s is"), self.alignment, self.alignment_chosen),
            (tr("Lines"), self.order, self.order_chosen),
        ):
            for one, chip in chips.items():
                chip.setObjectName(f"statistics.{one}")
                chip.clicked.connect(lambda _checked=False, one=one, signal=signal: signal.emit(one))
            together = _together(QLabel(title), *chips.values())
            line.addWidget(together)
            if chips is self.alignment:
                self._alignment_line = together
        self._states = QWidget()
        self._state_line = FlowLayout(self._states, 4, 4)
        self.states: dict[str, Chip] = {}
        self.note = QLabel()
        self.note.setObjectName("statistics.note")
        self.note.setProperty("role", "quiet")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 4)
        column.setSpacing(4)
        for part in (top, self._states, self.note):
            column.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, kind: str, labels: Sequence[str], chosen: str) -> None:
        """Offer these rows of a kind; a kind without rows is hidden."""
        box = self.rows[kind]
        if [box.itemText(k) for k in range(box.count())] != list(labels):
            box.clear()
            box.addItems(list(labels))
        box.setCurrentText(chosen)
        parent = box.parentWidget()
        if parent is not None:
            parent.setVisible(bool(labels))

    def show_film(self, is_film: bool) -> None:
        """Leave out what to align by: film has no slow wave, 0 s is the marked onset."""
        self._alignment_line.setHidden(is_film)

    def show_choice(self, alignment: str, order: str) -> None:
        """Show which alignment and order hold."""
        for chips, chosen in ((self.alignment, alignment), (self.order, order)):
            for one, chip in chips.items():
                chip.setChecked(one == chosen)

    def show_states(self, states: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer all spasms and those of each (state, text); `chosen` = "" for all, "-" where other spasms are shown."""
        if [(one, chip.accessibleName()) for one, chip in self.states.items()] != list(states):
            for chip in self.states.values():
                self._state_line.removeWidget(chip)
                chip.setParent(None)
                chip.deleteLater()
            self.states = {}
            for one, text in states:
                chip = self.states[one] = Chip(text)
                chip.setObjectName(f"statistics.state.{one or 'all'}")
                chip.setAccessibleName(text)
                chip.clicked.connect(lambda _checked=False, one=one: self.state_chosen.emit(one))
                self._state_line.addWidget(chip)
        for one, chip in self.states.items():
            chip.setChecked(one == chosen)

    def show_note(self, text: str) -> None:
        """Say what is shown now, and what is not."""
        self.note.setText(text)
        self.note.setVisible(bool(text))


def _together(*widgets: QWidget) -> QWidget:
    """Return widgets that stay on one line."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    for widget in widgets:
        if isinstance(widget, QLabel):
            widget.setProperty("role", "quiet")
        layout.addWidget(widget)
    return holder
