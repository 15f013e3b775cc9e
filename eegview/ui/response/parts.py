"""The parts of the comparison around the page; they are built when it is first opened."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from eegview.app.themes import Theme
from eegview.ui.page.trace_view import TraceView
from eegview.ui.response.choice.chooser import StudyChooser
from eegview.ui.response.course_strip import CourseStrip
from eegview.ui.response.header import ResponseHeader
from eegview.ui.response.holders import ResponseSide, TreatmentStrip
from eegview.ui.response.modes import Mode
from eegview.ui.response.pane_header import PaneHeader
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context

_LOW_IN_LINES = 60  # of text: a window lower than that is low
PAGE_SHARE = 2  # of the window's page; the page beside has the same


class ResponseParts(QObject):
    """All parts of the screen. Two pages stand side by side, the one before at the left.

    headers, courses : of the left and of the right page
    side, treatment : the two places that others fill, see `ResponseSide.hold` and `TreatmentStrip.hold`
    page_focused : a page was given the keyboard; True = the one beside
    """

    page_focused = Signal(bool)

    def __init__(self, context: Context, restyled: Callable[[], None]) -> None:
        window, actions = context.window, context.actions
        super().__init__(window)
        self._window, self._restyled = window, restyled
        theme = window.page.theme
        self.header = ResponseHeader(window.strip)
        self.headers = PaneHeader("left"), PaneHeader("right")
        self.courses = CourseStrip("left", theme), CourseStrip("right", theme)
        self.chooser = StudyChooser()
        self.beside = QStackedWidget()  # the chooser, and a page for each study that was shown
        self.beside.setObjectName("response.beside")
        self.beside.addWidget(self.chooser)
        self.side, self.treatment = ResponseSide(), TreatmentStrip()
        above, below = self._row("above", self.headers), self._row("below", self.courses)
        window.over_all.addWidget(self.header)
        window.above.addWidget(above)
        window.add_beside_page(self.beside, PAGE_SHARE)
        window.below.addWidget(below)
        window.below.addWidget(self.treatment)
        window.add_side(self.side)
        self._parts = self.header, above, self.beside, below
        modes = {mode: (actions[f"response.{mode}"], key_text(actions.keys_of(f"response.{mode}"))) for mode in Mode}
        leave = actions["response.close"]
        self.header.use_actions(modes, leave, key_text(actions.keys_of("response.close")))
        self._strip_was_shown = True
        window.installEventFilter(self)
        window.page.installEventFilter(self)
        self.hide()

    @staticmethod
    def _row(name: str, widgets: tuple[QWidget, QWidget]) -> QWidget:
        """Return both in one row, each as wide as its page."""
        row = QWidget()
        row.setObjectName(f"response.{name}")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in widgets:
            layout.addWidget(widget, 1)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window and self.is_shown:
            self._fit()
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, TraceView) and self.is_shown:
            self.page_focused.emit(watched is not self._window.page)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give each part its share of the window."""
        window = self._window
        if not self.side.isHidden():
            self.side.fit(window.width())
        for course in self.courses:
            course.make_low(window.height() < _LOW_IN_LINES * window.fontMetrics().height())

    @property
    def traces_px(self) -> float:
        """Return the width in which the time of a page runs, logical pixels."""
        return self._window.page.traces_px

    # the second page

    def add_page(self, traces: TraceView) -> None:
        """Hold the page of one more study; it is not shown yet."""
        traces.installEventFilter(self)
        self.beside.addWidget(traces)

    def show_beside(self, traces: TraceView | None) -> None:
        """Show this page beside that of the open study; None: the list to choose a study from."""
        # the list behind a page must not keep that page wider than the other one
        across = QSizePolicy.Policy.Ignored if traces is not None else QSizePolicy.Policy.Preferred
        self.beside.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.beside.setCurrentWidget(traces or self.chooser)

    @property
    def is_choosing(self) -> bool:
        return self.beside.currentWidget() is self.chooser

    def put_open_page_right(self, is_right: bool) -> None:
        """Let the open study's page stand at the right: it is the one after."""
        self._window.put_page_last(is_right)

    # all of it

    @property
    def is_shown(self) -> bool:
        return not self.header.isHidden()

    def show(self) -> None:
        """Stand around the page, in place of the display strip."""
        self._strip_was_shown = not self._window.strip.isHidden()
        self._window.strip.hide()
        for part in self._parts:
            part.show()
        self.side.show_where_filled(True)
        self.treatment.show_where_filled(True)
        self._fit()

    def hide(self) -> None:
        """Give the room around the page back."""
        if self.is_shown:
            self._window.strip.setVisible(self._strip_was_shown)
        for part in self._parts:
            part.hide()
        self.side.show_where_filled(False)
        self.treatment.show_where_filled(False)
        self._window.put_page_last(False)

    def restyle(self, theme: Theme) -> None:
        """Draw all in the colours of the theme that holds now."""
        for course in self.courses:
            course.use_theme(theme)
        for number in range(self.beside.count()):
            widget = self.beside.widget(number)
            if isinstance(widget, TraceView):
                widget.set_theme(theme)
        if self.is_shown:
            self._fit()
        self._restyled()
