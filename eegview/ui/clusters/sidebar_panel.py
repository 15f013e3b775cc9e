"""The list of clusters in the sidebar."""

from PySide6.QtCore import QObject

from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SameEventRule
from eegview.model.text.language import tr
from eegview.ui.clusters.panel import ClustersPanel
from eegview.ui.window.context import Context


class ClustersSidebarPanel(QObject):
    """The panel with the rule as it was used last; it outlives studies."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._page, self._settings = context.window.page, context.settings
        self.panel = ClustersPanel(self._page.theme, self._settings.cluster_rule, self._settings.same_event)
        self.place = context.window.sidebar.add_panel("cluster.list", tr("Clusters"), "clusters", self.panel)
        self.panel.rule_changed.connect(self._remember)
        self.panel.same_event_changed.connect(self._remember_same_event)

    def refresh_theme(self) -> None:
        """Draw the panel anew: theme or size of text changed."""
        self.panel.set_theme(self._page.theme)

    def _remember_same_event(self, rule: SameEventRule) -> None:
        self._settings.put("marks/same_event_s", rule.within_s)

    def _remember(self, rule: ClusterRule) -> None:
        self._settings.put("clusters/min_spasms", rule.min_spasms)
        self._settings.put("clusters/interval_s", rule.max_interval_s)
