"""The panel of completeness in the sidebar; it outlives the studies it is about."""

from PySide6.QtCore import QObject

from eegview.model.text.language import tr
from eegview.ui.signing.completeness_panel import CompletenessPanel
from eegview.ui.window.context import Context


class CompletenessSidebarPanel(QObject):
    """The panel of completeness, shown and hidden by its command."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self.panel = CompletenessPanel()
        self.place = context.window.sidebar.add_panel(
            "study.completeness", tr("Review status"), "review", self.panel, tr("Review")
        )
        self.panel.sign_asked.connect(context.actions["study.sign"].trigger)
        self.panel.report_asked.connect(context.actions["report.open"].trigger)
