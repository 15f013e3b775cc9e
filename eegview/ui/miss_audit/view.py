"""The parts of the miss audit around the page: what is asked and the estimate so far above, keys below."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.triage.buttons import KeyButtons, key_text
from eegview.ui.triage.empty import EmptyPanel
from eegview.ui.triage.time_trust import TimeTrust
from eegview.ui.video.view import VideoView
from eegview.ui.window.context import Context

_BUTTONS = (
    ("miss_audit.nothing", tr("Nothing here"), "key-primary"),
    ("miss_audit.found", tr("Event here (marks at cursor)"), ""),
    ("miss_audit.unsure", tr("Not sure"), ""),
    ("miss_audit.back", tr("Undo last"), ""),
)


@dataclass(frozen=True, slots=True)
class ShownAudit:
    """The texts of the strip.

    question : what is to be looked for
    stretch : which one this is, where it lies
    estimate : the running estimate with its interval
    """

    question: str
    stretch: str
    estimate: str


class MissAuditHeader(QFrame):
    """The strip of the audit: the question, the stretch, and what the answers so far are worth."""

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
        caption = QLabel(tr("Miss audit"))
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


class MissAuditView(QObject):
    """Holds the parts, which outlive studies; shows all of them, or only what stands in place of a stretch."""

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self.header = MissAuditHeader()
        self.picture, self.trust = VideoView("miss_audit.picture"), TimeTrust("miss_audit.sync")
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(8, 0, 10, 0)
        side.addWidget(self.picture, 1)
        side.addWidget(self.trust)
        self.buttons = KeyButtons("miss_audit.buttons", keeps_low=True)
        self.empty = EmptyPanel("miss_audit.empty")
        window.above.addWidget(self.header)
        window.add_beside_page(self._side)
        window.add_beside_page(self.empty)
        window.below.addWidget(self.buttons)
        for command_id, text, role in _BUTTONS:
            self.buttons.add(actions[command_id], actions.keys_of(command_id), text, role)
        self.header.use_action(actions["miss_audit.close"], key_text(actions.keys_of("miss_audit.close")))
        self.hide()

    def hide(self) -> None:
        """Give the room around the page back."""
        for part in (self.header, self._side, self.buttons, self.empty):
            part.hide()

    def show_stretch(self, has_video: bool) -> None:
        """Show all that belongs to a stretch."""
        self.empty.hide()
        self.header.show()
        self.buttons.show()
        self._side.setVisible(has_video)

    def show_empty(self) -> None:
        """Show why there is no stretch."""
        self._side.hide()
        self.buttons.hide()
        self.header.show()
        self.empty.show()
