"""The card "Final layer": what both agree on, what was decided by hand, and what still blocks signing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.comparing.shown import ShownFinal
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.flow_layout import FlowLayout

NOT_A_NEUROLOGIST = tr("Only a neurologist decides. You see everything, and may query and comment.")
SAME_EVENT = tr("Two marks within the limit are never both taken without a question.")
_LINES = (
    ("agree", tr("Taken, both agree"), tr("Events with the same answers that stand in the final layer")),
    ("hand", tr("Decided by hand"), tr("Disagreements decided one by one, by whomever")),
    ("open", tr("Open"), tr("Disagreements without a decision; queried ones are open, too")),
)


class FinalCard(QFrame):
    """Shows `ShownFinal`, and the buttons that go on from there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparing.final")
        self.setProperty("role", "card")
        title = QLabel(tr("Final layer"))
        title.setProperty("role", "strong")
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        self.values, self.details = {}, {}
        for row, (name, text, tip) in enumerate(_LINES):
            caption, value, detail = QLabel(text), QLabel(), ElidedLabel()
            value.setProperty("role", "strong")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            detail.setProperty("role", "quiet")
            value.setObjectName(f"comparing.final.{name}")
            detail.setObjectName(f"comparing.final.{name}.detail")
            for widget in (caption, value):
                widget.setToolTip(tip)
            self.values[name], self.details[name] = value, detail
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)
            grid.addWidget(detail, row, 2)
        self.role = QLabel(NOT_A_NEUROLOGIST)
        self.role.setObjectName("comparing.role")
        self.role.setProperty("role", "warning")
        self.rule = QLabel(SAME_EVENT)
        self.rule.setProperty("role", "caption")
        for label in (self.role, self.rule):
            label.setWordWrap(True)
        self.buttons: dict[str, QPushButton] = {}
        self._row = FlowLayout(spacing_px=6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        for widget in (title, lines, self.role, self.rule):
            layout.addWidget(widget)
        layout.addLayout(self._row)

    def add_button(self, action: QAction, text: str, key: str, role: str = "") -> None:
        """Add a button that does what `action` does; the keyboard stays on the page."""
        button = QPushButton(text)
        button.setObjectName(f"{action.objectName()}.button")
        button.setAccessibleName(f"{text} ({key})" if key else text)
        button.setProperty("role", role)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(f"{action.toolTip()} ({key})" if key else action.toolTip())
        button.clicked.connect(lambda _checked=False: action.trigger())
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        self.buttons[action.objectName()] = button
        self._row.addWidget(button)

    def show_final(self, shown: ShownFinal) -> None:
        """Show how far the final layer is."""
        n_left = shown.n_agree - shown.n_agree_taken
        self.values["agree"].setText(str(shown.n_agree_taken))
        self.details["agree"].setText(
            tr("{n_left} more agree", n_left=n_left) if n_left else tr("all that agree") if shown.n_agree else ""
        )
        self.values["hand"].setText(str(shown.n_by_hand))
        self.details["hand"].setText(shown.by_hand_text)
        self.values["open"].setText(str(shown.n_open))
        queried = f", {shown.n_queried} queried" if shown.n_queried else ""
        self.details["open"].setText(
            tr("blocks signing{queried}", queried=queried) if shown.n_open else tr("nothing blocks signing")
        )
        self.role.setVisible(not shown.may_decide)
        button = self.buttons.get("comparing.take_agreed")
        if button is not None:
            button.setText(tr("Take all {n_left} that agree…", n_left=n_left) if n_left else tr("Take all that agree…"))
            button.setVisible(bool(n_left) and shown.may_decide)
