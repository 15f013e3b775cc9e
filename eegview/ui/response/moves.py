"""How both pages of the comparison move: together, to the worst epochs, to the same clock time, to the same state."""

from collections.abc import Callable
from dataclasses import replace

from eegview.app.page import navigation
from eegview.clinical.stages import short_name
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.locks import Lock
from eegview.ui.response.matching.clock_match import same_clock_s
from eegview.ui.response.matching.same_state import nearest_page, next_page, page_state, previous_page
from eegview.ui.response.matching.worst_epoch import why_no_worst
from eegview.ui.response.modes import Mode
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews
from eegview.ui.response.pane_header import AFTER, BEFORE

_ENOUGH_S = 1e-3


class ResponseMoves:
    """Moves the pages of a pair of studies.

    mode : how the second page was last brought beside the first
    pair : while two studies are shown
    say : shows a sentence
    """

    def __init__(self, studies: ComparedStudies, say: Callable[[str], None]) -> None:
        self._studies, self._say = studies, say
        self.mode = Mode.WORST
        self.pair: PairedViews | None = None
        self.state_problem = ""  # why the other page is not of the same state, though that is locked
        self._awaits_worst: set[int] = set()

    def use(self, pair: PairedViews | None) -> None:
        """Move these pages from now on."""
        self.pair, self.state_problem, self._awaits_worst = pair, "", set()
        if pair is not None:
            pair.moved.connect(lambda moved: self._moved(pair, *moved))

    @property
    def shown_mode(self) -> Mode:
        """Return the mode as it holds: pages that are not linked are free."""
        return self.mode if self.pair is None or self.pair.is_locked(Lock.SCROLL) else Mode.FREE

    def study(self, side: int) -> ComparedStudy:
        shown = self._studies.shown
        return self._studies.opened if side == OPEN or shown is None else shown

    def name(self, side: int) -> str:
        """Return whether the study of a side is the one before or the one after."""
        return AFTER if (side == OPEN) is self._studies.is_open_after else BEFORE

    # keys

    def move(self, change: Callable[[ViewState, Span], ViewState]) -> None:
        """Move the active page; the other one follows while scrolling is locked."""
        if self.pair is not None:
            self.pair.move(change)

    def go_to(self, side: int, time_s: float) -> None:
        """Show a time in the middle of one page; the other one follows while scrolling is locked."""
        pair = self.pair
        if pair is not None:
            pair.activate(side)
            pair.move(lambda view, whole: navigation.to(view, time_s - view.page_s / 2, whole), side)

    def show_span(self, side: int, span: Span) -> None:
        """Show where a value came from, on one page alone."""
        pair = self.pair
        if pair is not None:
            pair.activate(side)
            session = pair.sessions[side]
            view = navigation.shown(session.view, span, session.recording.span)
            pair.place(side, view.start_s)
            session.change(cursor_s=span.start_s)

    # ways to bring them together

    def use_mode(self, mode: Mode) -> None:
        """Bring the pages together in this way, and hold them so."""
        pair = self.pair
        self.mode, self._awaits_worst = mode, set()
        if pair is None:
            return
        if mode is Mode.FREE:
            pair.unlock(Lock.SCROLL, Lock.STATE)
            return
        if mode is Mode.CLOCK:
            pair.unlock(Lock.STATE)
            self._same_clock(pair)
        elif mode is Mode.WORST:
            self._worst(pair)
        else:
            pair.lock(Lock.STATE)
            self.hold_state(pair.active, 0)
        pair.lock(Lock.SCROLL)
        pair.keep_difference()

    def _worst(self, pair: PairedViews) -> None:
        missing = []
        for side in (OPEN, OTHER):
            study = self.study(side)
            worst = study.worst
            if worst is not None:
                pair.place(side, worst.span.start_s)
            else:
                self._awaits_worst.add(side)
                missing.append(f"{self.name(side)}: {why_no_worst(study.trends.table)}")
        self._hold(pair, pair.active, 0)
        if missing:
            self._say(" ".join(missing))

    def trends_came(self) -> None:
        """Go to a worst epoch that was asked for before it was known, where nobody moved meanwhile."""
        pair = self.pair
        if pair is None or not self._awaits_worst:
            return
        for side in tuple(self._awaits_worst):
            worst = self.study(side).worst
            if worst is not None:
                self._awaits_worst.discard(side)
                pair.place(side, worst.span.start_s)
                self._hold(pair, pair.active, 0)

    def _same_clock(self, pair: PairedViews) -> None:
        first, second = pair.active, 1 - pair.active
        one, other = self.study(first), self.study(second)
        if one.started_at is None or other.started_at is None:
            which = self.name(first if one.started_at is None else second)
            self._say(tr("{which} has no clock time: its file does not say when it was recorded.", which=which))
            return
        start_s = pair.views[first].start_s
        found_s = same_clock_s(one.started_at, start_s, other.started_at, other.recording.span)
        if found_s is None:
            when = one.session.time_text(start_s)
            self._say(tr("{name} was not recorded at {when}.", name=self.name(second), when=when))
            return
        pair.place(second, found_s)

    # the same state

    def states(self) -> tuple[str, str]:
        """Return the stage of each page, "" where it is not staged."""
        pair = self.pair
        if pair is None:
            return "", ""
        of = [page_state(self.study(side).hypnogram, pair.views[side].span) for side in (OPEN, OTHER)]
        return of[OPEN], of[OTHER]

    def next_same(self, steps: int) -> None:
        """Find the next (or the last) page beside that is of the state of the active one."""
        pair = self.pair
        if pair is None:
            return
        first, second = pair.active, 1 - pair.active
        stage, view, hypnogram = self.states()[first], pair.views[second], self.study(second).hypnogram
        if not self._can_find(first, second, stage):
            return
        named, page_s = short_name(stage), view.page_s
        if steps > 0:
            found_s = next_page(hypnogram, stage, view.start_s + page_s, page_s)
            again_s = next_page(hypnogram, stage, 0.0, page_s)
        else:
            found_s = previous_page(hypnogram, stage, view.start_s - page_s, page_s)
            again_s = previous_page(hypnogram, stage, self.study(second).recording.span.stop_s, page_s)
        if found_s is None and again_s is None:
            self._say(tr("{name} has no whole page of {named}.", name=self.name(second), named=named))
            return
        if found_s is None:
            which, end = ("later", "first") if steps > 0 else ("earlier", "last")
            self._say(
                tr(
                    "{name} has no {which} page of {named}; this is the {end} one.",
                    name=self.name(second),
                    which=which,
                    named=named,
                    end=end,
                )
            )
        pair.place(second, found_s if found_s is not None else again_s or 0.0)
        self.state_problem = ""

    def _can_find(self, first: int, second: int, stage: str) -> bool:
        if not self.study(second).hypnogram.bouts:
            self._say(
                tr("No sleep is staged in {name}, so no page of the same state can be found.", name=self.name(second))
            )
        elif not stage:
            self._say(
                tr(
                    "The page of {name} is not staged, so no page of the same state can be found.",
                    name=self.name(first),
                )
            )
        else:
            return True
        return False

    def hold_state(self, leader: int, direction: int) -> None:
        """Bring the page beside to the state of the leading one, in the direction in which that one was moved."""
        pair = self.pair
        if pair is None:
            return
        follower, states = 1 - leader, self.states()
        stage, self.state_problem = states[leader], ""
        if not stage or states[follower] == stage or not self.study(follower).hypnogram.bouts:
            return
        view, hypnogram = pair.views[follower], self.study(follower).hypnogram
        find = {0: nearest_page, 1: next_page, -1: previous_page}[direction]
        found_s = find(hypnogram, stage, view.start_s, view.page_s)
        if found_s is None:
            found_s = nearest_page(hypnogram, stage, view.start_s, view.page_s)
        if found_s is None:
            self.state_problem = f"no {short_name(stage)} in {self.name(follower)}"
            pair.changed.emit(None)
        elif abs(found_s - view.start_s) > _ENOUGH_S:
            pair.place(follower, found_s)

    def _hold(self, pair: PairedViews, leader: int, direction: int) -> None:
        if pair.is_locked(Lock.STATE):
            self.hold_state(leader, direction)

    def _moved(self, pair: PairedViews, side: int, direction: int) -> None:
        if pair is self.pair:
            self._awaits_worst.clear()
            self._hold(pair, side, direction)

    # locks

    def switch(self, lock: Lock) -> None:
        """Lock it, or let both pages have their own."""
        pair = self.pair
        if pair is None:
            return
        if pair.is_locked(lock):
            pair.unlock(lock)
        else:
            pair.lock(lock)
            self._hold(pair, pair.active, 0)

    def switch_all(self) -> None:
        """Unlock everything; where nothing is locked, lock everything."""
        pair = self.pair
        if pair is None:
            return
        if pair.locks:
            pair.unlock(*Lock)
            self._say(tr("Nothing is locked: each page has its own montage, filters, sensitivity, length and place."))
        else:
            pair.lock(*Lock)
            self._hold(pair, pair.active, 0)

    def clear(self) -> bool:
        """Drop cursors and selections of both pages; return whether there were any."""
        pair = self.pair
        if pair is None:
            return False
        held = any(view.selection is not None or view.selected_rows for view in pair.views)
        for session in pair.sessions:
            session.set_view(replace(session.view, selection=None, selected_rows=()))
        return held
