"""Holds the page to the display that a scale asks for, and to the pages of the epoch that is scored."""

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eegview.app.scoring.locked_display import LockedDisplay, is_as_locked
from eegview.app.scoring.work import ScoringWork
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_LOCKED = tr("Locked for scoring: montage, filters, sensitivity and page length are those of the scale.")


class PageLock(QObject):
    """Locks the page of one study while an epoch is scored; nothing but leaving the workbench unlocks it.

    work : returns the work while an epoch is scored, None else
    open_at : begins an epoch at a time (s)
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        work: Callable[[], ScoringWork | None],
        open_at: Callable[[float], None],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._work, self._open_at = study, work, open_at
        self._say, self._actions = context.say, context.actions
        self._display: LockedDisplay | None = None
        self._place_of: ScoringWork | None = None
        self._is_silent = False
        study.session.view_changed.connect(study.scope.while_open(self._view_changed))
        study.presenter.page_shown.connect(self._page_shown)

    def lock(self, work: ScoringWork, display: LockedDisplay) -> None:
        """Show the page of the work as the scale has it shown, and nothing else from now on."""
        self._leave_butterfly()
        self._place_of, self._display = work, display
        self._is_silent = True
        self._study.session.lock_display(self._locked)
        self._is_silent = False

    def unlock(self) -> None:
        """Show the page as it was shown before."""
        self._study.session.unlock_display()

    def show_page(self) -> None:
        """Turn to the page that the work is at."""
        work = self._work()
        if work is not None and self._study.view.start_s != work.place.page_span.start_s:
            self._is_silent = True
            self._study.session.change(start_s=work.place.page_span.start_s, cursor_s=None, selection=None)
            self._is_silent = False

    def _locked(self, view: ViewState) -> ViewState:
        """Return the view as the scale has it shown, on the nearest page of the epoch."""
        work, display, session = self._place_of, self._display, self._study.session
        assert work is not None
        assert display is not None
        montage = session.montage_by_id(display.montage_id)
        rows = (*session.rows_of(montage), *session.extra_rows) if montage is not None else ()
        page = self._page(view, work)
        start_s = work.place.start_s + min(max(page, 0), work.shape.n_pages - 1) * work.shape.page_s
        if not self._is_silent:
            if not is_as_locked(view, display.view(view, view.start_s, rows)):
                self._say(_LOCKED)
            elif not 0 <= page < work.shape.n_pages and not self._study.player.is_playing:
                self._offer_epoch(view)
        return display.view(view, start_s, rows)

    def _page(self, view: ViewState, work: ScoringWork) -> int:
        """Return the page of the epoch that is meant: of the cursor where it was set, else by how far one moved."""
        place, page_s = work.place, work.shape.page_s
        n_pages, moved_s = (view.start_s - place.start_s) / page_s, view.start_s - place.page_span.start_s
        if view.cursor_s is not None and view.cursor_s != self._study.view.cursor_s:
            return math.floor((view.cursor_s - place.start_s) / page_s + 1e-9)
        if abs(n_pages - round(n_pages)) * page_s > 1e-3 and abs(moved_s) < page_s / 2:
            return place.page + (1 if moved_s > 0 else -1)  # a small step turns the page
        return round(n_pages)

    def _offer_epoch(self, view: ViewState) -> None:
        """Offer to begin an epoch where one wanted to go."""
        at_s = view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else view.start_s
        when = self._study.session.time_text(at_s)
        self._say(
            tr("{when} is outside this epoch.", when=when), tr("Begin an epoch there"), lambda: self._open_at(at_s)
        )

    def _view_changed(self, view: ViewState) -> None:
        work = self._work()
        if work is not None and not self._is_silent and view.start_s != work.place.page_span.start_s:
            work.go(work.place.at_time(view.start_s + 1e-6))

    def _page_shown(self, _view: object) -> None:
        if self._work() is not None and self._study.presenter.is_butterfly:
            self._say(tr("Locked for scoring: every row has its own line."))
            QTimer.singleShot(0, self, self._leave_butterfly)

    def _leave_butterfly(self) -> None:
        if self._study.presenter.is_butterfly:
            self._actions["display.butterfly"].trigger()
