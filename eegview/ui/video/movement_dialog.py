"""Where the picture is watched for movement, and the way to start and stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr


class MovementDialog(QDialog):
    """The regions that are watched and left out, and the buttons that start and stop it."""

    draw_asked = Signal(bool)  # True: the part to leave out
    clear_asked = Signal()
    start_asked = Signal()
    stop_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Movement trace"))
        self.guide = QLabel(
            tr(
                "Movement in the video, as a row below the traces. Measure the whole frame, or set a region around the "
                "child; exclude where a caregiver moves."
            )
        )
        self.guide.setWordWrap(True)
        self.draw_region = self._button("movement.region", tr("Set region"), tr("Then drag a rectangle on the video"))
        self.draw_mask = self._button(
            "movement.mask", tr("Exclude region"), tr("Then drag a rectangle where the caregiver moves")
        )
        self.whole = self._button("movement.whole", tr("Whole frame"), tr("Remove both regions"))
        self.start = self._button("movement.start", tr("Start"), tr("Measure the video in the background"))
        self.start.setProperty("role", "primary")
        self.remove = self._button("movement.remove", tr("Remove trace"), tr("Remove the row from the page"))
        self.state = QLabel()
        self.state.setObjectName("movement.state")
        self.state.setProperty("role", "quiet")
        self.state.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("movement.progress")
        self.bar.setRange(0, 100)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # its room is there before it runs: nothing is pushed out of the window
        self.bar.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.addWidget(self.guide)
        regions = QGridLayout()
        regions.addWidget(self.draw_region, 0, 0)
        regions.addWidget(self.draw_mask, 0, 1)
        regions.addWidget(self.whole, 0, 2)
        layout.addLayout(regions)
        layout.addWidget(self.state)
        layout.addWidget(self.bar)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.start)
        layout.addLayout(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.draw_region.clicked.connect(lambda _checked=False: self.draw_asked.emit(False))
        self.draw_mask.clicked.connect(lambda _checked=False: self.draw_asked.emit(True))
        self.whole.clicked.connect(lambda _checked=False: self.clear_asked.emit())
        self.start.clicked.connect(self._start_clicked)
        self.remove.clicked.connect(lambda _checked=False: self.remove_asked.emit())
        self._is_watching = False

    @staticmethod
    def _button(name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _fit(self) -> None:
        """Grow where the texts need more lines than before; never shrink under the mouse."""
        needed_px = self.heightForWidth(self.width())
        if needed_px > self.height():
            self.resize(self.width(), needed_px)

    def show_state(self, text: str, is_watching: bool, has_trace: bool) -> None:
        """Show what is set, and what goes on."""
        self._is_watching = is_watching
        self.state.setText(text)
        self.start.setText(tr("Stop") if is_watching else tr("Start"))
        self.bar.setVisible(is_watching)
        self.remove.setEnabled(has_trace)
        self._fit()

    def show_progress(self, share: float) -> None:
        """Show how far the videos are watched (0-1)."""
        self.bar.setValue(round(share * 100))

    def _start_clicked(self) -> None:
        (self.stop_asked if self._is_watching else self.start_asked).emit()
