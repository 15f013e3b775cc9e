"""The trends of the whole study in the window: cursor, zoom, choices; the page follows the cursor."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from eegview.app.page import navigation
from eegview.app.trends.candidates import EpochCandidate, why_none
from eegview.clinical.stages import stages_for
from eegview.model.study.patient_age import DAYS_A_MONTH
from eegview.model.view import ViewState
from eegview.model.vocabulary import Term
from eegview.ui.display.age_controller import AgeController
from eegview.ui.marks.commands import Claimant
from eegview.ui.trends.choices import PanelChoices
from eegview.ui.trends.computing import TrendsComputing
from eegview.ui.trends.drawing.levels import fitted_level
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.time_window import HOUR_S, TimeWindow
from eegview.ui.trends.exporting import TrendsExporting
from eegview.ui.trends.panel_menu import build_menu
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.side import ALL, HALF_HOUR, PAGE, TWO_HOURS
from eegview.ui.trends.sources import Gathering, TrendSources
from eegview.ui.trends.texts import length_text, spoken_text, strip_texts
from eegview.ui.trends.view import TrendsView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

_REFRESH_MS = 300  # marks that come in a burst are drawn once
_GROWING_MS = 1000  # between two pictures of trends that are still computed
_FOLLOW_MS = 40  # the page follows a cursor that is dragged, not with each of its steps
_SPEAK_MS = 250  # the values are said once the cursor rests


class TrendsController(WindowTask):
    """Shows the trends of one study in the whole window.

    score_asked : a span (of a candidate) is to be opened in the scoring workbench
    """

    score_asked = Signal(object)

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: TrendsView,
        play: PlayController,
        video: VideoPlace,
        age: AgeController,
        sources: TrendSources,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "trends", digit_claimants)
        self._window, self._settings, self._say = context.window, context.settings, context.say
        self._age, self.view = age, view
        self.remembered = RememberedTrends(context.settings)
        self.computing = TrendsComputing(context, study, view.progress)
        self.choices = PanelChoices(context, study, view, self.remembered)
        self.exporting = TrendsExporting(context, study, view, self.computing.trends)
        self._gathering = Gathering(study, context.studies.vocabulary, sources)
        self._shown: ShownStudy | None = None
        self.times = TimeWindow(study.recording.span, study.recording.span)
        self.cursor_s = 0.0
        self._is_following = False
        self._n_candidate = 0
        self._refresh, self._grow, self._follow, self._speak = (
            QTimer(self, singleShot=True, interval=ms) for ms in (_REFRESH_MS, _GROWING_MS, _FOLLOW_MS, _SPEAK_MS)
        )
        self._refresh.timeout.connect(self.refresh)
        self._grow.timeout.connect(self.refresh)
        self._follow.timeout.connect(self._page_follows)
        self._speak.timeout.connect(self._say_values)
        self._connect(context, study, sources)

    def _connect(self, context: Context, study: OpenStudy, sources: TrendSources) -> None:
        context.actions.connect(self._handlers(), study.scope)
        view, side, while_open = self.view, self.view.side, study.scope.while_open
        view.stack.time_asked.connect(self.go_to)
        view.clock.time_asked.connect(self.go_to)
        view.clock.candidate_asked.connect(self._go_to_candidate)
        view.stack.go_asked.connect(self._go_back_at)
        view.stack.zoom_asked.connect(self.zoom)
        view.stack.move_asked.connect(self._move_by_share)
        view.stack.menu_asked.connect(self._show_menu)
        view.start_asked.connect(self._show_from)
        side.length_chosen.connect(self.show_length)
        side.level_chosen.connect(self._use_level)
        side.fit_asked.connect(self._fit_level)
        side.dimmed.connect(self._dim)
        side.compute_asked.connect(self.computing.start)
        side.cancel_asked.connect(self.computing.cancel)
        self.computing.changed.connect(self._trends_changed)
        review = study.review
        layers, clusters = review.layers, sources.clusters
        for notifier in (review.marks_changed, layers.counted_changed, clusters.changed, study.kept.changed):
            notifier.connect(while_open(lambda _what: self._refresh_soon()))
        sources.video.footage_changed.connect(self._refresh_soon)
        sources.reviewed.changed.connect(self._refresh_soon)
        study.times.changed.connect(self._refresh_soon)
        study.session.view_changed.connect(while_open(self._view_changed))
        study.scope.ended.connect(self._ended)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "trends.open": self.switch,
            "trends.close": self.close,
            "trends.go": self._go_back,
            "trends.right": lambda: self.step(1),
            "trends.left": lambda: self.step(-1),
            "trends.far_right": lambda: self._step_share(0.1),
            "trends.far_left": lambda: self._step_share(-0.1),
            "trends.later": lambda: self._step_share(1.0),
            "trends.earlier": lambda: self._step_share(-1.0),
            "trends.first": lambda: self.go_to(0.0),
            "trends.last": lambda: self.go_to(self._study.recording.duration_s),
            "trends.next_cluster": lambda: self._go_to_cluster(1),
            "trends.previous_cluster": lambda: self._go_to_cluster(-1),
            "trends.next_candidate": lambda: self._step_candidate(1),
            "trends.previous_candidate": lambda: self._step_candidate(-1),
            "trends.score": self._score,
            "trends.zoom_in": lambda: self.zoom(1.0, self.cursor_s),
            "trends.zoom_out": lambda: self.zoom(-1.0, self.cursor_s),
            "trends.all": lambda: self.show_length(ALL),
            "trends.two_hours": lambda: self.show_length(TWO_HOURS),
            "trends.half_hour": lambda: self.show_length(HALF_HOUR),
            "trends.page_span": lambda: self.show_length(PAGE),
            "trends.side": self._switch_side,
            "trends.compute": self._compute,
            "trends.cancel": self.computing.cancel,
            "trends.automatic": self.computing.switch_automatic,
            "trends.export_picture": self.exporting.ask_for_picture,
            "trends.export_table": self.exporting.ask_for_table,
        }

    # opening and closing

    def open(self) -> None:
        """Show the whole study, with the cursor where the page is."""
        if self._study.recording.duration_s <= 0:
            self._say("There are no trends: the file contains annotations only.")
            return
        self.opening.emit()
        page = self._study.view
        on_page = page.cursor_s is not None and page.span.contains(page.cursor_s)
        self.cursor_s = page.cursor_s if on_page and page.cursor_s is not None else page.start_s
        self.mode.enter()
        whole = self._study.recording.span
        self.times = TimeWindow(whole, whole)
        if self.remembered.length_s:
            self.times = self.times.of_length(self.remembered.length_s, self.cursor_s).holding(self.cursor_s)
        side = self.view.side
        side.setVisible(self.remembered.has_side)
        self._actions.set_checked("trends.side", self.remembered.has_side)
        level = self.remembered.level_db
        side.show_level(*level)
        side.dim.setChecked(self.remembered.is_dimmed)
        self.view.stack.show_look(Look(self._window.page.theme, level, self.remembered.is_dimmed))
        self.view.stack.state_text = lambda: self.computing.trends.message
        self.choices.load()
        self.refresh()
        self._show_times()
        self.view.set_shown(True)
        if self.computing.is_automatic and not self.computing.is_computing:
            self.computing.start()
        self._update_conditions()

    def close(self) -> None:
        """Go back to the page, which is where the cursor went last."""
        self._leave(None)

    def _leave(self, to_s: float | None) -> None:
        if not self.is_open:
            return
        for timer in (self._refresh, self._grow, self._follow, self._speak):
            timer.stop()
        if self._is_following:
            to_s = self.cursor_s
        self._is_following = False
        self.view.set_shown(False)
        self.mode.leave()
        self._shown = None
        if to_s is not None:
            self._study.move(lambda view, whole: navigation.centred(view, to_s, whole))
        self._update_conditions()

    def _ended(self) -> None:
        if self.is_open:
            self.view.set_shown(False)

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        found = {"trends"} if self.is_open else set()
        return frozenset(found | ({"computing"} if self.computing.is_computing else set()))

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while the trends have the window, and tell how marking comes back."""
        if self.is_open:
            name = term.label.lower()
            self._say(f"The trends are open, so {name} is not marked. Go back to the page (Esc), then mark.")
        return self.is_open

    # what is shown

    def refresh(self) -> None:
        """Draw everything as it is now."""
        if not self.is_open or not self._study.scope.is_open:
            return
        study = self._study
        months = self._age_months
        stages = stages_for(months)
        shown = self._shown = self._gathering.shown(self.computing.trends.table, stages, self._clock_text)
        self.view.show_study(shown)
        self.choices.show_study(shown)
        self.view.show_panels(self.choices.panels)
        self.view.show_page(study.view.span)
        self.view.header.show_texts(strip_texts(shown))
        self._show_state()
        self._show_cursor()

    @property
    def _age_months(self) -> float | None:
        typed, days = self._age.typed, self._age.days_in_file
        if typed is not None:
            return typed.months
        return days / DAYS_A_MONTH if days is not None else None

    def _clock_text(self, time_s: float) -> str:
        """Return a time as the axis counts it, whole seconds."""
        return self._study.times.text(float(int(time_s)), 0)

    def _refresh_soon(self, _what: object = None) -> None:
        if self.is_open and not self._refresh.isActive():
            self._refresh.start()

    def _trends_changed(self) -> None:
        self.conditions_changed.emit()
        if not self.is_open:
            return
        self._show_state()
        is_first = self._shown is None or self._shown.table is None
        if self.computing.is_computing and not is_first:
            if not self._grow.isActive():
                self._grow.start()
        else:
            self.refresh()

    def _show_state(self) -> None:
        trends = self.computing.trends
        rows = f"\nFrom {len(trends.table.rows)} rows." if trends.table is not None and trends.table.rows else ""
        left_out = "\n".join(trends.table.left_out) if trends.table is not None else ""
        can_compute = not self.computing.is_computing and trends.state != "done"
        text = "\n".join(filter(None, (f"{trends.message}{rows}", left_out)))
        self.view.side.show_state(text, self.computing.is_computing, can_compute)

    def _view_changed(self, view: ViewState) -> None:
        if self.is_open:
            self.view.show_page(view.span)

    # the cursor

    def go_to(self, time_s: float) -> None:
        """Put the cursor there; the page follows."""
        if not self.is_open:
            return
        last_s = max(self._study.recording.duration_s - 1e-3, 0.0)
        self.cursor_s = min(max(time_s, 0.0), last_s)
        held = self.times.holding(self.cursor_s)
        if held != self.times:
            self.times = held
            self._show_times()
        self._show_cursor()
        self._is_following = True
        if not self._follow.isActive():
            self._follow.start()

    def _page_follows(self) -> None:
        if self.is_open:
            self._study.move(lambda view, whole: navigation.centred(view, self.cursor_s, whole))

    def _show_cursor(self) -> None:
        self.view.show_cursor(self.cursor_s)
        self._speak.start()

    def _say_values(self) -> None:
        if self._shown is not None:
            self.view.show_spoken(spoken_text(self._shown, self.choices.panels, self.cursor_s))

    def step(self, columns: int) -> None:
        """Move the cursor by columns of pixels."""
        self.go_to(self.cursor_s + columns * self.times.span.duration_s / self.view.stack.columns.plot_px)

    def _step_share(self, share: float) -> None:
        self.go_to(self.cursor_s + share * self.times.span.duration_s)

    def _go_back(self) -> None:
        """Go back to the page at the cursor."""
        self._leave(self.cursor_s)

    def _go_back_at(self, time_s: float) -> None:
        self.cursor_s = time_s
        self._leave(time_s)

    def _go_to_cluster(self, step: int) -> None:
        clusters = self._shown.clusters if self._shown is not None else ()
        starts_s = [one.span.start_s for one in clusters]
        found = [s for s in starts_s if (s > self.cursor_s + 0.5 if step > 0 else s < self.cursor_s - 0.5)]
        if found:
            self.go_to(found[0] if step > 0 else found[-1])
        elif not clusters:
            self._say("No clusters: too few spasms are marked close together.")
        else:
            self._say("No later cluster." if step > 0 else "No earlier cluster.")

    # candidates

    @property
    def candidates(self) -> tuple[EpochCandidate, ...]:
        return self._shown.candidates if self._shown is not None else ()

    def _go_to_candidate(self, number: int) -> None:
        if 1 <= number <= len(self.candidates):
            self._n_candidate = number
            self.go_to(self.candidates[number - 1].span.start_s)

    def _step_candidate(self, step: int) -> None:
        n = len(self.candidates)
        if not n:
            self._say(self._why_no_candidate())
            return
        self._go_to_candidate((self._n_candidate - 1 + step) % n + 1 if self._n_candidate else 1)

    def _why_no_candidate(self) -> str:
        table = self.computing.trends.table
        return why_none(table) if table is not None else "No candidates: the trends are not computed yet."

    def _score(self) -> None:
        """Open the candidate at the cursor, else the first one, in the scoring workbench."""
        if not self.candidates:
            self._say(self._why_no_candidate())
            return
        here = next((one for one in self.candidates if one.span.contains(self.cursor_s)), self.candidates[0])
        self.score_asked.emit(here.span)

    # time

    def zoom(self, steps: float, anchor_s: float) -> None:
        """Show less (positive) or more time around an anchor."""
        self._use_times(self.times.zoomed(steps, anchor_s))

    def show_length(self, name: str) -> None:
        """Show all, two hours, half an hour or as much as a page, around the cursor."""
        whole_s = self.times.whole.duration_s
        lengths = {ALL: whole_s, TWO_HOURS: 2 * HOUR_S, HALF_HOUR: HOUR_S / 2, PAGE: self._study.view.page_s}
        length_s = lengths[name]
        times = self.times.of_length(length_s, self.cursor_s)
        if name == PAGE:
            start_s = self._study.view.start_s
            times = times.moved(start_s - times.span.start_s)
        self._use_times(times)

    def _use_times(self, times: TimeWindow) -> None:
        if not self.is_open:
            return
        self.times = times
        self.remembered.length_s = 0.0 if times.is_all else times.span.duration_s
        self._show_times()

    def _show_times(self) -> None:
        times = self.times
        self.view.show_window(times)
        shown_s = times.span.duration_s
        named = {2 * HOUR_S: TWO_HOURS, HOUR_S / 2: HALF_HOUR, self._study.view.page_s: PAGE}
        name = ALL if times.is_all else next((named[s] for s in named if abs(s - shown_s) < 0.5), "")
        self.view.side.show_lengths(name, length_text(times.whole.duration_s))

    def _show_from(self, start_s: float) -> None:
        self._use_times(self.times.moved(start_s - self.times.span.start_s))

    def _move_by_share(self, share: float) -> None:
        self._use_times(self.times.moved(share * self.times.span.duration_s))

    # choices

    def _switch_side(self) -> None:
        if self.is_open:
            side = self.view.side
            side.setVisible(side.isHidden())
            self.remembered.has_side = not side.isHidden()
        self._actions.set_checked("trends.side", self.remembered.has_side)

    def _use_level(self, low_db: int, high_db: int) -> None:
        if high_db - low_db < 5:
            low_db, high_db = (low_db, low_db + 5) if low_db != self.remembered.level_db[0] else (high_db - 5, high_db)
        self.remembered.level_db = low_db, high_db
        self.view.side.show_level(low_db, high_db)
        look = self.view.stack.look
        self.view.stack.show_look(Look(look.theme, (low_db, high_db), look.is_dimmed))

    def _fit_level(self) -> None:
        table = self.computing.trends.table
        level = fitted_level(table, self.times.span) if table is not None else None
        if level is None:
            self._say("No spectrogram is computed here yet.")
        else:
            self._use_level(*level)

    def _dim(self, is_dimmed: bool) -> None:
        self.remembered.is_dimmed = is_dimmed
        look = self.view.stack.look
        self.view.stack.show_look(Look(look.theme, look.level_db, is_dimmed))

    def _compute(self) -> None:
        if self.computing.trends.state == "done":
            self._say("The trends are computed already.")
        self.computing.start()

    def _show_menu(self, panel: Panel | None, at: QPoint) -> None:
        if self._shown is not None:
            menu: QMenu = build_menu(self.view.stack, self._actions, panel, self._shown, self.choices)
            menu.popup(at)
