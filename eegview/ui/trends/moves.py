"""Cursor and time of the trends: steps, clusters, candidates, zoom; the page follows the cursor."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.page import navigation
from eegview.app.trends.candidates import EpochCandidate, why_none
from eegview.model.text.language import tr
from eegview.ui.trends.choices import PanelChoices
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.time_window import HOUR_S, TimeWindow
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.side import ALL, HALF_HOUR, PAGE, TWO_HOURS
from eegview.ui.trends.texts import length_text, spoken_text
from eegview.ui.trends.view import TrendsView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_FOLLOW_MS = 40  # the page follows a cursor that is dragged, not with each of its steps
_SPEAK_MS = 250  # the values are said once the cursor rests


class TrendsMoves(QObject):
    """Moves through the whole study while the trends have the window.

    shown : what is shown, None while the trends are closed
    cursor_s : where the cursor is
    times : which part of the study is shown
    """

    score_asked = Signal(object)
    page_asked = Signal(float)  # the page is to be shown, with the cursor there

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: TrendsView,
        choices: PanelChoices,
        remembered: RememberedTrends,
    ) -> None:
        super().__init__(study.scope)
        self._say, self._study, self._view = context.say, study, view
        self._choices, self._remembered = choices, remembered
        self.shown: ShownStudy | None = None
        self.cursor_s = 0.0
        self.times = TimeWindow(study.recording.span, study.recording.span)
        self.has_moved = False  # the page goes where the cursor went
        self._n_candidate = 0
        self._follow = QTimer(self, singleShot=True, interval=_FOLLOW_MS)
        self._speak = QTimer(self, singleShot=True, interval=_SPEAK_MS)
        self._follow.timeout.connect(self._page_follows)
        self._speak.timeout.connect(self._say_values)
        view.stack.time_asked.connect(self.go_to)
        view.clock.time_asked.connect(self.go_to)
        view.clock.candidate_asked.connect(self.go_to_candidate)
        view.stack.go_asked.connect(self.page_asked)
        view.stack.zoom_asked.connect(self.zoom)
        view.stack.move_asked.connect(self._move_by_share)
        view.start_asked.connect(self._show_from)
        view.side.length_chosen.connect(self.show_length)
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "trends.go": lambda: self.page_asked.emit(self.cursor_s),
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
        }

    def begin(self, shown: ShownStudy) -> None:
        """Start where the page is, with as much time shown as last."""
        page, whole = self._study.view, self._study.recording.span
        on_page = page.cursor_s is not None and page.span.contains(page.cursor_s)
        self.shown, self.has_moved, self._n_candidate = shown, False, 0
        self.cursor_s = page.cursor_s if on_page and page.cursor_s is not None else page.start_s
        self.times = TimeWindow(whole, whole)
        if self._remembered.length_s:
            self.times = self.times.of_length(self._remembered.length_s, self.cursor_s).holding(self.cursor_s)
        self.show_times()
        self.show_cursor()

    def end(self) -> None:
        """Let go of what was shown."""
        self.shown = None
        self._follow.stop()
        self._speak.stop()

    # the cursor

    def go_to(self, time_s: float) -> None:
        """Put the cursor there; the page follows."""
        if self.shown is None:
            return
        last_s = max(self._study.recording.duration_s - 1e-3, 0.0)
        self.cursor_s = min(max(time_s, 0.0), last_s)
        held = self.times.holding(self.cursor_s)
        if held != self.times:
            self.times = held
            self.show_times()
        self.show_cursor()
        self.has_moved = True
        if not self._follow.isActive():
            self._follow.start()

    def _page_follows(self) -> None:
        if self.shown is not None:
            self._study.move(lambda view, whole: navigation.centred(view, self.cursor_s, whole))

    def show_cursor(self) -> None:
        """Draw the cursor where it is; its values are said once it rests."""
        self._view.show_cursor(self.cursor_s)
        self._speak.start()

    def _say_values(self) -> None:
        if self.shown is not None:
            self._view.show_spoken(spoken_text(self.shown, self._choices.panels, self.cursor_s))

    def step(self, columns: int) -> None:
        """Move the cursor by columns of pixels."""
        self.go_to(self.cursor_s + columns * self.times.span.duration_s / self._view.stack.columns.plot_px)

    def _step_share(self, share: float) -> None:
        self.go_to(self.cursor_s + share * self.times.span.duration_s)

    def _go_to_cluster(self, step: int) -> None:
        clusters = self.shown.clusters if self.shown is not None else ()
        starts_s = [one.span.start_s for one in clusters]
        found = [s for s in starts_s if (s > self.cursor_s + 0.5 if step > 0 else s < self.cursor_s - 0.5)]
        if found:
            self.go_to(found[0] if step > 0 else found[-1])
        elif not clusters:
            self._say(tr("No clusters: too few spasms are marked close together."))
        else:
            self._say(tr("No later cluster.") if step > 0 else tr("No earlier cluster."))

    # candidates

    @property
    def candidates(self) -> tuple[EpochCandidate, ...]:
        return self.shown.candidates if self.shown is not None else ()

    def go_to_candidate(self, number: int) -> None:
        """Put the cursor on the start of a candidate, by its number from 1."""
        if 1 <= number <= len(self.candidates):
            self._n_candidate = number
            self.go_to(self.candidates[number - 1].span.start_s)

    def _step_candidate(self, step: int) -> None:
        n = len(self.candidates)
        if not n:
            self._say(self._why_no_candidate())
        elif self._n_candidate:
            self.go_to_candidate((self._n_candidate - 1 + step) % n + 1)
        else:
            self.go_to_candidate(1 if step > 0 else n)

    def _why_no_candidate(self) -> str:
        table = self.shown.table if self.shown is not None else None
        return why_none(table) if table is not None else tr("No candidates: the trends are not computed yet.")

    def _score(self) -> None:
        """Ask for the candidate at the cursor, else for the first one, to be scored."""
        if not self.candidates:
            self._say(self._why_no_candidate())
            return
        here = next((one for one in self.candidates if one.span.contains(self.cursor_s)), None)
        self.score_asked.emit((here or self.candidates[0]).span)
        if here is None:
            self._say(tr("The cursor was in no candidate, so candidate 1 is opened."))

    # time

    def zoom(self, steps: float, anchor_s: float) -> None:
        """Show less (positive) or more time around an anchor."""
        self._use_times(self.times.zoomed(steps, anchor_s))

    def show_length(self, name: str) -> None:
        """Show all, two hours, half an hour, around the cursor; or what the page shows."""
        page = self._study.view.span
        lengths = {
            ALL: self.times.whole.duration_s,
            TWO_HOURS: 2 * HOUR_S,
            HALF_HOUR: HOUR_S / 2,
            PAGE: page.duration_s,
        }
        times = self.times.of_length(lengths[name], self.cursor_s)
        self._use_times(times.moved(page.start_s - times.span.start_s) if name == PAGE else times)

    def _use_times(self, times: TimeWindow) -> None:
        if self.shown is None:
            return
        self.times = times
        self._remembered.length_s = 0.0 if times.is_all else times.span.duration_s
        self.show_times()

    def show_times(self) -> None:
        """Draw the part of the study that is shown, and say which length it has."""
        times = self.times
        self._view.show_window(times)
        shown_s = times.span.duration_s
        named = {2 * HOUR_S: TWO_HOURS, HOUR_S / 2: HALF_HOUR, self._study.view.page_s: PAGE}
        name = ALL if times.is_all else next((named[s] for s in named if abs(s - shown_s) < 0.5), "")
        self._view.side.show_lengths(name, length_text(times.whole.duration_s))

    def _show_from(self, start_s: float) -> None:
        self._use_times(self.times.moved(start_s - self.times.span.start_s))

    def _move_by_share(self, share: float) -> None:
        self._use_times(self.times.moved(share * self.times.span.duration_s))
