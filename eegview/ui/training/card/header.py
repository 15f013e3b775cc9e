"""The strip above the card: mode, set, today, how the page is drawn, the post-test, and the buttons of the session."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr, tr_later
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.help_asker import help_button

FIELDS = (
    tr_later("Mode"),
    tr_later("Set"),
    tr_later("Today"),
    tr_later("Montage"),
    tr_later("Filters"),
    tr_later("Sensitivity"),
    tr_later("Post-test"),
)


class HeaderField(QWidget):
    """A quiet caption over a value."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.caption = caption
        self.setObjectName(f"training.header.{caption.lower().replace('-', '_')}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        above = QLabel(tr(caption))
        above.setProperty("role", "caption")
        self.value = QLabel()
        self.value.setProperty("role", "strong")
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(above)
        layout.addWidget(self.value)

    def show_value(self, text: str, tip: str = "") -> None:
        if text != self.value.text():
            self.value.setText(text)
            self.setAccessibleName(f"{self.caption}: {text}")
            self.updateGeometry()
        self.setToolTip(tip)


class SessionHeader(QFrame):
    """Says what is trained and how the page is drawn; its buttons only report.

    pause_asked, report_asked, help_asked : buttons
    """

    pause_asked = Signal()
    report_asked = Signal()
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")  # it looks as the strip of the main window does
        self.setAccessibleName(tr("Session"))
        self.who = ElidedLabel()
        self.who.setObjectName("training.who")
        self.simulated = QLabel("SIMULATED")
        self.simulated.setObjectName("training.simulated")
        self.simulated.setProperty("role", "badge")
        self.simulated.setToolTip(tr("Every item of this set is computed by the simulator; no infant was recorded"))
        self.fields = {caption: HeaderField(caption) for caption in FIELDS}
        self._flow = FlowLayout(spacing_px=18, line_spacing_px=4)
        for field in self.fields.values():
            self._flow.addWidget(field)
        self.pause = self._button(
            tr("Pause"), "training.pause", tr("Hide the item and stop its clock"), self.pause_asked
        )
        self.report = self._button(
            tr("Report…"), "training.report", tr("What your answers show so far"), self.report_asked
        )
        self.help = help_button(tr("Help on training (Shift+F1)"), tr("Help on training"), "training.help")
        self.help.clicked.connect(lambda _checked=False: self.help_asked.emit())
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.who, 1)
        top.addWidget(self.simulated)
        row = QHBoxLayout()
        row.addLayout(self._flow, 1)
        row.addWidget(self.pause, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.report, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.help, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 6)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(row)

    @staticmethod
    def _button(text: str, object_name: str, tip: str, signal: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: signal.emit())  # type: ignore[attr-defined]
        return button

    def show_field(self, caption: str, text: str, tip: str = "") -> None:
        """Show the value of one field."""
        self.fields[caption].show_value(text, tip)

    def show_paused(self, is_paused: bool) -> None:
        """Say what the button does next."""
        self.pause.setText(tr("Continue") if is_paused else tr("Pause"))
