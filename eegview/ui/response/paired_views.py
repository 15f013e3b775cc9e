"""Two sessions side by side: what is locked is the same in both, and linked pages keep their difference in time."""

from collections.abc import Callable, Iterable

from eegview.app.notifier import Notifier
from eegview.app.page import navigation
from eegview.app.page.session import Session
from eegview.model.display.view import PAGE_LENGTHS_S, SENSITIVITIES_UV_PER_MM, ViewState
from eegview.model.span import Span
from eegview.ui.response.locks import ALL_LOCKS, DISPLAY_LOCKS, Lock, differs, with_fields_of

OPEN, OTHER = 0, 1  # the study that is open in the window, and the one beside it


class PairedViews:
    """Keeps two sessions as the locks say, whichever of them is changed, by whatever part of the window.

    Commands of the window act on the open study. While the other page is the active one, what they change and is not
    locked is given to the other page instead.

    locks : what is the same on both pages
    active : the page that keys move, `OPEN` or `OTHER`
    difference_s : start of the other page less that of the open one, kept while scrolling is locked
    changed : emits after each change of either page, of a lock, or of the active page
    is_on : while it is not, both sessions are left alone
    moved : emits the side that was moved by hand and +1 or -1, later or earlier
    """

    def __init__(self, opened: Session, other: Session, locks: Iterable[Lock] = ALL_LOCKS) -> None:
        self.sessions = (opened, other)
        self.locks = frozenset(locks)
        self.active = OPEN
        self.difference_s = 0.0
        self.changed: Notifier[None] = Notifier()
        self.moved: Notifier[tuple[int, int]] = Notifier()
        self._known = [opened.view, other.view]
        self._is_settling = False
        self.is_on = True
        opened.view_changed.connect(lambda view: self._view_changed(OPEN, view))
        other.view_changed.connect(lambda view: self._view_changed(OTHER, view))
        self._copy(OPEN, [lock for lock in DISPLAY_LOCKS if lock in self.locks])
        self.keep_difference()

    def resume(self) -> None:
        """Follow the locks again; what is locked is taken from the open study."""
        if not self.is_on:
            self.is_on = True
            self._known = [session.view for session in self.sessions]
            self._copy(OPEN, [lock for lock in DISPLAY_LOCKS if lock in self.locks])

    @property
    def views(self) -> tuple[ViewState, ViewState]:
        return self.sessions[OPEN].view, self.sessions[OTHER].view

    def is_locked(self, lock: Lock) -> bool:
        return lock in self.locks

    # moving

    def activate(self, side: int) -> None:
        """Connect the keys with this page from now on."""
        if side != self.active:
            self.active = side
            self.changed.emit(None)

    def move(self, change: Callable[[ViewState, Span], ViewState], side: int | None = None) -> None:
        """Move a page, the active one unless another is named; the other one follows while scrolling is locked."""
        session = self.sessions[self.active if side is None else side]
        session.set_view(change(session.view, session.recording.span))

    def place(self, side: int, start_s: float) -> None:
        """Show a page that begins at `start_s` on one side alone; its difference from the other is kept from then."""
        session = self.sessions[side]
        self._settle(lambda: session.set_view(navigation.to(session.view, start_s, session.recording.span)))
        self.keep_difference()
        self.changed.emit(None)

    def keep_difference(self) -> None:
        """Keep the difference in time that both pages have now."""
        opened, other = self.views
        self.difference_s = other.start_s - opened.start_s

    # locks

    def lock(self, *locks: Lock) -> None:
        """Lock these; the other page takes the values of the active one."""
        added = frozenset(locks) - self.locks
        self.locks |= added
        self._copy(self.active, [lock for lock in DISPLAY_LOCKS if lock in added])
        if Lock.SCROLL in added:
            self.keep_difference()
        self.changed.emit(None)

    def unlock(self, *locks: Lock) -> None:
        """Let both pages have their own values of these."""
        self.locks -= frozenset(locks)
        self.changed.emit(None)

    # following

    def _view_changed(self, side: int, view: ViewState) -> None:
        before, self._known[side] = self._known[side], view
        if self._is_settling or not self.is_on:
            return
        if side == OPEN and self.active == OTHER:
            self._hand_over(before, view)
            view = self._known[OPEN]
        changed = [lock for lock in DISPLAY_LOCKS if lock in self.locks and differs(before, view, lock)]
        self._copy(side, changed)
        moved_s = view.start_s - before.start_s
        if moved_s and Lock.SCROLL in self.locks:
            self._follow(side, view.start_s)
        if moved_s:
            self.moved.emit((side, 1 if moved_s > 0 else -1))
        self.changed.emit(None)

    def _follow(self, side: int, start_s: float) -> None:
        """Bring the page beside to the place that keeps the difference, as far as its recording reaches."""
        follower = self.sessions[1 - side]
        wanted_s = start_s + (self.difference_s if side == OPEN else -self.difference_s)
        self._settle(lambda: follower.set_view(navigation.to(follower.view, wanted_s, follower.recording.span)))

    def _copy(self, side: int, locks: Iterable[Lock]) -> None:
        """Give what these locks hold on one side to the page beside."""
        locks, of, target = tuple(locks), self.sessions[side].view, self.sessions[1 - side]
        self.sessions[OTHER].montages = self.sessions[OPEN].montages  # one may have been made or changed
        if not locks:
            return

        def copy() -> None:
            for _again in range(2):  # with another montage come the rows that it had, then those of the locked page
                target.set_view(with_fields_of(target.view, of, locks))

        self._settle(copy)

    def _hand_over(self, before: ViewState, after: ViewState) -> None:
        """Give what was changed of the open page, and is not locked, to the other one, which was meant."""
        opened, other = self.sessions
        meant = [lock for lock in DISPLAY_LOCKS if lock not in self.locks and differs(before, after, lock)]
        if not meant:
            return
        wanted = with_fields_of(other.view, after, meant)
        if Lock.SENSITIVITY in meant:
            steps = _steps(before.sensitivity_uv_per_mm, after.sensitivity_uv_per_mm, SENSITIVITIES_UV_PER_MM)
            if steps:
                wanted = navigation.with_sensitivity_step(with_fields_of(wanted, other.view, [Lock.SENSITIVITY]), steps)
        if Lock.PAGE in meant:
            steps = _steps(before.page_s, after.page_s, PAGE_LENGTHS_S)
            if steps:
                wanted = with_fields_of(wanted, other.view, [Lock.PAGE])
                wanted = navigation.with_page_step(wanted, steps, other.recording.span)

        def hand_over() -> None:
            for _again in range(2):
                other.set_view(wanted)
                opened.set_view(with_fields_of(opened.view, before, meant))

        self._settle(hand_over)

    def _settle(self, change: Callable[[], None]) -> None:
        was, self._is_settling = self._is_settling, True
        try:
            change()
        finally:
            self._is_settling = was


def _steps(before: float, after: float, rungs: tuple[float, ...]) -> int:
    """Return +1 or -1 where a value went to the next rung of its ladder, 0 where it was chosen."""
    return next((step for step in (1, -1) if before != after == navigation.on_ladder(before, rungs, step)), 0)
