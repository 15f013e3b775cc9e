"""Pairs the machine proposes: looked at and accepted one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QListWidget, QProgressBar, QPushButton, QVBoxLayout

from eegview.model.text.language import tr


class SuggestionsBox(QGroupBox):
    """A list of proposals, hidden until they are asked for. A click shows the instant, a button makes it a pair."""

    search_asked = Signal()
    stop_asked = Signal()
    chosen = Signal(int)
    accepted = Signal(int)

    def __init__(self) -> None:
        super().__init__("Suggested pairs")
        self.setObjectName("sync.suggestions")
        self.status = QLabel()
        self.status.setObjectName("sync.suggestions.words")
        self.status.setProperty("role", "quiet")
        self.status.setWordWrap(True)
        self.search = QPushButton(tr("Suggest pairs"))
        self.search.setObjectName("sync.suggest")
        self.search.setToolTip(
            tr("Search for flashes, sounds and movement that match triggers, annotations and muscle activity")
        )
        self.accept = QPushButton(tr("Add this pair"))
        self.accept.setObjectName("sync.take")
        self.accept.setToolTip(tr("Add the selected suggestion to the pairs"))
        self.list = QListWidget()
        self.list.setObjectName("sync.suggestions.list")
        self.list.setAccessibleName(tr("Suggested pairs"))
        self.list.setMinimumHeight(self.fontMetrics().height() * 5)
        self.list.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("sync.suggestions.progress")
        self.bar.setRange(0, 100)
        buttons = QHBoxLayout()
        for button in (self.search, self.accept):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        for widget in (self.status, self.bar, self.list):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.search.clicked.connect(self._search_clicked)
        self.accept.clicked.connect(lambda _checked=False: self.accepted.emit(self.list.currentRow()))
        self.list.currentRowChanged.connect(self._row_changed)
        self._is_busy = False
        self.show_waiting()

    def show_waiting(self) -> None:
        """Show only the button that starts a search."""
        self._show(is_busy=False, text="")
        self.list.hide()
        self.accept.hide()

    def show_progress(self, share: float) -> None:
        """Show how far the search is (0-1)."""
        self._show(is_busy=True, text=tr("Searching video and EEG …"))
        self.bar.setValue(round(share * 100))

    def show_found(self, lines: Sequence[str]) -> None:
        """List what was found; each is only a proposal."""
        guide = "Click one to view it. Add it only if video and EEG agree."
        self._show(
            is_busy=False, text=guide if lines else tr("Nothing matching was found in video and EEG. Pair by hand.")
        )
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(list(lines))
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self.list.setVisible(bool(lines))
        self.accept.setVisible(bool(lines))
        self.accept.setEnabled(False)

    def _show(self, is_busy: bool, text: str) -> None:
        self._is_busy = is_busy
        self.bar.setVisible(is_busy)
        self.status.setText(text)
        self.status.setVisible(bool(text))
        self.search.setText(tr("Stop") if is_busy else tr("Suggest pairs"))

    def _search_clicked(self) -> None:
        (self.stop_asked if self._is_busy else self.search_asked).emit()

    def _row_changed(self, row: int) -> None:
        self.accept.setEnabled(row >= 0)
        if row >= 0:
            self.chosen.emit(row)
