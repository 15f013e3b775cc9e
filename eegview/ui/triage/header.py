"""The strip of the triage: which run, in which order, from which score on, how far one is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from eegview.app.detectors.run_texts import run_title
from eegview.app.suggestions.suggestions import Suggestions
from eegview.app.suggestions.triage import Triage
from eegview.app.suggestions.triage_groups import Order
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.language import tr
from eegview.ui.page.display_strip import StripField
from eegview.ui.suggestions.view_data import ShownProgress
from eegview.ui.widgets.flow_layout import FlowLayout

THRESHOLD_STEP = 0.05
ORDER_TEXTS = {
    Order.CLUSTER: tr("cluster, then confidence"),
    Order.CONFIDENCE: "confidence",
    Order.UNCERTAINTY: tr("uncertain first"),
    Order.TIME: "time",
}
BLIND_TEXTS = ORDER_TEXTS | {
    Order.CLUSTER: "cluster, then time",
    Order.CONFIDENCE: "time, as scores are hidden",
    Order.UNCERTAINTY: "time, as scores are hidden",
}
_STEPS = 100  # of the threshold


class TriageHeader(QFrame):
    """A strip that shows run, order, threshold and progress, and reports what is chosen there."""

    run_chosen = Signal(str)  # run_id
    order_chosen = Signal(str)
    threshold_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.run = StripField(tr("Triage"), tr("Detector run"), "triage.run")
        self.order = StripField(tr("Order"), tr("Which suggestion comes next"), "triage.order.chosen")
        self.threshold_text = QLabel()
        self.threshold_text.setObjectName("triage.threshold.text")
        self.threshold_text.setProperty("role", "strong")
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.threshold.setObjectName("triage.threshold")
        self.threshold.setAccessibleName(tr("Threshold"))
        self.threshold.setRange(0, _STEPS)
        self.threshold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.threshold.setToolTip(tr("Suggestions below this score are left out; [ and ] change it"))
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
        line = QHBoxLayout(slider)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.threshold_text)
        line.addWidget(self.threshold)
        self.threshold.setFixedWidth(self.fontMetrics().averageCharWidth() * 16)
        switches = QWidget()
        pair = QHBoxLayout(switches)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(self.blind)
        pair.addWidget(self.auto)
        for widget in (
            self.run,
            self.order,
            _captioned(tr("Threshold"), slider),
            _captioned(tr("Options"), switches),
            _captioned("", self.remark),
        ):
            row.addWidget(widget)
        layout.addWidget(flow, 1)
        layout.addWidget(_captioned(tr("Decided"), self.done), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)

    def use_actions(self, blind: QAction, auto: QAction, leave: QAction, leave_key: str) -> None:
        """Have the switches be these actions."""
        self.blind.setDefaultAction(blind)
        self.auto.setDefaultAction(auto)
        self.leave.clicked.connect(lambda _checked=False: leave.trigger())
        self.leave.setText(f"{leave.text()}  {leave_key}")
        self.leave.setToolTip(leave.toolTip())

    def show_runs(self, runs: Sequence[tuple[str, str]], shown_id: str) -> None:
        """Offer runs as (run_id, title)."""
        self.run.fill([(title, lambda i=run_id: self.run_chosen.emit(i)) for run_id, title in runs])
        self.run.set_value(dict(runs).get(shown_id, "no run yet"))

    def show_orders(self, orders: Sequence[tuple[str, str]], current: str) -> None:
        """Offer orders as (order, text)."""
        self.order.fill([(text, lambda i=order: self.order_chosen.emit(i)) for order, text in orders])
        self.order.set_value(dict(orders)[current])

    def show_progress(self, progress: ShownProgress, threshold: float, has_threshold: bool = True) -> None:
        """Show how far one is, and the threshold where one applies."""
        self.threshold.setVisible(has_threshold)
        self.threshold.blockSignals(True)
        self.threshold.setValue(round(threshold * _STEPS))
        self.threshold.blockSignals(False)
        self.threshold_text.setText(progress.threshold_text(threshold if has_threshold else None))
        self.done.setText(progress.done_text)

    def show_remark(self, text: str, tip: str = "") -> None:
        """Show what limits the run's results, such as that they are partial."""
        self.remark.setText(text)
        self.remark.setToolTip(tip)


class HeaderController(QObject):
    """Shows the state of one study's triage in the strip, and does what is chosen there."""

    def __init__(self, header: TriageHeader, suggestions: Suggestions, triage: Triage, parent: QObject) -> None:
        super().__init__(parent)
        self._header, self._suggestions, self._triage = header, suggestions, triage
        header.run_chosen.connect(self._choose_run)
        header.order_chosen.connect(self._choose_order)
        header.threshold_changed.connect(self._set_threshold)

    def _choose_run(self, run_id: str) -> None:
        self._suggestions.show(run_id)

    def _choose_order(self, order: str) -> None:
        self._triage.set_order(Order(order))

    def next_order(self) -> None:
        """Go through the candidates in the next of the orders."""
        orders = list(Order)
        self._triage.set_order(orders[(orders.index(self._triage.order) + 1) % len(orders)])

    def _set_threshold(self, threshold: float) -> None:
        self._suggestions.set_threshold(threshold)

    def step_threshold(self, steps: int) -> None:
        """Raise or lower the threshold by so many steps."""
        shown = self._suggestions.shown
        if shown is not None and not shown.has_threshold:
            return
        threshold = round(self._suggestions.threshold / THRESHOLD_STEP + steps) * THRESHOLD_STEP
        self._set_threshold(min(max(round(threshold, 4), 0.0), 1.0))

    def show(self) -> None:
        """Show run, order, threshold, progress, and what limits the run's results."""
        suggestions, triage, header = self._suggestions, self._triage, self._header
        shown = suggestions.shown
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        header.show_runs(runs, shown.run.run_id if shown is not None else "")
        texts = BLIND_TEXTS if triage.is_blind else ORDER_TEXTS
        header.show_orders([(order.value, texts[order]) for order in Order], triage.order.value)
        counts = suggestions.counts
        progress = ShownProgress(counts.judged, counts.shown, counts.total, triage.seconds_each)
        header.show_progress(progress, suggestions.threshold, shown is None or shown.has_threshold)
        remarks = remarks_on(shown.run) if shown is not None else ()
        header.show_remark(remarks[0] if remarks else "", "\n".join(remarks))


def remarks_on(run: DetectorRun) -> tuple[str, ...]:
    """Return what limits a run's results, the shortest first."""
    partial = ("Partial run: it did not search the whole range.",) if run.is_partial else ()
    return (*partial, *run.outside)


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
