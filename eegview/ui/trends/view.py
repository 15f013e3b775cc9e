"""The screen of the whole study: strip above, clock and panels in the middle, choices at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.trends.clock_row import ClockRow
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.time_window import TimeWindow
from eegview.ui.trends.header import TrendsHeader
from eegview.ui.trends.side import ALL, HALF_HOUR, PAGE, TWO_HOURS, TrendsSide
from eegview.ui.trends.stack import PanelStack
from eegview.ui.triage.buttons import key_text
from eegview.ui.widgets.task_progress import WorkProgress
from eegview.ui.window.context import Context

_SCROLL_UNITS = 100_000  # of the scroll bar of time, for all of the study


class PanelScroll(QScrollArea):
    """Scrolls the panels where they do not fit; else they fill it."""

    def __init__(self, stack: PanelStack) -> None:
        super().__init__()
        self.setObjectName("trends.scroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack = stack
        self.setWidget(stack)

    def resizeEvent(self, event) -> None:
        self._stack.use_room(self.viewport().height())
        super().resizeEvent(event)


class TrendsView(QObject):
    """Holds the parts, which outlive studies."""

    start_asked = Signal(float)  # of the time shown, by the scroll bar

    def __init__(self, context: Context) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._page = window.page
        self.header, self.side = TrendsHeader(), TrendsSide()
        self.stack = PanelStack(Look(window.page.theme))
        self.scroll = PanelScroll(self.stack)
        self.clock = ClockRow(lambda: self.stack.columns, lambda: self.stack.look.theme)
        self.time_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.time_bar.setObjectName("trends.time_bar")
        self.time_bar.setAccessibleName(tr("Time shown"))
        self.time_bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.time_bar.valueChanged.connect(self._bar_moved)
        self._whole_s = 1.0
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.clock)
        column.addWidget(self.scroll, 1)
        column.addWidget(self.time_bar)
        self.body = QWidget()
        self.body.setObjectName("trends.body")
        row = QHBoxLayout(self.body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(middle, 1)
        row.addWidget(self.side)
        window.above.addWidget(self.header)
        window.add_beside_page(self.body, 2)
        leave, side = actions["trends.close"], actions["trends.side"]
        self.header.use_actions(
            leave, key_text(actions.keys_of("trends.close")), side, key_text(actions.keys_of("trends.side"))
        )
        for name, command_id in (
            (ALL, "all"),
            (TWO_HOURS, "two_hours"),
            (HALF_HOUR, "half_hour"),
            (PAGE, "page_span"),
        ):
            key = key_text(actions.keys_of(f"trends.{command_id}"))
            self.side.lengths[name].setToolTip(f"{actions[f'trends.{command_id}'].toolTip()} ({key})")
        self.stack.hovered.connect(self.clock.show_hover)
        self.progress = WorkProgress()
        self.progress.setObjectName("trends.progress")
        window.statusBar().addPermanentWidget(self.progress)
        self.header.hide()
        self.body.hide()

    def set_shown(self, is_shown: bool) -> None:
        """Take the page's place, or give it back."""
        self.header.setVisible(is_shown)
        self.body.setVisible(is_shown)
        self._page.setVisible(not is_shown)
        if is_shown:
            self.stack.setFocus()
        else:
            self.show_study(None)

    def restyle(self) -> None:
        """Use the theme of now."""
        look = self.stack.look
        self.stack.show_look(Look(self._page.theme, look.level_db, look.is_dimmed))
        self.clock.update()

    def show_study(self, study: ShownStudy | None) -> None:
        self.stack.show_study(study)
        self.clock.show_study(study)

    def show_panels(self, panels: Sequence[Panel]) -> None:
        self.stack.show_panels(panels)

    def show_window(self, shown: TimeWindow) -> None:
        """Show a span of time, and where it lies in the whole."""
        self.stack.show_span(shown.span)
        self.clock.update()
        self._whole_s = max(shown.whole.duration_s, 1e-9)
        per_s = _SCROLL_UNITS / self._whole_s
        length = round(shown.span.duration_s * per_s)
        bar = self.time_bar
        bar.blockSignals(True)
        bar.setPageStep(max(length, 1))
        bar.setSingleStep(max(length // 10, 1))
        bar.setRange(0, max(_SCROLL_UNITS - length, 0))
        bar.setValue(round(shown.span.start_s * per_s))
        bar.blockSignals(False)
        bar.setVisible(not shown.is_all)

    def _bar_moved(self, value: int) -> None:
        self.start_asked.emit(value * self._whole_s / _SCROLL_UNITS)

    def show_cursor(self, time_s: float) -> None:
        self.stack.show_cursor(time_s)
        self.clock.show_cursor(time_s)

    def show_spoken(self, text: str) -> None:
        """Give a screen reader the values at the cursor."""
        self.stack.setAccessibleDescription(text)

    def show_page(self, page: Span | None) -> None:
        self.stack.show_page(page)
