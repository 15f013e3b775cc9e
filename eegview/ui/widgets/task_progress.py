"""A slim bar in the status line for work that takes its time, with the way to stop it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel

SHOWN_AFTER_MS = 400  # what is done sooner needs no bar


class WorkProgress(QWidget):
    """Shows what is being done and how far it is; hidden while nothing takes long."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress")
        self._cancel: Callable[[], None] = lambda: None
        self._delay = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._delay.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.label = ElidedLabel()
        self.label.setObjectName("progress.text")
        self.bar = QProgressBar()
        self.bar.setObjectName("progress.bar")
        self.bar.setRange(0, 100)
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 24)
        self.bar.setMaximumHeight(self.fontMetrics().height())
        self.button = QPushButton(tr("Cancel"))
        self.button.setObjectName("progress.cancel")
        self.button.setToolTip(tr("Cancel; nothing is changed"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda _checked=False: self._cancel())
        for widget in (self.label, self.bar, self.button):
            layout.addWidget(widget)
        # as wide as it needs: the status line offers all it has while it shows a message
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()

    def begin(self, text: str, cancel: Callable[[], None]) -> None:
        """Watch one piece of work; the bar comes only if it takes a moment."""
        self._cancel = cancel
        self.label.setText(text)
        self.bar.setValue(0)
        self._delay.start()

    def set_share(self, share: float) -> None:
        self.bar.setValue(round(share * 100))

    def end(self) -> None:
        self._delay.stop()
        self.label.clear()  # it may name a file
        self.hide()
