"""Brings the view of the shown item to its page, and keeps montage, filters and scale from item to item."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from eegview.app.page import navigation
from eegview.app.page.row_drawing import direction, grid_steps_s, middles, row_colour, scale_text
from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Montage
from eegview.model.display.page import PageResult
from eegview.model.display.view import ViewState
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.vocabulary import Vocabulary
from eegview.ui.page.canvas import RowPlacement
from eegview.ui.page.frame_clock import FrameClock
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.page.view_data import Overlay, ShownPage, ShownRow
from eegview.ui.training.page.item_handle import ItemHandle
from eegview.ui.training.page.traces import StretchTraces


def seconds_text(time_s: float) -> str:
    """Return what stands under a time line: seconds from the stretch's start, no clock."""
    return f"{time_s:.3g} s"


class StretchPage(QObject):
    """One item's page at a time.

    view_changed : montage, filters, sensitivity or place are others; the view as it is now
    shown : the page of the item was painted
    pointed : a time on the page was clicked
    """

    view_changed = Signal(object)
    shown = Signal()
    pointed = Signal(float)

    def __init__(
        self, theme: Theme, vocabulary: Vocabulary, view: ViewState, px_per_mm: Callable[[], float], name: str
    ) -> None:
        super().__init__()
        self.traces = StretchTraces(theme, name)
        self._vocabulary, self._px_per_mm, self._view = vocabulary, px_per_mm, view
        self._with_filters = view.filters
        self._handle: ItemHandle | None = None
        self._result: PageResult | None = None
        self._cursor_s: float | None = None
        self._marks: tuple[Annotation, ...] = ()
        self._clock = FrameClock(self._frame, self)
        self.traces.resized.connect(self._clock.ask)
        self.traces.gestures.cursor_set.connect(self._point)
        self.traces.wheel_turned.connect(self._wheel)

    @property
    def handle(self) -> ItemHandle | None:
        return self._handle

    @property
    def view(self) -> ViewState:
        """How items are shown: of the item on the page, else of the one before."""
        return self._view

    @property
    def montage(self) -> Montage | None:
        return self._handle.session.montage if self._handle is not None else None

    def like(self, name: str) -> "StretchPage":
        """Return another page that looks as this one does now, with nothing on it."""
        return StretchPage(self.traces.theme, self._vocabulary, self.view, self._px_per_mm, name)

    # items

    def show_item(self, handle: ItemHandle) -> None:
        """Show an item from its start, in the look of the one before."""
        self.hide_item()
        self._handle = handle
        self.traces.tell_film(handle.item.is_film)
        handle.use_view(self._view)
        handle.page_ready, handle.failed = self._ready, self._failed
        handle.session.view_changed.connect(self._changed)
        self._changed(handle.session.view)

    def hide_item(self, text: str = "") -> None:
        """Show a text instead of an item; nothing of the item stays on the page."""
        if self._handle is not None:
            self._handle.page_ready = lambda _result: None
        self._handle = self._result = self._cursor_s = None
        self._marks = ()
        self.traces.show_text(text)

    def show_cursor(self, time_s: float | None) -> None:
        """Put the cursor there, None for nowhere."""
        self._cursor_s = time_s
        self._refresh_overlay()

    def show_marks(self, marks: tuple[Annotation, ...]) -> None:
        """Draw these marks on the page, () for none."""
        self._marks = marks
        self._refresh_overlay()

    # looks

    def restyle(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.traces.set_theme(theme)
        if self._result is not None:
            self._paint(self._result)

    def use_montage(self, montage_id: str) -> None:
        """Show items in this montage from now on."""
        self._change(lambda view: replace(view, montage_id=montage_id))

    def step_sensitivity(self, steps: int) -> None:
        """Make traces taller (negative) or flatter."""
        self._change(lambda view: navigation.with_sensitivity_step(view, steps))

    def switch_filters(self) -> None:
        """Show the traces as recorded, or with the filters again."""
        is_off = all(spec.is_off for _kind, spec in self.view.filters.by_kind)
        if not is_off:
            self._with_filters = self.view.filters
        wanted = self._with_filters if is_off else NO_FILTERS
        self._change(lambda view: replace(view, filters=wanted))

    def turn(self, pages: float) -> None:
        """Turn the page of a long stretch."""
        self._move(lambda view, whole: navigation.by_pages(view, pages, whole))

    def scroll(self, seconds: float) -> None:
        """Move the page of a long stretch."""
        self._move(lambda view, whole: navigation.by(view, seconds, whole))

    def _move(self, change: Callable[[ViewState, Span], ViewState]) -> None:
        if self._handle is not None and self._handle.session.recording.duration_s > self.view.page_s:
            whole = self._handle.session.recording.span
            self._change(lambda view: change(view, whole))

    def _change(self, change: Callable[[ViewState], ViewState]) -> None:
        if self._handle is not None:
            self._handle.session.set_view(change(self._handle.session.view))
        else:
            self._view = change(self._view)
            self.view_changed.emit(self._view)

    def _changed(self, view: ViewState) -> None:
        is_film = self._handle is not None and self._handle.item.is_film
        # without channels there is no montage: the one that was chosen stays for the next item with EEG
        self._view = replace(view, montage_id=self._view.montage_id) if is_film else view
        self._clock.ask()
        self.view_changed.emit(self._view)

    # painting

    def _frame(self) -> None:
        handle = self._handle
        if handle is None:
            return
        request = handle.session.page_request()
        result = handle.server.page(request)
        if result is not None:
            self._paint(result)
        elif self._result is not None and self._result.request == request:
            self._paint(self._result)

    def _ready(self, result: PageResult) -> None:
        if self._handle is not None and result.request == self._handle.session.page_request():
            self._paint(result)

    def _failed(self, error: EegViewError) -> None:
        self._result = None
        self.traces.show_text(f"{error.sentence}\n{error.advice}".strip())

    def _paint(self, result: PageResult) -> None:
        assert self._handle is not None
        self._result = result
        page = self._page(result, self._handle.session.view)
        self.traces.show_page(page, self._overlay())
        self.shown.emit()

    def _page(self, result: PageResult, view: ViewState) -> ShownPage:
        assert self._handle is not None
        session, px_per_mm, theme = self._handle.session, self._px_per_mm(), self.traces.theme
        session.legible_rows = self.traces.legible_rows
        px_per_uv, middle_of = px_per_mm / view.sensitivity_uv_per_mm, middles(result)
        rows = []
        for position, index in enumerate(session.visible_rows(result.rows)):
            row = result.rows[index]
            px_per_unit = px_per_uv * view.gain_of(row.label, row.kind) * direction(row)
            offset_px = middle_of.get(index, 0.0) * px_per_unit
            placement = RowPlacement(index, position, px_per_unit, offset_px, row_colour(row, theme))
            rows.append(ShownRow(row, placement, scale_text(row, view)))
        grid_s = grid_steps_s(view.page_s)
        span, sensitivity = result.request.span, view.sensitivity_uv_per_mm
        return ShownPage(result, span, tuple(rows), sensitivity, px_per_mm, grid_s, seconds_text)

    def _overlay(self) -> Overlay:
        style = MarkStyle(self.traces.theme, self._vocabulary)
        return Overlay(self._marks, style, self._cursor_s)

    def _refresh_overlay(self) -> None:
        if self._result is not None:
            self.traces.show_overlay(self._overlay())

    # the mouse

    def _point(self, time_s: float) -> None:
        if self._handle is not None:
            whole = self._handle.session.recording.span
            self.pointed.emit(min(max(time_s, whole.start_s), whole.stop_s))

    def _wheel(self, notches: float, modifiers: object, _time_s: float) -> None:
        assert isinstance(modifiers, Qt.KeyboardModifier)
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.step_sensitivity(-1 if notches > 0 else 1)
        else:
            self.scroll(-notches)
