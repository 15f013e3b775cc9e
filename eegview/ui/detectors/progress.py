"""Runs of detectors as they go on: how far, how long yet, what was found so far, and the way to stop one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from eegview.model.text.language import tr

LEAST_SHARE = 0.02  # before that nothing sensible can be said of the time left


class DetectorProgress(QFrame):
    """A calm box; hidden while nothing runs and nothing is to be reported."""

    cancel_asked = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detector.progress")
        self.title = QLabel()
        self.title.setObjectName("detector.progress.title")
        self.status = QLabel()
        self.status.setObjectName("detector.progress.words")
        self.status.setProperty("role", "quiet")
        for label in (self.title, self.status):
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("detector.progress.bar")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(max(6, self.fontMetrics().height() // 2))
        self.button = QPushButton(tr("Cancel"))
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
        layout.addWidget(self.status)
        self._is_running = False
        self._ended_id = ""
        self.hide()

    def show_running(self, title: str, share: float, gone_s: float, n_found: int | None, n_waiting: int) -> None:
        """Show how a run goes on.

        gone_s : time since it began
        n_found : None where the reviewer may not know it yet
        n_waiting : runs that come after it
        """
        self._is_running = True
        self.title.setText(title)
        self.bar.setValue(round(share * 1000))
        self.bar.show()
        self.button.setText(tr("Cancel"))
        self.button.setToolTip(tr("Stop the run; what it found so far is kept and marked as partial"))
        self.button.setEnabled(True)
        more = f"  ·  {n_waiting} more {'waits' if n_waiting == 1 else 'wait'}" if n_waiting else ""
        found = "  ·  shown once you sign" if n_found is None else f"  ·  {n_found} found so far"
        self.status.setText(f"{share * 100:.0f} %  ·  {time_left_text(share, gone_s)}{found}{more}")
        self._colour("quiet")
        self.show()

    def show_stopping(self) -> None:
        """Show that the run is being stopped."""
        self.button.setEnabled(False)
        self.status.setText(tr("Stopping …"))

    def show_ending(self, title: str, sentence: str, is_good: bool, run_id: str = "") -> None:
        """Show how a run ended, until it is put away.

        run_id : set where the run is listed below, see `show_only_of`
        """
        self._is_running, self._ended_id = False, run_id
        self.title.setText(title)
        self.bar.hide()
        self.button.setText("OK")
        self.button.setToolTip(tr("Close this message"))
        self.button.setEnabled(True)
        self.status.setText(sentence)
        self._colour("quiet" if is_good else "warning")
        self.show()

    def show_only_of(self, run_id: str) -> None:
        """Put an ending away that is of another run than the one listed below."""
        if not self._is_running and self._ended_id and self._ended_id != run_id:
            self.hide()

    def put_ending_away(self) -> None:
        """Put away how a run ended; one that goes on stays."""
        if not self._is_running:
            self.hide()

    @property
    def is_running(self) -> bool:
        """Whether a run is shown that goes on."""
        return self._is_running

    def _colour(self, role: str) -> None:
        if self.status.property("role") != role:
            self.status.setProperty("role", role)
            self.status.style().unpolish(self.status)
            self.status.style().polish(self.status)

    def _clicked(self) -> None:
        if self._is_running:
            self.cancel_asked.emit()
        else:
            self.hide()
            self.dismissed.emit()


def time_left_text(share: float, gone_s: float) -> str:
    """Return how long a run still takes, roughly; nothing is promised from the first moments."""
    if share < LEAST_SHARE or gone_s < 1.0:
        return "starting"
    left_s = gone_s * (1 - share) / share
    if left_s < 5:
        return tr("nearly done")
    if left_s < 90:
        return tr("about {left_s} s left", left_s=max(round(left_s / 5) * 5, 5))
    return tr("about {left_s} min left", left_s=round(left_s / 60))
