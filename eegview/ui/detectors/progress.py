"""Runs of detectors as they go on: how far, how long yet, what was found so far, and the way to stop one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

LEAST_SHARE = 0.02  # before that nothing sensible can be said of the time left


class DetectorProgress(QFrame):
    """A calm box; hidden while nothing runs and nothing is to be told."""

    cancel_asked = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detector.progress")
        self.title = QLabel()
        self.title.setObjectName("detector.progress.title")
        self.words = QLabel()
        self.words.setObjectName("detector.progress.words")
        self.words.setProperty("role", "quiet")
        for label in (self.title, self.words):
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("detector.progress.bar")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(max(6, self.fontMetrics().height() // 2))
        self.button = QPushButton("Cancel")
        self.button.setObjectName("detector.progress.cancel")
        self.button.clicked.connect(lambda _checked=False: self._clicked())
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        self._is_running = False
        self.hide()

    def show_running(self, title: str, share: float, gone_s: float, n_found: int, n_waiting: int) -> None:
        """Say how a run goes on. gone_s : since it began; n_waiting : runs that come after it"""
        self._is_running = True
        self.title.setText(title)
        self.bar.setValue(round(share * 1000))
        self.bar.show()
        self.button.setText("Cancel")
        self.button.setToolTip("Stop it; what it found so far is kept and marked as partial")
        self.button.setEnabled(True)
        more = f"  ·  {n_waiting} more {'waits' if n_waiting == 1 else 'wait'}" if n_waiting else ""
        self.words.setText(f"{share * 100:.0f} %  ·  {left_text(share, gone_s)}  ·  {n_found} found so far{more}")
        self._colour("quiet")
        self.show()

    def show_stopping(self) -> None:
        self.button.setEnabled(False)
        self.words.setText("Stopping …")

    def show_ending(self, title: str, sentence: str, is_good: bool) -> None:
        """Say how it ended, until it is put away."""
        self._is_running = False
        self.title.setText(title)
        self.bar.hide()
        self.button.setText("OK")
        self.button.setToolTip("Put this away")
        self.button.setEnabled(True)
        self.words.setText(sentence)
        self._colour("quiet" if is_good else "warning")
        self.show()

    @property
    def is_running(self) -> bool:
        return self._is_running

    def _colour(self, role: str) -> None:
        if self.words.property("role") != role:
            self.words.setProperty("role", role)
            self.words.style().unpolish(self.words)
            self.words.style().polish(self.words)

    def _clicked(self) -> None:
        if self._is_running:
            self.cancel_asked.emit()
        else:
            self.hide()
            self.dismissed.emit()


def left_text(share: float, gone_s: float) -> str:
    """Return how long it takes yet, roughly; nothing is promised from the first moments."""
    if share < LEAST_SHARE or gone_s < 1.0:
        return "starting"
    left_s = gone_s * (1 - share) / share
    if left_s < 5:
        return "nearly done"
    if left_s < 90:
        return f"about {max(round(left_s / 5) * 5, 5)} s left"
    return f"about {round(left_s / 60)} min left"
