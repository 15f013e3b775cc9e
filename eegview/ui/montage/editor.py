"""Make a montage of one's own, or change one. What came with the program is to read and to copy."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.montage.design import (
    FUNCTION_KEYS,
    DraftRow,
    build_montage,
    draft_rows,
    key_holder,
    new_montage_id,
)
from eegview.app.resources import own_label
from eegview.model.display.montage import AVERAGE, Montage
from eegview.model.errors import UsageError
from eegview.model.text.language import tr
from eegview.ui.montage.rows_table import MontageRowsTable

NEW_LABEL = tr("My montage")
BUILT_IN = tr("This montage comes with the program. Copy it to make your own.")


class MontageEditor(QDialog):
    """Holds one draft; emits when it is to be stored or deleted."""

    save_asked = Signal(object)  # Montage
    delete_asked = Signal(str)  # montage id

    def __init__(self, parent: QWidget, channels: tuple[str, ...], eeg_channels: tuple[str, ...]) -> None:
        """Build the editor.

        channels, eeg_channels : names in the open recording, for offers and checks; empty where none is open
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Montage editor"))
        self._channels, self._eeg_channels = channels, eeg_channels
        self._montages: tuple[Montage, ...] = ()
        self._own: frozenset[str] = frozenset()
        self._base = Montage("", "")
        self._is_dirty = self._was_warned = self._is_filling = False
        halves = QHBoxLayout(self)
        halves.addLayout(self._left_half(), 2)
        halves.addLayout(self._right_half(), 5)
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 128, room.width() - 60), min(metrics.height() * 40, room.height() - 80)
        )

    # building

    def _left_half(self) -> QVBoxLayout:
        half = QVBoxLayout()
        self.list = QListWidget()
        self.list.setObjectName("montage.list")
        self.list.setAccessibleName(tr("Montages"))
        self.list.currentRowChanged.connect(self._show_chosen)
        half.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.new = self._button(tr("New"), "montage.new", tr("Create an empty montage"), self._begin_new)
        self.copy = self._button(tr("Copy"), "montage.copy", tr("Create one with these rows"), self._begin_copy)
        self.delete = self._button(tr("Delete"), "montage.delete", tr("Delete this montage of your own"), self._delete)
        for button in (self.new, self.copy, self.delete):
            row.addWidget(button)
        half.addLayout(row)
        return half

    def _right_half(self) -> QVBoxLayout:
        half = QVBoxLayout()
        form = QFormLayout()
        self.name = QLineEdit()
        self.name.setObjectName("montage.name")
        self.key = QComboBox()
        self.key.setObjectName("montage.key")
        self.polygraphy = QCheckBox(tr("EOG, EMG, ECG, respiration and others of the recording below"))
        self.polygraphy.setObjectName("montage.polygraphy")
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Key"), self.key)
        form.addRow("", self.polygraphy)
        half.addLayout(form)
        self.rows = MontageRowsTable()
        self.rows.offer(self._channels)
        half.addWidget(self.rows, 1)
        half.addLayout(self._adding_row())
        self.message = QLabel()
        self.message.setObjectName("montage.message")
        self.message.setProperty("role", "warning")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)  # so that the text does not move the rest
        half.addWidget(self.message)
        last = QHBoxLayout()
        last.addStretch(1)
        self.discard = self._button(
            tr("Discard changes"), "montage.discard", tr("Discard changes and show what is saved"), self._discard
        )
        self.save = self._button(tr("Save"), "montage.save", tr("Save this montage and show it"), self._save)
        self.save.setProperty("role", "primary")
        close = self._button(tr("Close"), "montage.close", tr("Close this window (Esc)"), self.close)
        for button in (self.discard, self.save, close):
            last.addWidget(button)
        half.addLayout(last)
        self.name.textEdited.connect(lambda _text: self._changed())
        self.key.activated.connect(lambda _index: self._changed())
        self.polygraphy.clicked.connect(lambda _checked: self._changed())
        self.rows.changed.connect(self._changed)
        return half

    def _adding_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.plus, self.minus = QComboBox(), QComboBox()
        electrodes = list(self._eeg_channels)
        self.plus.addItems(electrodes)
        self.minus.addItems([AVERAGE, *electrodes])
        for name, box in (("montage.plus", self.plus), ("montage.minus", self.minus)):
            box.setObjectName(name)
            box.setAccessibleName(tr("First electrode") if box is self.plus else tr("Second electrode"))
            box.setMinimumContentsLength(5)
        self.add = self._button(
            tr("Add"), "montage.add", tr("Add the difference of these two as a row"), self._add_pair
        )
        self._row_buttons = [
            self._button(tr("Empty row"), "montage.add_empty", tr("Add an empty row"), lambda: self.rows.add()),
            self._button(tr("Remove"), "montage.remove", tr("Remove the selected rows"), self.rows.remove_selected),
            self._button(tr("Up"), "montage.up", tr("Move the row up"), lambda: self.rows.move_current(-1)),
            self._button(tr("Down"), "montage.down", tr("Move the row down"), lambda: self.rows.move_current(1)),
        ]
        for widget in (self.plus, QLabel("−"), self.minus, self.add):
            row.addWidget(widget)
        row.addStretch(1)
        for button in self._row_buttons:
            row.addWidget(button)
        return row

    def _button(self, text: str, name: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # showing

    def show_montages(self, montages: tuple[Montage, ...], own: frozenset[str], montage_id: str) -> None:
        """List the montages, the user's own marked, and show one; a draft not yet kept is dropped."""
        self._montages, self._own = montages, own
        self.list.blockSignals(True)
        self.list.clear()
        for montage in montages:
            key = f"   {montage.key}" if montage.key else ""
            self.list.addItem(own_label(f"{montage.label}{key}", montage.montage_id in own))
        index = next((i for i, m in enumerate(montages) if m.montage_id == montage_id), 0)
        self.list.setCurrentRow(index)
        self.list.blockSignals(False)
        self._show_chosen(index)

    def _show_chosen(self, index: int) -> None:
        if 0 <= index < len(self._montages):
            montage = self._montages[index]
            self._fill(montage, draft_rows(montage), is_fixed=montage.montage_id not in self._own)

    def _fill(self, montage: Montage, rows: tuple[DraftRow, ...], is_fixed: bool) -> None:
        self._base, self._is_dirty, self._was_warned = montage, False, False
        self._is_fixed = is_fixed
        self.name.setText(montage.label)
        self.key.clear()
        self.key.addItem("none", "")
        for key in FUNCTION_KEYS:
            holder = key_holder(key, montage.montage_id, self._montages)
            self.key.addItem(f"{key}   ({holder.label})" if holder else key, key)
        self.key.setCurrentIndex(max(self.key.findData(montage.key), 0))
        self.polygraphy.setChecked(montage.polygraphy)
        self.rows.show_rows(rows, is_fixed)
        self._show_state()

    def _show_state(self) -> None:
        for widget in (self.name, self.key, self.polygraphy, self.plus, self.minus, self.add, *self._row_buttons):
            widget.setEnabled(not self._is_fixed)
        self.add.setEnabled(not self._is_fixed and bool(self._eeg_channels))
        for widget in (self.list, self.new, self.copy):
            widget.setEnabled(not self._is_dirty)
        self.delete.setEnabled(self._base.montage_id in self._own and not self._is_dirty)
        self.discard.setEnabled(self._is_dirty)
        problem, can_save = self._problem()
        self.message.setText(problem)
        self.save.setEnabled(self._is_dirty and can_save)

    def _problem(self) -> tuple[str, bool]:
        """Return what to say about the draft, and whether it can be kept all the same."""
        if self._is_fixed:
            return BUILT_IN, False
        try:
            draft = self.draft()
        except UsageError as error:
            return f"{error.sentence} {error.advice}", False
        holder = key_holder(draft.key, draft.montage_id, self._montages)
        if holder is not None:
            return tr(
                "{key} already shows {label}. Choose another key, or none.", key=draft.key, label=holder.label
            ), False
        n_unavailable = sum(bool(check) for check in self.rows.checks)
        if n_unavailable:
            rows = "1 row" if n_unavailable == 1 else f"{n_unavailable} rows"
            return tr(
                "{rows} cannot be shown on this recording; the page says so and leaves the row empty.", rows=rows
            ), True
        return "", True

    def draft(self) -> Montage:
        """Return the montage as written.

        Raises
        ------
        UsageError : it is not finished
        """
        return build_montage(
            self._base, self.name.text(), self.key.currentData() or "", self.polygraphy.isChecked(), self.rows.rows
        )

    # acts

    def _changed(self) -> None:
        self._is_dirty, self._was_warned = True, False
        self._show_state()

    def _begin(self, label: str, base: Montage, rows: tuple[DraftRow, ...]) -> None:
        labels = {montage.label for montage in self._montages}
        name, number = label, 1
        while name in labels:
            number += 1
            name = f"{label} {number}"
        montage_id = new_montage_id(name, {montage.montage_id for montage in self._montages})
        self._fill(replace(base, montage_id=montage_id, label=name, key="", help=""), rows, is_fixed=False)
        self._changed()
        self.name.setFocus()
        self.name.selectAll()

    def _begin_new(self) -> None:
        self._begin(NEW_LABEL, Montage("", "", ()), ())

    def _begin_copy(self) -> None:
        base = self._base
        rows = draft_rows(base)
        if base.as_recorded:
            rows = tuple(DraftRow(name, name) for name in self._eeg_channels)
        self._begin(tr("{label}, mine", label=base.label), base, rows)

    def _add_pair(self) -> None:
        if self.plus.currentText() != self.minus.currentText():
            self.rows.add(f"{self.plus.currentText()}-{self.minus.currentText()}")

    def _delete(self) -> None:
        self.delete_asked.emit(self._base.montage_id)

    def _discard(self) -> None:
        self._show_chosen(self.list.currentRow())

    def _save(self) -> None:
        self.save_asked.emit(self.draft())

    def reject(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window open once where something is not stored yet; the second time it closes."""
        if self._is_dirty and not self._was_warned:
            self._was_warned = True
            self.message.setText(tr("This montage is not saved yet. Save it, or close again to discard the changes."))
            event.ignore()
        else:
            event.accept()
