"""The strip of staging: that it is on, which epoch is on the page, by which rules, and how the proposal stands."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr, tr_later
from eegview.ui.widgets.elided_label import ElidedLabel

FIELDS = (tr_later("Epoch"), tr_later("This epoch"), tr_later("Proposal"), tr_later("Rules"))


@dataclass(frozen=True, slots=True)
class ShownStaging:
    """The texts of the strip, one for each of `FIELDS`."""

    epoch: str
    this_epoch: str
    proposal: str
    rules: str


class StagingHeader(QFrame):
    """One line under the display strip while sleep is staged."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.badge = QLabel(tr("SLEEP STAGING"))
        self.badge.setObjectName("staging.mode")
        self.badge.setProperty("role", "badge")
        self.values = {name: ElidedLabel() for name in FIELDS}
        self.leave = QToolButton()
        self.leave.setObjectName("staging.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(16)
        mode = QHBoxLayout()
        mode.addWidget(self.badge)
        layout.addWidget(_field(tr("Mode"), mode))
        for name, value in self.values.items():
            value.setObjectName(f"staging.{name.lower().replace(' ', '_')}")
            value.setProperty("role", "strong")
            row = QHBoxLayout()
            row.addWidget(value)
            layout.addWidget(_field(tr(name), row))
        layout.addStretch(1)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_action(self, leave: QAction, key: str) -> None:
        """Have the button at the right leave the mode."""
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {key}".strip())
        self.leave.setToolTip(leave.toolTip())

    def show_texts(self, shown: ShownStaging) -> None:
        """Show where the staging stands."""
        texts = (shown.epoch, shown.this_epoch, shown.proposal, shown.rules)
        for value, text in zip(self.values.values(), texts, strict=True):
            if value.text() != text:
                value.setText(text)


def _field(name: str, content: QHBoxLayout) -> QWidget:
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    caption = QLabel(name)
    caption.setProperty("role", "caption")
    layout.addWidget(caption)
    content.setContentsMargins(0, 0, 0, 0)
    layout.addLayout(content)
    return widget
