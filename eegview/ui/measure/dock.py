"""The panel "Measure" in its dock; it outlives the studies it measures in."""

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtWidgets import QDockWidget, QMenu

from eegview.app.measure.request import Source
from eegview.model.annotation import Annotation
from eegview.ui.measure.choice import remember_choice, remembered_choice
from eegview.ui.measure.controller import MeasureController
from eegview.ui.measure.panel import NOTHING_OPEN, MeasurePanel
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy
from eegview.ui.window.panel_switch import PanelSwitch, is_in_front


class MeasureDock(QObject):
    """The panel in a dock, shown and hidden by its command; it makes a controller for each study."""

    def __init__(self, context: Context, beside: QDockWidget) -> None:
        super().__init__(context.window)
        self._context = context
        self._controller: MeasureController | None = None
        self.panel = MeasurePanel(context.window.page.theme, remembered_choice(context.settings))
        area = Qt.DockWidgetArea.RightDockWidgetArea
        self.dock = context.window.add_dock("Measure", "dock.measure", self.panel, area)
        context.window.tabifyDockWidget(beside, self.dock)
        self.dock.hide()
        self._switch = PanelSwitch(context.window, context.actions, "display.measure", self.dock)
        context.actions.connect({"display.measure": self._switch.switch})
        self.dock.visibilityChanged.connect(self._visibility_changed)
        self.panel.choice_changed.connect(lambda choice: remember_choice(context.settings, choice))
        self.panel.copied.connect(context.say)
        context.studies.study_opened.connect(self._study_opened)
        context.studies.study_closed.connect(self._study_closed)

    def restyle(self) -> None:
        """Draw the panel in the window's theme as it is now."""
        self.panel.set_theme(self._context.window.page.theme)

    def is_in_sight(self) -> bool:
        """Whether the panel is seen."""
        return is_in_front(self.dock)

    def measure_selection(self) -> None:
        """Show the panel with what is selected."""
        self.panel.choose_source(Source.SELECTION)
        self._switch.open()

    def add_to_menu(self, menu: QMenu, _at_px: QPointF, mark: Annotation | None) -> None:
        """Offer to measure what is selected, or the mark under the mouse, in the menu of the page."""
        study = self._context.studies.study
        if study is None:
            return
        if study.view.selection is not None:
            action = menu.addAction("Measure selection")
        elif mark is not None and mark.duration_s > 0:
            action = menu.addAction("Measure this mark")
            action.triggered.connect(lambda _checked=False: study.review.selection.select(mark))
        else:
            return
        action.setObjectName("menu.measure")
        action.triggered.connect(lambda _checked=False: self.measure_selection())

    def _study_opened(self, study: OpenStudy) -> None:
        self._controller = MeasureController(self._context, study, self.panel, self.is_in_sight)

    def _study_closed(self) -> None:
        self._controller = None
        self.panel.show_message(NOTHING_OPEN)

    def _visibility_changed(self) -> None:
        if self._controller is not None:
            self._controller.refresh()
