"""Which studies a case set is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.widgets.focus_return import asking_window

MOST_SIMULATED = 16
_FILTER = tr("Recordings and bundles (*)")


class StudiesBox(QGroupBox):
    """A list of recordings and bundles, and a number of simulated infants.

    recent : studies opened before
    shown_name : what a file is called in the window
    ask_for_files : returns paths that were chosen; the system's dialog unless given
    """

    changed = Signal()

    def __init__(
        self,
        recent: Sequence[Path],
        shown_name: Callable[[Path], str],
        ask_for_files: Callable[[QWidget], Sequence[str]] | None = None,
    ) -> None:
        super().__init__("Studies")
        self._shown_name = shown_name
        self._ask_for_files = ask_for_files or _asked_files
        self.list = QListWidget()
        self.list.setObjectName("case_maker.studies")
        self.list.setAccessibleName(tr("Studies of the set"))
        self.list.setMaximumHeight(self.fontMetrics().height() * 6)
        self.list.currentRowChanged.connect(lambda _row: self._fit())
        self.add = QPushButton(tr("Add files…"))
        self.add.setObjectName("case_maker.add")
        self.add.setToolTip(tr("Recordings whose marks are in the library, or bundles (zip)"))
        self.add.clicked.connect(lambda _checked=False: self._choose())
        self.recent = QPushButton(tr("Recent"))
        self.recent.setObjectName("case_maker.recent")
        menu = QMenu(self.recent)
        for path in recent:
            menu.addAction(shown_name(path).replace("&", "&&")).triggered.connect(
                lambda _checked=False, path=path: self.add_path(path)
            )
        self.recent.setMenu(menu)
        self.recent.setEnabled(bool(recent))
        self.remove = QPushButton(tr("Remove"))
        self.remove.setObjectName("case_maker.remove")
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        self.simulated = QSpinBox()
        self.simulated.setObjectName("case_maker.simulated")
        self.simulated.setAccessibleName(tr("Simulated infants"))
        self.simulated.setRange(0, MOST_SIMULATED)
        self.simulated.valueChanged.connect(lambda _value: self.changed.emit())
        for button in (self.add, self.recent, self.remove):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        for button in (self.add, self.recent, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        simulated = QHBoxLayout()
        simulated.addWidget(QLabel(tr("Simulated infants")))
        simulated.addWidget(self.simulated)
        simulated.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        layout.addLayout(simulated)
        self._fit()

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(Path(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count()))

    def add_path(self, path: Path) -> None:
        """Add a study, unless it is there."""
        if path not in self.paths:
            item = QListWidgetItem(self._shown_name(path), self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.list.setCurrentItem(item)
            self._fit()
            self.changed.emit()

    def show_refused(self, sentences: Mapping[Path, str]) -> None:
        """Mark the studies that give no items, and say why in their tip."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            path = Path(item.data(Qt.ItemDataRole.UserRole))
            name = self._shown_name(path)
            item.setText(tr("{name}  –  not used", name=name) if path in sentences else name)
            item.setToolTip(sentences.get(path, ""))

    def _choose(self) -> None:
        for text in self._ask_for_files(self):
            self.add_path(Path(text))

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self._fit()
            self.changed.emit()

    def _fit(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0)


def _asked_files(parent: QWidget) -> Sequence[str]:
    paths, _kind = QFileDialog.getOpenFileNames(asking_window(parent), tr("Add studies"), "", _FILTER)
    return paths
