"""Clusters in the window: brackets on the page, a lane in the overview, the panel, joining and splitting."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from eegview.app.marks.layers import layer_text
from eegview.app.review.clusters import Clusters
from eegview.clinical.cluster_facts import ClusterFacts
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.model.errors import UsageError
from eegview.model.span import Span
from eegview.ui.clusters.panel import ClustersPanel
from eegview.ui.page.clusters_painter import Bracket
from eegview.ui.window.open_study import OpenStudy, clock_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class ClustersDesk(QObject):
    """Wires the clusters of the open study to panel, page and overview."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station = station
        settings = station.settings
        rule = ClusterRule(
            max(1, round(settings.number("clusters/min_spasms", 3))),
            max(1.0, settings.number("clusters/interval_s", 60)),
        )
        self.formed: Clusters | None = None
        self.panel = ClustersPanel(station.window.page.theme, rule)
        self.dock = station.window.add_dock(
            "Clusters", "dock.clusters", self.panel, Qt.DockWidgetArea.RightDockWidgetArea
        )
        station.window.tabifyDockWidget(station.marks.dock, self.dock)
        self.dock.hide()
        self.dock.visibilityChanged.connect(lambda _is_shown: self._show())
        self.panel.rule_changed.connect(self._use_rule)
        self.panel.cluster_chosen.connect(self._go_to)
        station.desk.study_opened.connect(self._study_opened)
        station.desk.study_closed.connect(self._study_closed)
        station.desk.style_changed.connect(lambda: self.panel.set_theme(station.window.page.theme))
        station.actions.connect(
            {"cluster.join": self.join, "cluster.split": self.split, "cluster.list": self.switch_shown}
        )

    def _study_opened(self, study: OpenStudy) -> None:
        self.formed = Clusters(study.review, self.panel.rule)
        self.formed.changed.connect(lambda _clusters: self._show())
        study.presenter.brackets_in = self._brackets_in
        self._show()

    def _study_closed(self) -> None:
        self.formed = None
        self.panel.show_clusters((), 0, [], self.panel.rule)

    def _show(self) -> None:
        study = self._station.desk.study
        if study is None or self.formed is None:
            return
        study.presenter.refresh_overlay()
        self._station.overview.show_clusters([facts.span for facts in self.formed.clusters])
        if self.dock.isVisible():
            times = [clock_text(study.recording, facts.span.start_s) for facts in self.formed.clusters]
            whose = layer_text(study.review.layers.counted, study.review.author)
            self.panel.show_clusters(self.formed.clusters, self.formed.n_spasms, times, self.formed.rule, whose)

    def _brackets_in(self, span: Span) -> tuple[Bracket, ...]:
        if self.formed is None:
            return ()
        term = self._station.desk.vocabulary.term(SPASM_TERM)
        colour = term.colour if term else "#c2410c"
        return tuple(Bracket(facts.span, facts.text, colour) for facts in self.formed.within(span))

    def _use_rule(self, rule: ClusterRule) -> None:
        self._station.settings.put("clusters/min_spasms", rule.min_spasms)
        self._station.settings.put("clusters/interval_s", rule.max_interval_s)
        if self.formed is not None:
            self.formed.set_rule(rule)

    def _go_to(self, facts: ClusterFacts) -> None:
        self._station.page_commands.go_to_mark(facts.cluster.spasms[0])

    def join(self) -> None:
        """Join the selected spasm to the one before it."""
        self._by_hand(is_join=True)

    def split(self) -> None:
        """Begin a new run with the selected spasm."""
        self._by_hand(is_join=False)

    def _by_hand(self, is_join: bool) -> None:
        study = self._station.desk.study
        if study is None or self.formed is None or study.review.selection.mark is None:
            return
        mark = study.review.selection.mark
        if mark.term_id != SPASM_TERM or not study.review.layers.is_mine(mark):
            error = UsageError("Only a spasm of your own can be joined or split.", "Select one of your spasms first.")
            self._station.desk.fail(error)
        elif is_join:
            self.formed.join(mark)
        else:
            self.formed.split(mark)

    def switch_shown(self) -> None:
        """Show the list beside the marks, or hide it."""
        is_shown = not self.dock.isVisible()
        self.dock.setVisible(is_shown)
        if is_shown:
            self.dock.raise_()
