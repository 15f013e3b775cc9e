"""Bring the session's view to the page: ask for pages, lay out rows, put marks and cursor over them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from eegview.app.marks.file_notes import NoteReadings
from eegview.app.page import navigation
from eegview.app.page.butterfly import butterfly_of
from eegview.app.page.clock_grid import grid_offset_s
from eegview.app.page.row_drawing import SIDE_COLOURS, direction, grid_steps_s, middles, row_colour, scale_text
from eegview.app.page.server import PageServer
from eegview.app.page.session import Session
from eegview.app.review.review import Review
from eegview.app.themes import Theme
from eegview.model.annotation import Annotation
from eegview.model.display.montage import Row
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.vocabulary import Vocabulary
from eegview.ui.page.bins_painter import ShownBins
from eegview.ui.page.butterfly_rows import ButterflyRows, butterfly_rows
from eegview.ui.page.calipers import Calipers
from eegview.ui.page.canvas import RowPlacement
from eegview.ui.page.clusters_painter import Bracket
from eegview.ui.page.crosshair import crosshair_at
from eegview.ui.page.frame_clock import FrameClock
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.page.pair import ShownPair
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.page.trace_view import TraceView
from eegview.ui.page.view_data import Crosshair, Overlay, ShownPage, ShownRow


class PagePresenter(QObject):
    """One frame at a time: what is newest is asked for, what has come is shown, never two halves of different pages."""

    page_shown = Signal(object)  # ViewState as painted

    def __init__(
        self,
        view: TraceView,
        session: Session,
        review: Review,
        vocabulary: Vocabulary,
        px_per_mm: Callable[[], float],
        clock_text: Callable[[float], str],
    ) -> None:
        super().__init__(view)
        self._view, self._session, self._review = view, session, review
        self._vocabulary, self._px_per_mm, self._clock_text = vocabulary, px_per_mm, clock_text
        self._server: PageServer | None = None
        self._result: PageResult | None = None
        self._moved_s = 0.0
        self._last_start_s = session.view.start_s
        self.colour_scheme = SIDE_COLOURS
        self.is_butterfly = False  # all EEG rows lie on one baseline
        self.butterfly_text = ""  # what is on the page then; "" while it is as usual
        self.crosshair_row = ""  # label of the row that is read out at the cursor
        self.calipers: Calipers | None = None
        self.pending_start_s: float | None = None
        self.readings: NoteReadings | None = None  # what the notes of the file mean
        self.shown_text: Callable[[str], str] | None = None  # gives a note's text as it may be shown
        self.band_s = 0.0
        self.brackets_in: Callable[[Span], tuple[Bracket, ...]] = lambda _span: ()
        self.suggestions_in: Callable[[Span], tuple[ShownSuggestion, ...]] = lambda _span: ()
        self.suggestions_text = ""
        self.is_judging = False  # suggestions are judged one by one: only the one in the spotlight is shown
        self.spotlight: Spotlight | None = None
        self.pair: ShownPair | None = None  # two readers are compared: only their marks of one event are shown
        self.bins: ShownBins | None = None  # seconds of the page that are scored one by one
        self.likely_next: Callable[[], tuple[PageRequest, ...]] | None = None  # instead of the neighbours
        self.places: Callable[[], tuple[Row, ...]] | None = None  # rows of both pages, side by side
        self._preview: dict[str, Annotation] = {}  # marks whose edge is being dragged, as they would become
        self._painted: tuple[PageResult, ViewState] | None = (
            None  # what the canvas shows, cursor and selection left out
        )
        self._clock = FrameClock(self._frame, self)
        session.view_changed.connect(lambda _view: self._clock.ask())
        review.marks_changed.connect(lambda _edit: self.refresh_overlay())
        review.selection.filter_changed.connect(lambda _none: self.refresh_overlay())
        review.selection.changed.connect(lambda _mark: self.refresh_overlay())
        review.layers.changed.connect(lambda _hidden: self.refresh_overlay())
        view.resized.connect(self._resized)

    def serve_from(self, server: PageServer) -> None:
        self._server = server
        self._clock.ask()

    @property
    def theme(self) -> Theme:
        return self._view.theme

    def _resized(self) -> None:
        self._painted = None
        self._clock.ask()

    # pages

    def on_page_ready(self, result: PageResult) -> None:
        """Accept a page from the lane: the newest is painted at once, an older one while nothing newer has come."""
        wanted = self._session.page_request()
        if result.request != wanted and self._result is not None and self._result.request == wanted:
            return  # stale: a newer page is already shown
        self._result = result
        self._paint_page(result)
        self._prefetch()

    def _frame(self) -> None:
        if self._server is None:
            return
        view = self._session.view
        request = self._session.page_request()
        moved_s = view.start_s - self._last_start_s
        self._last_start_s = view.start_s
        if moved_s:
            self._moved_s = moved_s
        result = self._server.page(request)
        if result is not None:
            self._result = result
            self._paint_page(result)
            self._prefetch()
        elif self._result is not None and self._result.request == request:
            self._paint_page(self._result)

    def _prefetch(self) -> None:
        """Request the neighbours, unless the page on the screen is behind what is wanted."""
        is_newest = self._result is not None and self._result.request == self._session.page_request()
        if self._server is not None and is_newest:
            likely = self.likely_next() if self.likely_next is not None else self._neighbours(self._session.view)
            self._server.prefetch(likely)

    def _neighbours(self, view: ViewState) -> tuple[PageRequest, ...]:
        """Return the pages likely to be wanted next: on in the direction of the last move, and a page each way."""
        span = self._session.recording.span
        ahead = [navigation.by(view, self._moved_s * k, span) for k in (1, 2)] if self._moved_s else []
        pages = [navigation.by_pages(view, 1, span), navigation.by_pages(view, -1, span)]
        starts = dict.fromkeys(v.start_s for v in (*ahead, *pages) if v.start_s != view.start_s)
        return tuple(self._session.page_request(start_s) for start_s in starts)

    def _paint_page(self, result: PageResult) -> None:
        """Paint `result` with the newest look; its own span decides the time axis."""
        request = result.request
        if request.montage.montage_id != self._session.view.montage_id:
            return  # the rows on their way belong together with their montage
        view = replace(self._session.view, start_s=request.span.start_s, page_s=request.span.duration_s)
        bare = replace(view, cursor_s=None, selection=None, selected_rows=())
        shown = self._view.shown_page
        if shown is not None and self._painted is not None and self._painted[0] is result and self._painted[1] == bare:
            self._view.show_overlay(self._overlay(shown, view))
            self.page_shown.emit(view)
            return
        self._painted = result, bare
        page = self._page(result, view)
        self._view.show_page(page, self._overlay(page, view))
        self.page_shown.emit(view)

    def _page(self, result: PageResult, view: ViewState) -> ShownPage:
        """Return the page with its rows one below the other, or its EEG rows on one baseline."""
        px_per_mm, butterfly = self._px_per_mm(), None
        if self.is_butterfly:
            butterfly = butterfly_of(result, self._session.visible_rows(result.rows))
        self.butterfly_text = butterfly.text if butterfly is not None else ""
        if butterfly is None:
            rows = ButterflyRows(self._shown_rows(result, view), (), ())
        else:
            px_per_uv = px_per_mm / view.sensitivity_uv_per_mm
            result, rows = butterfly.page, butterfly_rows(butterfly, px_per_uv, self.theme, self.colour_scheme)
        return ShownPage(
            result,
            result.request.span,
            rows.rows,
            view.sensitivity_uv_per_mm,
            px_per_mm,
            grid_steps_s(view.page_s),
            self._clock_text,
            grid_offset_s(self._session.recording, result.request.span) if self._session.is_clock else 0.0,
            rows.overlaid,
            rows.shares,
        )

    def _shown_rows(self, result: PageResult, view: ViewState) -> tuple[ShownRow, ...]:
        px_per_mm = self._px_per_mm()
        px_per_uv = px_per_mm / view.sensitivity_uv_per_mm
        middle_of = middles(result)
        self._session.legible_rows = self._view.legible_rows
        shown = []
        for position, index in enumerate(self._placed(result.rows)):
            if isinstance(index, Row):
                shown.append(self._lacking_row(index, position))
                continue
            row = result.rows[index]
            style = view.row_style(row.label)
            px_per_unit = px_per_uv * view.gain_of(row.label, row.kind) * direction(row)
            placement = RowPlacement(
                index,
                position,
                px_per_unit,
                style.offset_mm * px_per_mm + middle_of.get(index, 0.0) * px_per_unit,
                row_colour(row, self.theme, self.colour_scheme),
            )
            shown.append(ShownRow(row, placement, scale_text(row, view)))
        return tuple(shown)

    def _placed(self, rows: tuple[Row, ...]) -> list[int | Row]:
        """Return the indexes of the rows on the page, top to bottom; beside another study also the rows only it has."""
        visible = self._session.visible_rows(rows)
        if self.places is None:
            return list(visible)
        index_of = {rows[index].label: index for index in reversed(visible)}
        placed = [index_of.pop(row.label, row) for row in self.places()]
        return [*placed, *index_of.values()]

    def _lacking_row(self, row: Row, position: int) -> ShownRow:
        """Return a row of the study beside, at its place; this recording has none, and its line says so."""
        lacking = Row(row.label, row.kind, row.side, (), (), 0.0, problem="not in this recording")
        return ShownRow(lacking, RowPlacement(-1, position, 0.0, 0.0, row_colour(row, self.theme, self.colour_scheme)))

    def ask_again(self) -> None:
        """Request the page anew."""
        self._painted = self._result = None
        self._clock.ask()

    # overlay

    def refresh(self) -> None:
        """Paint all again: theme, scale or colours changed."""
        self._painted = None
        if self._result is not None:
            self._paint_page(self._result)

    def refresh_overlay(self) -> None:
        page = self._view.shown_page
        if page is not None:
            self._view.show_overlay(self._overlay(page, self._session.view))

    def preview(self, mark: Annotation | None) -> None:
        """Show a mark as it would become while its edge is dragged; None ends it."""
        self._preview = {mark.annotation_id: mark} if mark else {}
        self.refresh_overlay()

    def _overlay(self, page: ShownPage, view: ViewState) -> Overlay:
        suggestions = () if self.is_judging else self.suggestions_in(page.span)
        within = self._review.within(page.span) if self.pair is None else ()
        marks = tuple(self._preview.get(m.annotation_id, m) for m in within)
        selected = self._review.selection.mark
        selected_id = selected.annotation_id if selected else None
        review = self._review
        style = MarkStyle(
            self.theme,
            self._vocabulary,
            selected_id,
            review.author,
            review.layers.dims_others,
            self.readings,
            self.shown_text,
        )
        cursor_s = view.cursor_s
        return Overlay(
            marks,
            style,
            cursor_s,
            view.selection,
            view.selected_rows,
            values_at(page, cursor_s) if cursor_s is not None else (),
            self.pending_start_s,
            self.calipers,
            self.band_s,
            brackets=self.brackets_in(page.span) if self.pair is None else (),
            suggestions=suggestions,
            suggestions_text=self.suggestions_text if suggestions else "",
            crosshair=self._crosshair(page, cursor_s),
            spotlight=self.spotlight,
            bins=self.bins,
            pair=self.pair,
        )

    def _crosshair(self, page: ShownPage, cursor_s: float | None) -> Crosshair | None:
        if not self.crosshair_row:
            return None
        return crosshair_at(page, self.crosshair_row, cursor_s, self._session.recording)


def values_at(page: ShownPage, time_s: float) -> tuple[str, ...]:
    """Return for each shown row its value at the sample nearest to `time_s`, with unit; "" in gaps and outside."""
    if not page.span.contains(time_s):
        return ()
    found: dict[int, str] = {}
    units = {shown.placement.row: shown.row.unit for shown in page.rows}
    for trace in page.result.traces:
        if trace.is_envelope:
            continue  # the extremes of seconds are no value at an instant
        index = round((time_s - trace.first_s) * trace.rate_hz)
        if 0 <= index < len(trace.values) and np.isfinite(trace.values[index]):
            unit = "µV" if units.get(trace.row) == "uV" else units.get(trace.row, "")
            found[trace.row] = f"{round(float(trace.values[index]))} {unit}".strip().replace("-", "−")
    return tuple(found.get(shown.placement.row, "") for shown in page.rows)
