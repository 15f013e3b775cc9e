"""Handlers of what moves the page and changes its look."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from eegview.app.page import navigation as moves
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.span import Span
from eegview.model.view import RowStyle, ViewState
from eegview.ui.window.study_controller import Desk


class PageCommands:
    """Turns commands, strip choices and gestures into views of the open study."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._filters_kept: DisplayFilters = NO_FILTERS  # what "filters on" brings back
        self._zoomed_from: list[ViewState] = []
        desk.study_opened.connect(lambda _study: self._zoomed_from.clear())
        strip = desk.window.strip
        strip.montage_chosen.connect(self.use_montage)
        strip.filter_chosen.connect(self.use_filter)
        strip.sensitivity_chosen.connect(lambda v: self._look(lambda view: replace(view, sensitivity_uv_per_mm=v)))
        strip.page_chosen.connect(self.use_page_length)
        strip.speed_chosen.connect(self.use_paper_speed)
        strip.preset_chosen.connect(desk.use_preset)
        gestures = desk.window.page.gestures
        gestures.cursor_set.connect(self.set_cursor)
        gestures.selecting.connect(self._select)
        gestures.selected.connect(self._select)
        gestures.panned.connect(lambda s: self._move(lambda v, r: moves.by(v, s, r)))
        gestures.centre_asked.connect(lambda t: self._move(lambda v, r: moves.centred(v, t, r)))
        gestures.measured.connect(self._measured)
        gestures.label_dragged.connect(self._offset_row)
        gestures.label_gained.connect(self._gain_row)
        gestures.label_clicked.connect(self._select_row)
        desk.window.page.wheel_turned.connect(self._wheel)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "page.next": lambda: self._move(lambda v, r: moves.by_pages(v, 1, r)),
            "page.previous": lambda: self._move(lambda v, r: moves.by_pages(v, -1, r)),
            "page.right": lambda: self._move(lambda v, r: moves.by(v, 1.0, r)),
            "page.left": lambda: self._move(lambda v, r: moves.by(v, -1.0, r)),
            "page.half_right": lambda: self._move(lambda v, r: moves.by(v, v.page_s / 2, r)),
            "page.half_left": lambda: self._move(lambda v, r: moves.by(v, -v.page_s / 2, r)),
            "page.first": lambda: self._move(moves.to_first),
            "page.last": lambda: self._move(moves.to_last),
            "display.taller": lambda: self._look(lambda v: moves.with_sensitivity_step(v, -1)),
            "display.flatter": lambda: self._look(lambda v: moves.with_sensitivity_step(v, 1)),
            "display.shorter": lambda: self._move(lambda v, r: moves.with_page_step(v, -1, r, self._anchor(v))),
            "display.longer": lambda: self._move(lambda v, r: moves.with_page_step(v, 1, r, self._anchor(v))),
            "display.filters_on_off": self.switch_filters,
            "display.rows_up": lambda: self.scroll_rows(-1),
            "display.rows_down": lambda: self.scroll_rows(1),
            "display.calipers": self.switch_calipers,
            "display.clear": self.clear,
            "display.zoom_selection": self.zoom_to_selection,
            "display.zoom_back": self.zoom_back,
        }

    # the view

    def _look(self, change: Callable[[ViewState], ViewState]) -> None:
        study = self._desk.study
        if study is not None:
            study.session.set_view(change(study.session.view))

    def _move(self, change: Callable[[ViewState, Span], ViewState]) -> None:
        study = self._desk.study
        if study is not None:
            study.session.set_view(change(study.session.view, study.recording.span))

    def set_cursor(self, time_s: float) -> None:
        """Put the cursor there; what was selected is let go."""
        self._look(lambda v: replace(v, cursor_s=time_s, selection=None))

    def go_to(self, time_s: float) -> None:
        """Bring a time into the page, with the cursor on it."""
        self._move(lambda v, r: moves.shown(v, Span(time_s, time_s), r))

    def go_to_span(self, span: Span) -> None:
        """Bring a stretch into the page, with the cursor on its start."""
        self._move(lambda v, r: moves.shown(v, span, r))

    def go_to_mark(self, mark: Annotation) -> None:
        """Bring a mark into the page and select it."""
        study = self._desk.study
        if study is not None:
            study.review.selection.select(mark)
            self._move(lambda v, r: moves.shown(v, mark.span, r))

    @staticmethod
    def _anchor(view: ViewState) -> float | None:
        return view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else None

    def use_montage(self, montage_id: str) -> None:
        self._look(lambda v: replace(v, montage_id=montage_id, row_styles=(), row_order=(), first_row=0, n_rows=0))

    def use_page_length(self, page_s: float) -> None:
        self._move(lambda v, r: moves.with_page_length(v, page_s, r, self._anchor(v)))

    def use_paper_speed(self, mm_per_s: float) -> None:
        """Choose the page length that runs at this speed on the page as wide as it is now."""
        geometry = self._desk.window.page.geometry_of_page()
        if geometry is not None:
            width_mm = (geometry.right_px - geometry.left_px) / geometry.px_per_mm
            self.use_page_length(width_mm / mm_per_s)

    # filters

    def use_filter(self, spec: FilterSpec) -> None:
        """Filter EEG rows like this; the phase goes for every kind."""
        self._look(lambda v: replace(v, filters=v.filters.with_kind(ChannelKind.EEG, spec).with_phase(spec.phase)))

    def use_filters(self, filters: DisplayFilters) -> None:
        self._look(lambda v: replace(v, filters=filters))

    @property
    def filters_are_off(self) -> bool:
        study = self._desk.study
        return study is not None and all(spec.is_off for _, spec in study.session.view.filters.by_kind)

    def switch_filters(self) -> None:
        study = self._desk.study
        if study is None:
            return
        if self.filters_are_off:
            kept = self._filters_kept
            if not any(not spec.is_off for _, spec in kept.by_kind):
                kept = self._desk.presets[0].filters
            self.use_filters(kept)
        else:
            self._filters_kept = study.session.view.filters
            self.use_filters(NO_FILTERS)

    # rows

    def scroll_rows(self, steps: int) -> None:
        """Show rows further up or down; the first time, half of the rows stay on the page.

        Going up from the topmost row brings all of them back.
        """
        study = self._desk.study
        if study is None:
            return
        n_all = len(study.session.unhidden_rows())

        def change(view: ViewState) -> ViewState:
            if steps < 0 and view.first_row == 0:
                return replace(view, n_rows=0)
            n_rows = view.n_rows or max(1, n_all // 2)
            first_row = min(max(view.first_row + steps, 0), max(0, n_all - n_rows))
            return replace(view, n_rows=n_rows, first_row=first_row)

        self._look(change)

    def change_row(self, label: str, change: Callable[[RowStyle], RowStyle]) -> None:
        def with_row(view: ViewState) -> ViewState:
            style = change(view.row_style(label))
            others = tuple(other for other in view.row_styles if other.label != label)
            return replace(view, row_styles=others if style == RowStyle(label) else (*others, style))

        self._look(with_row)

    def _offset_row(self, label: str, up_px: float) -> None:
        up_mm = up_px / self._desk.px_per_mm()
        self.change_row(label, lambda style: replace(style, offset_mm=style.offset_mm + up_mm))

    def _gain_row(self, label: str, up_px: float) -> None:
        self.change_row(label, lambda style: replace(style, gain=min(max(style.gain * 1.01**up_px, 0.01), 100.0)))

    def _select_row(self, label: str) -> None:
        def change(view: ViewState) -> ViewState:
            rows = tuple(r for r in view.selected_rows if r != label)
            return replace(view, selected_rows=rows if label in view.selected_rows else (*rows, label))

        self._look(change)

    # selection, zoom, calipers

    def _select(self, span: Span, rows: tuple[str, ...]) -> None:
        self._look(lambda v: replace(v, selection=span, cursor_s=span.start_s, selected_rows=rows))

    def clear(self) -> None:
        """Put calipers away, then drop the selection, then the cursor; never closes anything."""
        study = self._desk.study
        if study is None:
            return
        gestures, presenter = self._desk.window.page.gestures, study.presenter
        if gestures.is_measuring or presenter.calipers is not None:
            gestures.is_measuring, presenter.calipers = False, None
        elif presenter.pending_start_s is not None:
            presenter.pending_start_s = None
        elif study.session.view.selection is not None or study.session.view.selected_rows:
            self._look(lambda v: replace(v, selection=None, selected_rows=()))
        elif study.review.selection.mark is not None:
            study.review.selection.select(None)
        else:
            self._look(lambda v: replace(v, cursor_s=None))
        presenter.refresh_overlay()

    def switch_calipers(self) -> None:
        gestures = self._desk.window.page.gestures
        gestures.is_measuring = not gestures.is_measuring
        study = self._desk.study
        if study is not None and not gestures.is_measuring:
            study.presenter.calipers = None
            study.presenter.refresh_overlay()

    def _measured(self, calipers: object) -> None:
        study = self._desk.study
        if study is not None:
            study.presenter.calipers = calipers  # type: ignore[assignment]
            study.presenter.refresh_overlay()

    def zoom_to_selection(self) -> None:
        """Fill the page with the selection; with rows selected, only those rows."""
        study = self._desk.study
        if study is None:
            return
        view = study.session.view
        if view.selection is None or view.selection.duration_s <= 0.02:
            return
        self._zoomed_from.append(view)
        styles = view.row_styles
        if view.selected_rows:
            hidden = [row.label for row in study.session.rows if row.label not in view.selected_rows]
            kept = tuple(style for style in styles if style.label not in hidden)
            styles = (*kept, *(replace(view.row_style(label), is_hidden=True) for label in hidden))
        study.session.set_view(
            replace(
                view,
                start_s=view.selection.start_s,
                page_s=view.selection.duration_s,
                row_styles=styles,
                selection=None,
                n_rows=0,
            )
        )

    def zoom_back(self) -> None:
        if self._zoomed_from and self._desk.study is not None:
            self._desk.study.session.set_view(self._zoomed_from.pop())

    # mouse wheel

    def _wheel(self, notches: float, modifiers: Qt.KeyboardModifier, time_s: float) -> None:
        steps = 1 if notches > 0 else -1
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._move(lambda v, r: moves.with_page_step(v, -steps, r, time_s))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.scroll_rows(-steps)
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            self._look(lambda v: moves.with_sensitivity_step(v, -steps))
        else:
            self._move(lambda v, r: moves.by(v, -notches * max(1.0, v.page_s / 15), r))
