"""The right side of the trends: sets, panels, time shown, colours, and what a trend can and cannot show."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr, tr_later
from eegview.ui.trends.drawing.colour_bar import ColourBar
from eegview.ui.trends.drawing.panel_texts import COLOURS, TWO_SCALES, WHAT_TRENDS_SHOW
from eegview.ui.trends.panel_list import PanelList
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.kept_keys import KeyKeeper

ALL, TWO_HOURS, HALF_HOUR, PAGE = tr_later("All"), tr_later("2 h"), tr_later("30 min"), tr_later("Page")
LENGTHS = (ALL, TWO_HOURS, HALF_HOUR, PAGE)
LOWEST_DB, HIGHEST_DB, LEAST_DB = -60, 100, 5
_WIDTH_CHARACTERS = 38


class TrendsSide(QScrollArea):
    """Emits what is chosen; what it shows is told by `show_…`."""

    set_chosen = Signal(str)
    save_set_asked = Signal()
    delete_set_asked = Signal()
    length_chosen = Signal(str)
    level_chosen = Signal(int, int)
    fit_asked = Signal()
    dimmed = Signal(bool)
    compute_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trends.side")
        self.setAccessibleName(tr("Choices of the trends"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        self.setWidget(inside)
        self._build_panels(column)
        self._build_time(column)
        self._build_colours(column)
        self._build_texts(column)
        self._keeper = KeyKeeper(self)  # of keys that the window has commands on
        buttons = self.findChildren(QAbstractButton)
        self._keeper.keep(*buttons, self.low, self.high)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS + 24, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 120)

    # building

    def _build_panels(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.addWidget(_title(tr("Panels")))
        head.addStretch(1)
        self.count = QLabel()
        self.count.setObjectName("trends.count")
        self.count.setProperty("role", "quiet")
        head.addWidget(self.count)
        column.addLayout(head)
        self._chips_box = QWidget()
        self._chips = FlowLayout(self._chips_box, 4, 4)
        self.chips: dict[str, QPushButton] = {}
        column.addWidget(self._chips_box)
        self.save_set = _button("trends.save_set", tr("Save set…"), tr("Save the panels shown as a set of your own"))
        self.save_set.clicked.connect(lambda _checked=False: self.save_set_asked.emit())
        self.delete_set = _button(
            "trends.delete_set", tr("Delete set…"), tr("Delete the set that is chosen, one of your own")
        )
        self.delete_set.clicked.connect(lambda _checked=False: self.delete_set_asked.emit())
        for button in (self.save_set, self.delete_set):
            button.setParent(self._chips_box)
            button.hide()  # until there are sets
        self.list = PanelList()
        column.addWidget(self.list, 1)

    def _build_time(self, column: QVBoxLayout) -> None:
        column.addWidget(_title(tr("Time shown")))
        row = QWidget()
        line = FlowLayout(row, 4, 4)
        self.lengths = {}
        self._length_group = QButtonGroup(self)
        self._length_group.setExclusive(False)
        for name in LENGTHS:
            button = _button(f"trends.length.{name.replace(' ', '_').lower()}", tr(name), "")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, name=name: self.length_chosen.emit(name))
            self.lengths[name] = button
            line.addWidget(button)
        column.addWidget(row)

    def _build_colours(self, column: QVBoxLayout) -> None:
        column.addWidget(_title(tr("Color of power")))
        self.bar = ColourBar()
        column.addWidget(self.bar)
        row = QHBoxLayout()
        self.low, self.high = QSpinBox(), QSpinBox()
        for box, name in ((self.low, "lowest"), (self.high, "highest")):
            box.setObjectName(f"trends.level.{name}")
            box.setAccessibleName(tr("{capitalize} power of the color bar, dB", capitalize=name.capitalize()))
            box.setToolTip(tr("dB re 1 µV²/Hz"))
            box.setSuffix(" dB")
            box.setRange(LOWEST_DB, HIGHEST_DB)
            box.setKeyboardTracking(False)
            box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            box.valueChanged.connect(lambda _value: self.level_chosen.emit(self.low.value(), self.high.value()))
        self.fit = _button("trends.fit", tr("Fit"), tr("From the 2nd to the 98th percentile of the power shown"))
        self.fit.clicked.connect(lambda _checked=False: self.fit_asked.emit())
        row.addWidget(self.low, 1)
        row.addWidget(self.high, 1)
        row.addWidget(self.fit)
        column.addLayout(row)
        self.dim = QCheckBox(tr("Fade artifact"))
        self.dim.setObjectName("trends.dim")
        self.dim.setToolTip(tr("Fade columns in which half of rows × time or more is artifact; no value is removed"))
        self.dim.toggled.connect(self.dimmed)
        column.addWidget(self.dim)

    def _build_texts(self, column: QVBoxLayout) -> None:
        self.said = []
        for text in (WHAT_TRENDS_SHOW, TWO_SCALES, COLOURS):
            label = _quiet(text)
            self.said.append(label)
            column.addWidget(label)
        self.where = _quiet("Trends of one detector run are below the page: Detectors, Trends of a run.")
        column.addWidget(self.where)
        self.state = _quiet("")
        self.state.setObjectName("trends.state")
        column.addWidget(self.state)
        row = QHBoxLayout()
        self.compute = _button("trends.compute.button", tr("Compute trends"), tr("Compute what is not computed yet"))
        self.compute.clicked.connect(lambda _checked=False: self.compute_asked.emit())
        self.cancel = _button("trends.cancel.button", tr("Cancel"), tr("Stop computing; what is computed stays"))
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_asked.emit())
        row.addWidget(self.compute)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addLayout(row)

    # showing

    def show_sets(self, sets: Sequence[tuple[str, str, str]], chosen: str, is_own: bool) -> None:
        """Offer sets as (id, label, help); the chosen one is marked, "" = none of them."""
        known = [set_id for set_id, _label, _help in sets]
        if list(self.chips) != known:
            while self._chips.count():
                item = self._chips.takeAt(0)
                widget = item.widget() if item is not None else None
                if widget is not None and widget not in (self.save_set, self.delete_set):
                    widget.hide()
                    widget.deleteLater()
            self.chips = {}
            for set_id, label, text in sets:
                chip = _button(f"trends.set.{set_id}", label, text)
                chip.setCheckable(True)
                self._keeper.keep(chip)
                chip.clicked.connect(lambda _checked=False, set_id=set_id: self.set_chosen.emit(set_id))
                self.chips[set_id] = chip
                self._chips.addWidget(chip)
            self._chips.addWidget(self.save_set)
            self.save_set.show()
            self._chips.addWidget(self.delete_set)
        for set_id, chip in self.chips.items():
            chip.setChecked(set_id == chosen)
        self.delete_set.setVisible(is_own)
        self._chips_box.updateGeometry()

    def show_lengths(self, chosen: str, all_text: str) -> None:
        self.lengths[ALL].setText(tr("All {all_text}", all_text=all_text))
        for name, button in self.lengths.items():
            button.setChecked(name == chosen)

    def show_level(self, low_db: int, high_db: int) -> None:
        for box, value in ((self.low, low_db), (self.high, high_db)):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.bar.show_level(low_db, high_db)

    def show_state(self, text: str, is_computing: bool, can_compute: bool) -> None:
        self.state.setText(text)
        self.cancel.setVisible(is_computing)
        self.compute.setVisible(can_compute)


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "strong")
    return label


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "quiet")
    return label


def _button(name: str, text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setProperty("role", "chip")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
