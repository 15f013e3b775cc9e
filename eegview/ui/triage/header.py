"""The strip of the triage: which run, in which order, from which score on, how far one is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from eegview.ui.page.display_strip import StripField
from eegview.ui.suggestions.view_data import ShownProgress
from eegview.ui.widgets.flow_layout import FlowLayout

_STEPS = 100  # of the threshold


class TriageHeader(QFrame):
    """Tells what is wanted; shows what is."""

    run_chosen = Signal(str)  # run_id
    order_chosen = Signal(str)
    threshold_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.run = StripField("Triage", "Which run is judged", "triage.run")
        self.order = StripField("Order", "Which candidate comes next", "triage.order.chosen")
        self.threshold_words = QLabel()
        self.threshold_words.setObjectName("triage.threshold.text")
        self.threshold_words.setProperty("role", "strong")
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setObjectName("triage.threshold")
        self.threshold.setRange(0, _STEPS)
        self.threshold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.threshold.setToolTip("Candidates below this score are left out; [ and ] move it")
        self.threshold.valueChanged.connect(lambda value: self.threshold_changed.emit(value / _STEPS))
        self.done = QLabel()
        self.done.setObjectName("triage.done")
        self.done.setProperty("role", "strong")
        self.remark = QLabel()
        self.remark.setObjectName("triage.remark")
        self.remark.setProperty("role", "warning")
        self.blind, self.auto = _switch("triage.blind.button"), _switch("triage.auto_advance.button")
        self.leave = QToolButton()
        self.leave.setObjectName("triage.close.button")
        self.leave.setProperty("role", "filter")
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        flow = QWidget()
        row = FlowLayout(flow, 22, 2)
        slider = QWidget()
        beside = QHBoxLayout(slider)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.threshold_words)
        beside.addWidget(self.threshold)
        self.threshold.setFixedWidth(self.fontMetrics().averageCharWidth() * 16)
        switches = QWidget()
        pair = QHBoxLayout(switches)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(self.blind)
        pair.addWidget(self.auto)
        for widget in (
            self.run,
            self.order,
            _captioned("Threshold", slider),
            _captioned("While judging", switches),
            _captioned("", self.remark),
        ):
            row.addWidget(widget)
        layout.addWidget(flow, 1)
        layout.addWidget(_captioned("Done", self.done), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_actions(self, blind: QAction, auto: QAction, leave: QAction, leave_key: str) -> None:
        """Have the switches be these actions."""
        self.blind.setDefaultAction(blind)
        self.auto.setDefaultAction(auto)
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {leave_key}")
        self.leave.setToolTip(leave.toolTip())

    def show_runs(self, runs: Sequence[tuple[str, str]], shown_id: str) -> None:
        """Offer these (run_id, words)."""
        self.run.fill([(words, lambda i=run_id: self.run_chosen.emit(i)) for run_id, words in runs])
        self.run.set_value(dict(runs).get(shown_id, "no run yet"))

    def show_orders(self, orders: Sequence[tuple[str, str]], current: str) -> None:
        """Offer these (order, words)."""
        self.order.fill([(words, lambda i=order: self.order_chosen.emit(i)) for order, words in orders])
        self.order.set_value(dict(orders)[current])

    def show_progress(self, progress: ShownProgress, threshold: float) -> None:
        self.threshold.blockSignals(True)
        self.threshold.setValue(round(threshold * _STEPS))
        self.threshold.blockSignals(False)
        self.threshold_words.setText(progress.threshold_text(threshold))
        self.done.setText(progress.done_text)

    def show_remark(self, text: str, tip: str = "") -> None:
        """Say what limits the run's results, such as that they are partial."""
        self.remark.setText(text)
        self.remark.setToolTip(tip)


def _switch(object_name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(object_name)
    button.setProperty("role", "switch")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button


def _captioned(text: str, widget: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    caption = QLabel(text)
    caption.setProperty("role", "caption")
    layout.addWidget(caption)
    layout.addWidget(widget)
    return holder
