"""The strip of the trends: how long the study is, from which rows, whose marks, and the way back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from eegview.model.text.language import tr, tr_later
from eegview.ui.widgets.captioned import captioned
from eegview.ui.widgets.elided_label import ElidedLabel

_SPACING_PX = 16
_FIRST_LEFT_OUT = "Rows", "Video", "Cluster rule", "Artifact"
FIELDS = (
    tr_later("Whole study"),
    tr_later("Rows"),
    tr_later("Artifact"),
    tr_later("Count from"),
    tr_later("Cluster rule"),
    tr_later("Video"),
)


class TrendsHeader(QFrame):
    """One line under the display strip while the trends have the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.badge = QLabel("TRENDS")
        self.badge.setObjectName("trends.mode")
        self.badge.setProperty("role", "badge")
        self._texts: tuple[str, ...] = ("",) * len(FIELDS)
        self.values = {name: ElidedLabel() for name in FIELDS}
        self.side, self.leave = QToolButton(), QToolButton()
        for button, name in ((self.side, "trends.side.button"), (self.leave, "trends.close.button")):
            button.setObjectName(name)
            button.setProperty("role", "filter")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(_SPACING_PX)
        layout.addWidget(captioned(tr("Mode"), self.badge))
        for name, value in self.values.items():
            value.setObjectName(f"trends.{name.lower().replace(' ', '_')}")
            value.setProperty("role", "strong")
            layout.addWidget(captioned(tr(name), value))
        layout.addStretch(1)
        layout.addWidget(self.side, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_actions(self, leave: QAction, key: str, side: QAction, side_key: str) -> None:
        """Have the buttons at the right run these commands."""
        for button, action, shown in ((self.leave, leave, key), (self.side, side, side_key)):
            button.clicked.connect(lambda _checked=False, action=action: action.trigger())
            button.setText(f"{action.text()}  {shown}".strip())
            button.setToolTip(action.toolTip())

    def show_texts(self, texts: tuple[str, ...]) -> None:
        """Show a text for each of `FIELDS`; a field without one is left out."""
        for value, text in zip(self.values.values(), texts, strict=True):
            if value.text() != text:
                value.setText(text)
        self._texts = texts
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what can be read elsewhere where there is no room for all of it."""
        shown = {name for name, text in zip(FIELDS, self._texts, strict=True) if text}
        metrics = QFontMetricsF(self.values["Video"].font())
        beside_px = sum(one.sizeHint().width() + _SPACING_PX for one in (self.badge, self.side, self.leave)) + 40
        for name in ("", *_FIRST_LEFT_OUT):
            shown.discard(name)
            widths = [max(metrics.horizontalAdvance(self.values[one].text()) * 1.1, 60) for one in shown]
            if sum(widths) + _SPACING_PX * len(widths) + beside_px <= self.width():
                break
        for name, value in self.values.items():
            parent = value.parentWidget()
            if parent is not None:
                parent.setVisible(name in shown)
