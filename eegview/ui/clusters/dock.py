"""The list of clusters as a dock, a tab beside another one."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget

from eegview.clinical.clusters import ClusterRule
from eegview.clinical.same_event import SAME_EVENT_S, SameEventRule
from eegview.ui.clusters.panel import ClustersPanel
from eegview.ui.window.context import Context
from eegview.ui.window.panel_switch import PanelSwitch


class ClustersDock(QObject):
    """The panel with the rule as it was used last; it outlives studies."""

    def __init__(self, context: Context, beside: QDockWidget) -> None:
        super().__init__(context.window)
        self._page, self._settings = context.window.page, context.settings
        rule = ClusterRule(
            max(1, round(self._settings.number("clusters/min_spasms", 3, 1, 1e6))),
            max(1.0, self._settings.number("clusters/interval_s", 60, 0, 1e9)),
        )
        within_s = min(max(0.0, self._settings.number("marks/same_event_s", SAME_EVENT_S)), 30.0)
        self.panel = ClustersPanel(self._page.theme, rule, SameEventRule(within_s))
        area = Qt.DockWidgetArea.RightDockWidgetArea
        self.dock = context.window.add_dock("Clusters", "dock.clusters", self.panel, area)
        context.window.tabifyDockWidget(beside, self.dock)
        self.dock.hide()
        self.panel.rule_changed.connect(self._remember)
        self.panel.same_event_changed.connect(self._remember_same_event)
        switch = PanelSwitch(context.window, context.actions, "cluster.list", self.dock)
        context.actions.connect({"cluster.list": switch.switch})

    def refresh_theme(self) -> None:
        """Draw the panel anew: theme or size of text changed."""
        self.panel.set_theme(self._page.theme)

    def _remember_same_event(self, rule: SameEventRule) -> None:
        self._settings.put("marks/same_event_s", rule.within_s)

    def _remember(self, rule: ClusterRule) -> None:
        self._settings.put("clusters/min_spasms", rule.min_spasms)
        self._settings.put("clusters/interval_s", rule.max_interval_s)
