"""The strip of the statistics: whose spasms by which rule, what the average is made with, and the way back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from eegview.model.text.language import tr, tr_later
from eegview.ui.page.display_strip import StripField
from eegview.ui.widgets.captioned import captioned
from eegview.ui.widgets.elided_label import ElidedLabel

FIELDS = (tr_later("Cluster rule"), tr_later("Montage"), tr_later("Filters"))


class StatisticsHeader(QFrame):
    """One line above while the statistics have the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.badge = QLabel("STATISTICS")
        self.badge.setObjectName("statistics.mode")
        self.badge.setProperty("role", "badge")
        self.layer = StripField(tr("Count from"), tr("Whose marks are counted"), "statistics.layer")
        self.values = {name: ElidedLabel() for name in FIELDS}
        self._fields: dict[str, QWidget] = {}
        self.rule, self.leave = QToolButton(), QToolButton()
        for button, name in ((self.rule, "statistics.rule.button"), (self.leave, "statistics.close.button")):
            button.setObjectName(name)
            button.setProperty("role", "filter")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(16)
        layout.addWidget(captioned(tr("Mode"), self.badge))
        layout.addWidget(self.layer)
        for name, value in self.values.items():
            value.setObjectName(f"statistics.{name.lower().replace(' ', '_')}")
            value.setProperty("role", "strong")
            self._fields[name] = captioned(tr(name), value)
            layout.addWidget(self._fields[name], 2 if name == "Filters" else 1)
        layout.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_actions(self, leave: QAction, key: str, rule: QAction, rule_key: str) -> None:
        """Connect the buttons at the right with these commands."""
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {key}".strip())
        self.leave.setToolTip(leave.toolTip())
        self.rule.clicked.connect(lambda _checked=False: rule.trigger())
        self.rule.setText(f"Cluster rule…  {rule_key}".strip())
        self.rule.setToolTip(tr("Change the rule in the Clusters panel; these figures follow"))

    def show_film(self, is_film: bool) -> None:
        """Leave out what only EEG has: montage and filters."""
        for name in ("Montage", "Filters"):
            self._fields[name].setHidden(is_film)

    def show_texts(self, texts: dict[str, str]) -> None:
        """Show a text for each of `FIELDS`."""
        for name, value in self.values.items():
            text = texts.get(name, "")
            if value.text() != text:
                value.setText(text)
            value.setToolTip(text)
