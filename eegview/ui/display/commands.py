"""The commands that move the page and change how it is displayed."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt

from eegview.app.film.turning import at_the_end, turned
from eegview.app.page import navigation
from eegview.app.page.row_styles import with_row
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import NO_FILTERS, DisplayFilters, FilterSpec
from eegview.model.display.view import ALL_ROWS, RowStyle, ViewState
from eegview.model.span import Span
from eegview.ui.display.page_speed import PageLength, PageSpeed
from eegview.ui.page.calipers import Calipers
from eegview.ui.window.context import Context
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.study.open_study import OpenStudy


class PageCommands(QObject):
    """Turns commands, choices on the strip and gestures into views of one open study."""

    def __init__(
        self, context: Context, study: OpenStudy, montages: MontageLibrary, px_per_mm: Callable[[], float]
    ) -> None:
        super().__init__(study.scope)
        self._study, self._montages, self._px_per_mm = study, montages, px_per_mm
        self._page = context.window.page
        self._filters_kept: DisplayFilters = NO_FILTERS  # what "filters on" brings back
        self._zoomed_from: list[tuple[ViewState, PageLength]] = []
        self.speed = PageSpeed(context, study, px_per_mm)
        strip = context.window.strip
        strip.montage_chosen.connect(self.use_montage)
        strip.filter_chosen.connect(self.use_filter)
        strip.sensitivity_chosen.connect(self.use_sensitivity)
        strip.page_chosen.connect(self.use_page_length)
        strip.speed_chosen.connect(self.use_paper_speed)
        strip.preset_chosen.connect(self.use_preset)
        gestures = self._page.gestures
        gestures.cursor_set.connect(self._set_cursor)
        gestures.selecting.connect(self._select)
        gestures.selected.connect(self._select)
        gestures.panned.connect(self._pan)
        gestures.centre_asked.connect(self._centre)
        gestures.measured.connect(self._measured)
        gestures.label_dragged.connect(self._offset_row)
        gestures.label_gained.connect(self._gain_row)
        gestures.label_selected.connect(self._select_row)
        self._page.wheel_turned.connect(self._wheel)
        montages.changed.connect(self._montages_changed)
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "page.next": lambda: self._turn(1),
            "page.previous": lambda: self._turn(-1),
            "page.right": lambda: self._move(lambda v, r: navigation.by(v, 1.0, r)),
            "page.left": lambda: self._move(lambda v, r: navigation.by(v, -1.0, r)),
            "page.half_right": lambda: self._move(lambda v, r: navigation.by(v, v.page_s / 2, r)),
            "page.half_left": lambda: self._move(lambda v, r: navigation.by(v, -v.page_s / 2, r)),
            "page.first": lambda: self._move(navigation.to_first),
            "page.last": self._go_to_end,
            "display.taller": lambda: self._look(lambda v: navigation.with_sensitivity_step(v, -1)),
            "display.flatter": lambda: self._look(lambda v: navigation.with_sensitivity_step(v, 1)),
            "display.shorter": lambda: self._move(lambda v, r: navigation.with_page_step(v, -1, r, self._anchor(v))),
            "display.longer": lambda: self._move(lambda v, r: navigation.with_page_step(v, 1, r, self._anchor(v))),
            "display.filters_on_off": self.switch_filters,
            "display.rows_up": lambda: self._study.session.scroll_rows(-1),
            "display.rows_down": lambda: self._study.session.scroll_rows(1),
            "display.rows_next": lambda: self._study.session.turn_rows(1),
            "display.rows_previous": lambda: self._study.session.turn_rows(-1),
            "display.all_rows": self.switch_all_rows,
            "display.calipers": self.switch_calipers,
            "display.clear": self.clear,
            "display.zoom_selection": self.zoom_to_selection,
            "display.zoom_back": self.zoom_back,
        }

    # the view

    def _look(self, change: Callable[[ViewState], ViewState]) -> None:
        self._study.change_view(change)

    def _turn(self, pages: int) -> None:
        """Turn the page; of a film, what lies between its clips is passed over."""
        recording = self._study.recording
        if recording.is_film:
            self._look(lambda view: turned(view, pages, recording))
        else:
            self._move(lambda view, whole: navigation.by_pages(view, pages, whole))

    def _go_to_end(self) -> None:
        recording = self._study.recording
        if recording.is_film:
            self._look(lambda view: at_the_end(view, recording))
        else:
            self._move(navigation.to_last)

    def _move(self, change: Callable[[ViewState, Span], ViewState]) -> None:
        self._study.move(change)

    def _set_cursor(self, time_s: float) -> None:
        self._study.set_cursor(time_s)

    def _pan(self, seconds: float) -> None:
        self._move(lambda v, r: navigation.by(v, seconds, r))

    def _centre(self, time_s: float) -> None:
        self._move(lambda v, r: navigation.centred(v, time_s, r))

    @staticmethod
    def _anchor(view: ViewState) -> float | None:
        return view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else None

    def use_montage(self, montage_id: str) -> None:
        self._look(lambda v: replace(v, montage_id=montage_id))  # its rows as they were left, see `Session`

    def use_sensitivity(self, uv_per_mm: float) -> None:
        self._look(lambda v: replace(v, sensitivity_uv_per_mm=uv_per_mm))

    def use_preset(self, preset_id: str) -> None:
        """Show the page as a preset says: filters, sensitivity, page length and gains."""
        preset = self._montages.preset(preset_id)
        self._look(
            lambda v: replace(
                v,
                preset_id=preset.preset_id,
                filters=preset.filters,
                sensitivity_uv_per_mm=preset.sensitivity_uv_per_mm,
                page_s=preset.page_s,
                kind_gain=preset.kind_gain,
            )
        )

    def _montages_changed(self, montage_id: str) -> None:
        """Show a montage that was made or changed."""
        session = self._study.session
        session.montages = self._montages.montages
        wanted = montage_id or session.view.montage_id
        is_known = session.montage_by_id(wanted) is not None
        session.change(montage_id="")  # a montage changed under its own id is a change too
        session.change(montage_id=wanted if is_known else session.montages[0].montage_id)

    def use_page_length(self, page_s: float) -> None:
        """Show this length, however wide the page is."""
        self._move(lambda v, r: navigation.with_page_length(v, page_s, r, self._anchor(v)))

    def use_paper_speed(self, mm_per_s: float) -> None:
        """Choose the page length that runs at this speed, also when the page gets wider or narrower later."""
        self.speed.use_paper_speed(mm_per_s, self._anchor(self._study.view))

    # filters

    def use_filter(self, spec: FilterSpec) -> None:
        """Filter EEG rows like this; the phase goes for every kind."""
        self._look(lambda v: replace(v, filters=v.filters.with_kind(ChannelKind.EEG, spec).with_phase(spec.phase)))

    def use_filters(self, filters: DisplayFilters) -> None:
        self._look(lambda v: replace(v, filters=filters))

    @property
    def filters_are_off(self) -> bool:
        """Whether no kind of channel is filtered."""
        return all(spec.is_off for _, spec in self._study.view.filters.by_kind)

    def switch_filters(self) -> None:
        study = self._study
        if self.filters_are_off:
            kept = self._filters_kept
            if not any(not spec.is_off for _, spec in kept.by_kind):
                kept = self._montages.presets[0].filters
            self.use_filters(kept)
        else:
            self._filters_kept = study.session.view.filters
            self.use_filters(NO_FILTERS)

    # rows

    def switch_all_rows(self) -> None:
        """Put all rows on the page, however low they get; again: as many as can be read."""
        n_rows = 0 if self._study.session.has_all_rows else ALL_ROWS
        self._look(lambda v: replace(v, first_row=0, n_rows=n_rows))

    def change_row(self, label: str, change: Callable[[RowStyle], RowStyle]) -> None:
        """Change the style of a row of the montage; one that is computed for the page alone has none."""
        if self._has_row(label):
            self._look(lambda view: with_row(view, change(view.row_style(label))))

    def _has_row(self, label: str) -> bool:
        return any(row.label == label for row in self._study.session.rows)

    def _offset_row(self, label: str, up_px: float) -> None:
        up_mm = up_px / self._px_per_mm()
        self.change_row(label, lambda style: replace(style, offset_mm=style.offset_mm + up_mm))

    def _gain_row(self, label: str, up_px: float) -> None:
        self.change_row(label, lambda style: replace(style, gain=min(max(style.gain * 1.01**up_px, 0.01), 100.0)))

    def _select_row(self, label: str) -> None:
        def change(view: ViewState) -> ViewState:
            rows = tuple(r for r in view.selected_rows if r != label)
            return replace(view, selected_rows=rows if label in view.selected_rows else (*rows, label))

        if self._has_row(label):
            self._look(change)

    # selection, zoom, calipers

    def _select(self, span: Span, rows: tuple[str, ...]) -> None:
        self._look(lambda v: replace(v, selection=span, cursor_s=span.start_s, selected_rows=rows))

    def clear(self) -> None:
        """Put calipers away, then the crosshair, then drop the selection, then the cursor; never closes anything."""
        study = self._study
        gestures, presenter = self._page.gestures, study.presenter
        if gestures.is_measuring or presenter.calipers is not None:
            gestures.is_measuring, presenter.calipers = False, None
        elif presenter.crosshair_row:
            presenter.crosshair_row = ""
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
        gestures = self._page.gestures
        gestures.is_measuring = not gestures.is_measuring
        if not gestures.is_measuring:
            self._measured(None)

    def _measured(self, calipers: Calipers | None) -> None:
        self._study.presenter.calipers = calipers
        self._study.presenter.refresh_overlay()

    def zoom_to_selection(self) -> None:
        """Fill the page with the selection; with rows selected, only those rows."""
        study = self._study
        view = study.session.view
        if view.selection is None or view.selection.duration_s <= 0.02:
            return
        self._zoomed_from.append((view, self.speed.chosen))
        shown = [study.session.rows[i].label for i in study.session.unhidden_rows()]
        study.session.set_view(
            replace(
                view,
                start_s=view.selection.start_s,
                page_s=view.selection.duration_s,
                only_rows=tuple(label for label in shown if label in view.selected_rows),
                selection=None,
                n_rows=0,
            )
        )

    def zoom_back(self) -> None:
        """Return to the stretch and the rows before zooming; montage, filters and gains stay as they are now."""
        if not self._zoomed_from:
            return
        was, length = self._zoomed_from.pop()
        page_s = self.speed.use(length)
        self._look(
            lambda v: replace(
                v,
                start_s=was.start_s,
                page_s=page_s,
                cursor_s=was.cursor_s,
                selection=was.selection,
                only_rows=was.only_rows if v.montage_id == was.montage_id else (),
                first_row=was.first_row,
                n_rows=was.n_rows,
            )
        )

    @property
    def lasting_page_s(self) -> float:
        """The page length that was chosen, in seconds, while zoomed the one to go back to."""
        return (self._zoomed_from[0][1] if self._zoomed_from else self.speed.chosen).page_s

    # mouse wheel

    def _wheel(self, notches: float, modifiers: Qt.KeyboardModifier, time_s: float) -> None:
        steps = 1 if notches > 0 else -1
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._move(lambda v, r: navigation.with_page_step(v, -steps, r, time_s))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._study.session.scroll_rows(-steps)
        elif modifiers & Qt.KeyboardModifier.AltModifier:
            self._look(lambda v: navigation.with_sensitivity_step(v, -steps))
        else:
            self._move(lambda v, r: navigation.by(v, -notches * max(1.0, v.page_s / 15), r))
