"""Pairs the machine proposes: looked at one by one, taken one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QLabel, QListWidget, QProgressBar, QPushButton, QVBoxLayout


class SuggestionsBox(QGroupBox):
    """A list of proposals, hidden until they are asked for. A click shows the instant, a button makes it a pair."""

    search_asked = Signal()
    stop_asked = Signal()
    chosen = Signal(int)
    taken = Signal(int)

    def __init__(self) -> None:
        super().__init__("Suggested pairs")
        self.setObjectName("sync.suggestions")
        self.words = QLabel()
        self.words.setObjectName("sync.suggestions.words")
        self.words.setProperty("role", "quiet")
        self.words.setWordWrap(True)
        self.search = QPushButton("Suggest pairs")
        self.search.setObjectName("sync.suggest")
        self.search.setToolTip("Look for flashes, sounds and movement that fit triggers, notes and muscle activity")
        self.take = QPushButton("Take this pair")
        self.take.setObjectName("sync.take")
        self.take.setToolTip("Add the chosen suggestion to the pairs")
        self.list = QListWidget()
        self.list.setObjectName("sync.suggestions.list")
        self.list.setMinimumHeight(self.fontMetrics().height() * 5)
        self.list.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("sync.suggestions.progress")
        self.bar.setRange(0, 100)
        buttons = QHBoxLayout()
        for button in (self.search, self.take):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        for widget in (self.words, self.bar, self.list):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.search.clicked.connect(self._search_clicked)
        self.take.clicked.connect(lambda _checked=False: self.taken.emit(self.list.currentRow()))
        self.list.currentRowChanged.connect(self._row_changed)
        self._is_busy = False
        self.show_waiting()

    def show_waiting(self) -> None:
        """Show nothing but the way to ask."""
        self._show(is_busy=False, words="")
        self.list.hide()
        self.take.hide()

    def show_progress(self, share: float) -> None:
        """Say how far the search is."""
        self._show(is_busy=True, words="Looking through video and EEG …")
        self.bar.setValue(round(share * 100))

    def show_found(self, lines: Sequence[str]) -> None:
        """List what was found; each is only a proposal."""
        text = "Click one to look at it. Take it only if picture and EEG agree."
        self._show(is_busy=False, words=text if lines else "Nothing was found that shows in both. Pair by eye.")
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(list(lines))
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self.list.setVisible(bool(lines))
        self.take.setVisible(bool(lines))
        self.take.setEnabled(False)

    def _show(self, is_busy: bool, words: str) -> None:
        self._is_busy = is_busy
        self.bar.setVisible(is_busy)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.search.setText("Stop" if is_busy else "Suggest pairs")

    def _search_clicked(self) -> None:
        (self.stop_asked if self._is_busy else self.search_asked).emit()

    def _row_changed(self, row: int) -> None:
        self.take.setEnabled(row >= 0)
        if row >= 0:
            self.chosen.emit(row)
