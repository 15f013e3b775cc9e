"""The strip of the comparison: which two readers, of which term, by which limit, how far one is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from eegview.model.text.language import tr
from eegview.ui.page.display_strip import StripField
from eegview.ui.widgets.elided_button import ElidedButton
from eegview.ui.widgets.flow_layout import FlowLayout

LIMITS_S = (0.25, 0.5, 1.0, 2.0, 5.0)
ALL_TERMS = tr("All terms")


def limit_text(limit_s: float) -> str:
    """Return `onsets ≤ 1.0 s, one to one`."""
    return tr("onsets ≤ {limit_s:g} s, one to one", limit_s=limit_s)


class ComparingHeader(QFrame):
    """Stands under the display strip while readers are compared; it wraps where the window is narrow."""

    term_asked = Signal(str)  # term id; "" = all
    limit_asked = Signal(float)  # s

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAccessibleName(tr("Compare readers"))
        badge = QLabel(tr("COMPARE READERS"))
        badge.setObjectName("comparing.mode")
        badge.setProperty("role", "badge")
        tip = tr("Which two readers are compared (R)")
        self.readers = StripField(tr("Readers"), tip, "comparing.readers", has_menu=False, button=ElidedButton())
        self.term = StripField(tr("Term"), tr("Which marks are compared"), "comparing.term")
        tip = tr("Two marks of one term are one event where their onsets lie this near; each is matched once")
        self.limit = StripField(tr("Same event"), tip, "comparing.limit")
        self.progress = QLabel()
        self.progress.setObjectName("comparing.reading")
        self.progress.setProperty("role", "quiet")
        self.leave = QToolButton()
        self.leave.setObjectName("comparing.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        facts = QWidget()
        flow = FlowLayout(facts, 22, 4)
        for widget in (badge, self.readers, self.term, self.limit, self.progress):
            flow.addWidget(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 12, 4)
        layout.setSpacing(12)
        layout.addWidget(facts, 1)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_actions(self, choose: QAction, leave: QAction, key: str) -> None:
        """Have the readers be chosen by a click, and the button at the right leave."""
        self.readers.button.clicked.connect(lambda _checked=False: choose.trigger())
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {key}".strip())
        self.leave.setToolTip(leave.toolTip())

    def show_choice(self, readers: str, terms: Sequence[tuple[str, str]], term_id: str, limit_s: float) -> None:
        """Show the readers, offer the terms as (id, label), and the limits."""
        self.readers.set_value(readers)
        offered = [("", ALL_TERMS), *terms]
        self.term.fill([(label, lambda i=one: self.term_asked.emit(i)) for one, label in offered])
        self.term.set_value(dict(offered).get(term_id, ALL_TERMS))
        limits = sorted({*LIMITS_S, limit_s})
        self.limit.fill([(limit_text(one), lambda s=one: self.limit_asked.emit(s)) for one in limits])
        self.limit.set_value(limit_text(limit_s))

    def show_reading(self, text: str) -> None:
        """Show that the comparison is being made, "" once it stands."""
        self.progress.setText(text)
        self.progress.setVisible(bool(text))
