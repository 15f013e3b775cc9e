"""The triage's strip at work: which run, in which order, from which score on, and how far one is."""

from eegview.app.detectors.run_texts import run_title
from eegview.app.suggestions.suggestions import Suggestions
from eegview.app.suggestions.triage import Triage
from eegview.app.suggestions.triage_groups import Order
from eegview.model.detection import DetectorRun
from eegview.ui.suggestions.view_data import ShownProgress
from eegview.ui.triage.header import TriageHeader

THRESHOLD_STEP = 0.05
ORDER_WORDS = {
    Order.CLUSTER: "cluster, then confidence",
    Order.CONFIDENCE: "confidence",
    Order.UNCERTAINTY: "doubt: scores near 0.5 first",
    Order.TIME: "time",
}
BLIND_WORDS = ORDER_WORDS | {
    Order.CLUSTER: "cluster, then time",
    Order.CONFIDENCE: "time, as scores are hidden",
    Order.UNCERTAINTY: "time, as scores are hidden",
}


class TriageStrip:
    """Shows what is in the strip, and does what is chosen there. Between studies it does nothing."""

    def __init__(self, header: TriageHeader) -> None:
        self._header = header
        self._suggestions: Suggestions | None = None
        self._triage: Triage | None = None
        header.run_chosen.connect(self._choose_run)
        header.order_chosen.connect(lambda order: self.set_order(Order(order)))
        header.threshold_changed.connect(self._set_threshold)

    def use(self, suggestions: Suggestions | None, triage: Triage | None) -> None:
        """Work on this study's suggestions, None = there are none."""
        self._suggestions, self._triage = suggestions, triage

    def _choose_run(self, run_id: str) -> None:
        if self._suggestions is not None:
            self._suggestions.show(run_id)

    def set_order(self, order: Order) -> None:
        if self._triage is not None:
            self._triage.set_order(order)

    def next_order(self) -> None:
        if self._triage is not None:
            orders = list(Order)
            self.set_order(orders[(orders.index(self._triage.order) + 1) % len(orders)])

    def _set_threshold(self, threshold: float) -> None:
        if self._suggestions is not None:
            self._suggestions.set_threshold(threshold)

    def step_threshold(self, steps: int) -> None:
        """Raise or lower the threshold by so many steps."""
        if self._suggestions is not None:
            threshold = round(self._suggestions.threshold / THRESHOLD_STEP + steps) * THRESHOLD_STEP
            self._set_threshold(min(max(round(threshold, 4), 0.0), 1.0))

    def show(self) -> None:
        """Show run, order, threshold, progress, and what limits the run's results."""
        suggestions, triage, header = self._suggestions, self._triage, self._header
        if suggestions is None or triage is None:
            return
        shown = suggestions.shown
        runs = [(run.run_id, run_title(run)) for run in reversed(suggestions.runs)]
        header.show_runs(runs, shown.run.run_id if shown is not None else "")
        words = BLIND_WORDS if triage.is_blind else ORDER_WORDS
        header.show_orders([(order.value, words[order]) for order in Order], triage.order.value)
        counts = suggestions.counts
        progress = ShownProgress(counts.judged, counts.shown, counts.total, triage.seconds_each)
        header.show_progress(progress, suggestions.threshold)
        remarks = remarks_on(shown.run) if shown is not None else ()
        header.show_remark(remarks[0] if remarks else "", "\n".join(remarks))


def remarks_on(run: DetectorRun) -> tuple[str, ...]:
    """Return what limits a run's results, the shortest first."""
    partial = ("Partial run: it did not search all that was asked for.",) if run.is_partial else ()
    return (*partial, *run.outside)
