"""The strip of the workbench: which epoch and page, how the page is locked, what state it is, how long it took."""

from dataclasses import dataclass, fields

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.widgets.flow_layout import FlowLayout

_CAPTIONS = {
    "epoch": tr("Epoch"),
    "page": tr("Page"),
    "locked": tr("Locked for scoring"),
    "sensitivity": tr("Sensitivity"),
    "state": tr("State"),
    "spasm": tr("Nearest spasm"),
    "used": tr("Time used"),
}


@dataclass(frozen=True, slots=True)
class StripTexts:
    """The texts of the strip.

    scale : caption of the epoch, "BASED 2021 · epoch 1"
    locked_tip : why the page is locked
    """

    scale: str
    epoch: str
    page: str
    locked: str
    sensitivity: str
    state: str
    spasm: str
    used: str
    locked_tip: str = ""
    state_tip: str = ""

    @property
    def spoken(self) -> str:
        """Return all of it as said."""
        names = (name for name in _CAPTIONS if name != "used")
        return " ".join(f"{_CAPTIONS[name]}: {getattr(self, name)}." for name in names)


class ScoringHeader(QFrame):
    """In place of the display strip while an epoch is scored; it wraps where the window is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAccessibleName(tr("BASED workbench"))
        self.values: dict[str, QLabel] = {}
        self.captions: dict[str, QLabel] = {}
        self.leave = QToolButton()
        self.leave.setObjectName("score.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        facts = QWidget()
        flow = FlowLayout(facts, 20, 4)
        for name, caption in _CAPTIONS.items():
            flow.addWidget(self._field(name, caption))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(facts, 1)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def _field(self, name: str, caption: str) -> QWidget:
        field = QWidget()
        layout = QVBoxLayout(field)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        above, value = QLabel(caption), QLabel()
        above.setProperty("role", "caption")
        value.setProperty("role", "strong")
        for label in (above, value):
            label.setTextFormat(Qt.TextFormat.PlainText)
        value.setObjectName(f"score.strip.{name}")
        value.setAccessibleName(caption)
        layout.addWidget(above)
        layout.addWidget(value)
        self.captions[name], self.values[name] = above, value
        return field

    def use_action(self, leave: QAction, key: str) -> None:
        """Have the button at the right leave the workbench."""
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"Leave  {key}".strip())
        self.leave.setToolTip(leave.toolTip())
        self.leave.setAccessibleName(leave.text())

    def show_texts(self, texts: StripTexts) -> None:
        """Show where the scoring stands."""
        for name in _CAPTIONS:
            text = getattr(texts, name)
            if self.values[name].text() != text:
                self.values[name].setText(text)
        self.captions["epoch"].setText(texts.scale)
        for name, tip in (("locked", texts.locked_tip), ("state", texts.state_tip)):
            self.values[name].setToolTip(tip)
            self.captions[name].setToolTip(tip)

    def show_used(self, text: str) -> None:
        """Show the time used, which runs by itself."""
        if self.values["used"].text() != text:
            self.values["used"].setText(text)


assert set(_CAPTIONS) < {field.name for field in fields(StripTexts)}
