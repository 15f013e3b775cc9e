"""The panel "Measure" in the sidebar; it outlives the studies it measures in.

Panel, controller and what they count with are loaded when the panel is seen first: a window starts without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from eegview.app.measure.request import Source
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.style import panel_size_hint

if TYPE_CHECKING:
    from eegview.ui.measure.controller import MeasureController
    from eegview.ui.measure.panel import MeasurePanel

_LEAST_LINES = 12  # of text


class _Holder(QWidget):
    """The room of the panel, empty until it is made; the panel scrolls by itself, so that little height is enough."""

    def __init__(self) -> None:
        super().__init__()
        self._held: QWidget | None = None

    def hold(self, widget: QWidget) -> None:
        self._held = widget
        widget.setParent(self)
        widget.setGeometry(self.rect())
        widget.show()

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.fontMetrics().height() * _LEAST_LINES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._held is not None:
            self._held.setGeometry(self.rect())


class MeasureSidebarPanel(QObject):
    """The panel, shown and hidden by its command; it makes a controller for each study."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._panel: MeasurePanel | None = None
        self.controller: MeasureController | None = None  # once the panel was seen in this study
        self._holder = _Holder()
        self.place = context.window.sidebar.add_panel("display.measure", tr("Measure"), "measure", self._holder)
        self.place.shown.connect(self._seen)
        context.actions.connect({"display.measure_selection": self.measure_selection})
        context.studies.study_opened.connect(self._study_opened)
        context.studies.study_closed.connect(self._study_closed)

    @property
    def panel(self) -> MeasurePanel:
        """The panel, made when it is first asked for."""
        if self._panel is None:
            self._panel = self._make_panel()
        return self._panel

    def _make_panel(self) -> MeasurePanel:
        from eegview.ui.measure.choice import remember_choice, remembered_choice
        from eegview.ui.measure.panel import MeasurePanel

        settings = self._context.settings
        panel = MeasurePanel(self._context.window.page.theme, remembered_choice(settings))
        panel.choice_changed.connect(lambda choice: remember_choice(settings, choice))
        panel.copied.connect(self._context.say)
        self._holder.hold(panel)
        return panel

    def restyle(self) -> None:
        """Draw the panel in the window's theme as it is now."""
        if self._panel is not None:
            self._panel.set_theme(self._context.window.page.theme)

    def is_in_sight(self) -> bool:
        """Whether the panel is seen."""
        return self.place.is_in_front

    def measure_selection(self) -> None:
        """Show the panel with what is selected."""
        self.panel.choose_source(Source.SELECTION)
        self.place.open()

    def add_to_menu(self, menu: QMenu, _at_px: QPointF, mark: Annotation | None) -> None:
        """Offer to measure what is selected, or the mark under the mouse, in the menu of the page."""
        study = self._context.studies.study
        if study is None:
            return
        if study.view.selection is not None:
            action = menu.addAction(tr("Measure selection"))
        elif mark is not None and mark.duration_s > 0:
            action = menu.addAction(tr("Measure this mark"))
            action.triggered.connect(lambda _checked=False: study.review.selection.select(mark))
        else:
            return
        action.setObjectName("menu.measure")
        action.triggered.connect(lambda _checked=False: self.measure_selection())

    def _study_opened(self, _study: OpenStudy) -> None:
        self._seen()

    def _study_closed(self) -> None:
        self.controller = None
        if self._panel is not None:
            self._panel.show_nothing()

    def _seen(self) -> None:
        """Measure in the open study from now on, where the panel is seen."""
        if not self.is_in_sight():
            return
        panel, study = self.panel, self._context.studies.study
        if self.controller is not None:
            self.controller.refresh()
        elif study is not None:
            from eegview.ui.measure.controller import MeasureController

            self.controller = MeasureController(self._context, study, panel, self.is_in_sight)
