"""Fields of the dialog that exports a recording: which channels, and who is named in the file."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr

ALL, SHOWN, LISTED = "all", "shown", "list"  # channels
NOBODY, PSEUDONYM, AS_IN_FILE = "none", "pseudonym", "file"  # as `app.exchange.part_choice.Identity`
KEPT = ("date", "clock", "age")


class ChannelChoice(QWidget):
    """All channels, those of the rows shown, or those ticked in a list.

    channels : (name, whether a shown row has it)
    """

    changed = Signal()

    def __init__(self, channels: Sequence[tuple[str, bool]], kind: str) -> None:
        super().__init__()
        self._shown = tuple(name for name, is_shown in channels if is_shown)
        self.box = QComboBox()
        self.box.setObjectName("recording.channels")
        self.box.setAccessibleName(tr("Channels"))
        self.box.addItem(tr("All {n_channels}", n_channels=len(channels)), ALL)
        if self._shown:
            self.box.addItem(tr("Of the rows shown ({n_shown})", n_shown=len(self._shown)), SHOWN)
        self.box.addItem(tr("Choose…"), LISTED)
        self.box.setCurrentIndex(max(self.box.findData(kind), 0))
        self.list = QListWidget()
        self.list.setObjectName("recording.channel_list")
        self.list.setAccessibleName(tr("Channels to export"))
        self.list.setFixedHeight(self.fontMetrics().height() * 9)
        for name, is_shown in channels:
            item = QListWidgetItem(name)
            item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if is_shown or not self._shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        self._show_list()
        self.box.currentIndexChanged.connect(self._chosen)
        self.list.itemChanged.connect(self._chosen)

    @property
    def kind(self) -> str:
        return str(self.box.currentData())

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the names of the channels; () for all."""
        if self.kind != LISTED:
            return self._shown if self.kind == SHOWN else ()
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)

    def _chosen(self, _change: object = None) -> None:
        self._show_list()
        self.changed.emit()

    def _show_list(self) -> None:
        self.list.setVisible(self.kind == LISTED)


class IdentityChoice(QWidget):
    """Nobody, a pseudonym, or whoever the recording names; and what is kept where it is one of the first two."""

    changed = Signal()

    def __init__(self, remembered: Mapping[str, str]) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setObjectName("recording.identity")
        self.box.setAccessibleName(tr("Names in the file"))
        for label, kind in (
            (tr("Nobody"), NOBODY),
            (tr("A pseudonym"), PSEUDONYM),
            (tr("As in this recording"), AS_IN_FILE),
        ):
            self.box.addItem(label, kind)
        self.box.setCurrentIndex(max(self.box.findData(remembered.get("identity", NOBODY)), 0))
        self.pseudonym = QLineEdit()
        self.pseudonym.setObjectName("recording.pseudonym")
        self.pseudonym.setAccessibleName(tr("Pseudonym"))
        self.pseudonym.setPlaceholderText(tr("code, for example P001"))
        self.ticks: dict[str, QCheckBox] = {}
        self._label = QLabel(tr("Keep:"))
        keeps = QHBoxLayout()
        keeps.addWidget(self._label)
        for name, label in zip(KEPT, ("Date", "Time of day", "Age in months"), strict=True):
            tick = QCheckBox(label)
            tick.setObjectName(f"recording.keep_{name}")
            tick.setChecked(remembered.get(name) == "yes")
            tick.toggled.connect(self._chosen)
            self.ticks[name] = tick
            keeps.addWidget(tick)
        keeps.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.box)
        row.addWidget(self.pseudonym, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addLayout(keeps)
        self._show_possible()
        self.box.currentIndexChanged.connect(self._chosen)
        self.pseudonym.textChanged.connect(self._chosen)

    @property
    def kind(self) -> str:
        return str(self.box.currentData())

    @property
    def code(self) -> str:
        """Return the pseudonym, "" where none is asked for."""
        return self.pseudonym.text().strip() if self.kind == PSEUDONYM else ""

    def keeps(self, name: str) -> bool:
        """Whether one of `KEPT` is left in the file although the patient is not named."""
        return self.ticks[name].isChecked() and self.kind != AS_IN_FILE

    def _chosen(self, _change: object = None) -> None:
        self._show_possible()
        self.changed.emit()

    def _show_possible(self) -> None:
        is_named = self.kind == AS_IN_FILE
        self.pseudonym.setVisible(self.kind == PSEUDONYM)
        for widget in (self._label, *self.ticks.values()):
            widget.setVisible(not is_named)
        self.ticks["clock"].setEnabled(not self.ticks["date"].isChecked())  # a date is written with its time of day
