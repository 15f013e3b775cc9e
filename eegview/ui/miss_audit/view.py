"""The parts of the miss audit around the page: what is asked and the estimate so far above, keys below."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from eegview.ui.triage.buttons import KeyButtons
from eegview.ui.triage.view import EmptyPanel
from eegview.ui.video.view import VideoView


@dataclass(frozen=True, slots=True)
class ShownAudit:
    """What the strip says.

    question : what is to be looked for
    stretch : which one this is, where it lies
    estimate : the running estimate with its interval, in words
    """

    question: str
    stretch: str
    estimate: str


class MissAuditHeader(QFrame):
    """The question, the stretch, and what the answers so far are worth."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.question, self.stretch, self.estimate = QLabel(), QLabel(), QLabel()
        self.question.setObjectName("miss_audit.question")
        self.question.setProperty("role", "strong")
        self.stretch.setObjectName("miss_audit.stretch")
        self.stretch.setProperty("role", "quiet")
        self.estimate.setObjectName("miss_audit.estimate")
        self.estimate.setWordWrap(True)
        self.leave = QToolButton()
        self.leave.setObjectName("miss_audit.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(24)
        words = QWidget()
        left = QVBoxLayout(words)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(2)
        caption = QLabel("Miss audit")
        caption.setProperty("role", "caption")
        for label in (caption, self.question, self.stretch):
            left.addWidget(label)
        layout.addWidget(words)
        layout.addWidget(self.estimate, 1)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_action(self, leave: QAction, key: str) -> None:
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {key}")
        self.leave.setToolTip(leave.toolTip())

    def show_audit(self, shown: ShownAudit) -> None:
        self.question.setText(shown.question)
        self.stretch.setText(shown.stretch)
        self.estimate.setText(shown.estimate)


class MissAuditView:
    """Holds the parts; shows all of them, or only what stands in place of a stretch."""

    def __init__(self) -> None:
        self.header = MissAuditHeader()
        self.picture = VideoView("miss_audit.picture")
        self.buttons = KeyButtons("miss_audit.buttons")
        self.empty = EmptyPanel("miss_audit.empty")
        self.hide()

    def hide(self) -> None:
        for part in (self.header, self.picture, self.buttons, self.empty):
            part.hide()

    def show_stretch(self, has_video: bool) -> None:
        self.empty.hide()
        self.header.show()
        self.buttons.show()
        self.picture.setVisible(has_video)

    def show_empty(self) -> None:
        self.picture.hide()
        self.buttons.hide()
        self.header.show()
        self.empty.show()
