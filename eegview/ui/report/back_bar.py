"""The line over the page that a value of the report was opened on: what it is, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel


class BackBar(QFrame):
    """Stays until the report is open again or the line is closed."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        caption = QLabel(tr("From the report"))
        caption.setProperty("role", "badge")
        self.text = ElidedLabel()
        self.text.setObjectName("report.back.text")
        self.back = QPushButton(tr("Back to the report"))
        self.back.setObjectName("report.back.button")
        self.back.setProperty("role", "primary")
        self.dismiss = QToolButton()
        self.dismiss.setObjectName("report.back.dismiss")
        self.dismiss.setAccessibleName(tr("Close this line"))
        self.dismiss.setText("×")
        self.dismiss.setToolTip(tr("Close this line; the page stays as it is"))
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dismiss.clicked.connect(lambda _checked=False: self.hide())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(caption)
        row.addWidget(self.text, 1)
        row.addWidget(self.back)
        row.addWidget(self.dismiss)

    def use_action(self, action: QAction, key: str) -> None:
        """Connect the button with this command."""
        self.back.setToolTip(f"{action.toolTip()} ({key})")
        self.back.setText(f"Back to the report  {key}".strip())
        self.back.clicked.connect(lambda _checked=False: action.trigger())

    def show_text(self, text: str) -> None:
        """Show what was opened."""
        self.text.setText(" · ".join(text.splitlines()))
        self.show()
