"""Clusters of an open study: brackets on the page, a lane in the overview, the panel, joining and splitting."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eegview.app.marks.layers import layer_text
from eegview.app.review.clusters import Clusters
from eegview.clinical.cluster_summary import ClusterSummary
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.ui.clusters.sidebar_panel import ClustersSidebarPanel
from eegview.ui.overview.view import OverviewView
from eegview.ui.page.clusters_painter import Bracket
from eegview.ui.sidebar.rail import badge_text
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy, clock_text

_NO_TERM_COLOUR = "#c2410c"
_REST_MS = 300  # sleep is staged key by key; state and minutes since waking follow once the keys rest


class ClustersController(QObject):
    """Wires the clusters of one open study to panel, page and overview."""

    def __init__(
        self, context: Context, study: OpenStudy, sidebar: ClustersSidebarPanel, overview: OverviewView
    ) -> None:
        super().__init__(study.scope)
        self._context, self._studies, self._study = context, context.studies, study
        self._place, self._overview = sidebar.place, overview
        self.panel = sidebar.panel
        study.review.layers.use_same_event(self.panel.same_event)
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self.formed = Clusters(study.review, self.panel.rule, self._once_at_rest)
        self._rest.timeout.connect(self.formed.form)
        self.formed.changed.connect(lambda _clusters: self._show())
        study.presenter.brackets_in = self._brackets_in
        self._place.shown.connect(self._show)
        self.panel.rule_changed.connect(self._use_rule)
        self.panel.same_event_changed.connect(self._use_same_event)
        self.panel.cluster_chosen.connect(self._go_to)
        context.actions.connect({"cluster.join": self.join, "cluster.split": self.split}, study.scope)
        study.scope.ended.connect(self._end)
        self._show()

    def _once_at_rest(self, _form: Callable[[], None]) -> None:
        """Form the clusters anew once the keys that stage sleep rest."""
        self._rest.start()

    def _end(self) -> None:
        self.panel.show_clusters((), 0, [], self.panel.rule)
        self._place.set_badge("")

    def _show(self) -> None:
        study, clusters = self._study, self.formed.clusters
        if not study.scope.is_open:
            return
        study.presenter.refresh_overlay()
        self._overview.show_clusters([facts.span for facts in clusters])
        self._place.set_badge(badge_text(len(clusters)))
        if self._place.is_in_front:
            times = [clock_text(study.recording, facts.span.start_s) for facts in clusters]
            whose = layer_text(study.review.layers.counted, study.review.author)
            staged, counted = self.formed.stages_layer, study.review.layers.counted
            stages = layer_text(staged, study.review.author) if staged not in ("", counted) else ""
            self.panel.show_clusters(clusters, self.formed.n_spasms, times, self.formed.rule, whose, stages)

    def _brackets_in(self, span: Span) -> tuple[Bracket, ...]:
        term = self._studies.vocabulary.term(SPASM_TERM)
        colour = term.colour if term is not None else _NO_TERM_COLOUR
        return tuple(Bracket(facts.span, facts.text, colour) for facts in self.formed.within(span))

    def _use_rule(self, rule: ClusterRule) -> None:
        self.formed.set_rule(rule)

    def _use_same_event(self, rule: SameEventRule) -> None:
        self._study.review.layers.use_same_event(rule)

    def _go_to(self, summary: ClusterSummary) -> None:
        self._study.go_to_mark(summary.cluster.spasms[0])

    # by hand

    def join(self) -> None:
        """Join the selected spasm to the one before it."""
        mark = self._own_spasm("join it to the previous spasm")
        if mark is not None:
            self.formed.join(mark)

    def split(self) -> None:
        """Begin a new run with the selected spasm."""
        mark = self._own_spasm("start a new cluster with it")
        if mark is not None:
            self.formed.split(mark)

    def _own_spasm(self, to_do: str) -> Annotation | None:
        """Return the selected mark; None, which is reported, where it is no own spasm or off the page."""
        review = self._study.review
        mark = selected_in_sight(self._context, self._study, to_do)
        if mark is None or (mark.term_id == SPASM_TERM and review.layers.is_mine(mark)):
            return mark
        error = UsageError("Only a spasm of your own can be joined or split.", "Select one of your spasms first.")
        self._studies.fail(error)
        return None
