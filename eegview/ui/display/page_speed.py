"""The speed of the page in millimetres a second: what stands beside the page changes its seconds, never its speed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from eegview.app.page import navigation
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_HOLD_MS = 80  # while a window is dragged wider its page is built once it rests


@dataclass(frozen=True, slots=True)
class PageLength:
    """A length that was chosen.

    page_s : in seconds
    beside_px : how much of the window's width was not the page's then
    mm_per_s : the paper speed that was chosen instead, if one was
    """

    page_s: float
    beside_px: int
    mm_per_s: float | None = None


class PageSpeed(QObject):
    """Holds the speed of one study's page.

    A page length is chosen for the page as it stands. When panels take width from the page or give it back, the page
    shows fewer or more seconds at the same speed; back at that width it has the length that was chosen. When the window
    itself changes its width the length holds, unless a paper speed was chosen: then that holds.
    """

    def __init__(self, context: Context, study: OpenStudy, px_per_mm: Callable[[], float]) -> None:
        super().__init__(study.scope)
        self._window, self._study, self._px_per_mm = context.window, study, px_per_mm
        self._settings, self._key = context.settings, f"place/{study.recording.fingerprint[:16]}/beside_px"
        beside_px = round(context.settings.number(self._key, context.window.beside_px))
        self.chosen = PageLength(study.view.page_s, beside_px)
        self._held_s = study.view.page_s  # what was made of it
        self._moved: tuple[float, float] | None = None  # the page's start before it followed the cursor, and after
        self._rest = QTimer(self, singleShot=True, interval=_HOLD_MS)
        self._rest.timeout.connect(self._hold_paper_speed)
        study.session.view_changed.connect(study.scope.while_open(self._view_changed))
        context.window.page.resized.connect(self._resized)
        study.scope.ended.connect(self._keep)
        self._hold()

    # what is chosen

    def use_paper_speed(self, mm_per_s: float, anchor_s: float | None) -> None:
        """Choose the length that runs at this speed, also when the window gets wider or narrower later."""
        page_s = self._window.page.traces_px / self._px_per_mm() / mm_per_s
        self._study.move(lambda v, r: navigation.with_page_length(v, page_s, r, anchor_s))
        self.chosen = PageLength(self._study.view.page_s, self._window.beside_px, mm_per_s)

    def use(self, chosen: PageLength) -> float:
        """Go back to a length that was chosen before; returns what it is at the page's width now, in seconds."""
        self.chosen = chosen
        self._held_s = self._page_s
        return self._held_s

    def _view_changed(self, view: ViewState) -> None:
        if view.page_s != self._held_s and not self._study.presenter.is_judging:
            self.chosen = PageLength(view.page_s, self._window.beside_px)
            self._held_s = view.page_s

    def _keep(self) -> None:
        """Remember for which width the length was chosen: the next time the speed is the same."""
        self._settings.put(self._key, self.chosen.beside_px)

    # what is made of it

    @property
    def _page_s(self) -> float:
        """The length at the page's width now."""
        width_px, chosen = self._window.page.traces_px, self.chosen
        chosen_for_px = width_px + self._window.beside_px - chosen.beside_px
        return chosen.page_s * width_px / chosen_for_px if chosen_for_px > 0 else chosen.page_s

    def _resized(self) -> None:
        if not self._study.presenter.is_judging:
            self._hold()
            if self.chosen.mm_per_s is not None:
                self._rest.start()

    def _hold(self) -> None:
        page_s = self._page_s
        if page_s != self._study.view.page_s:
            self._held_s = page_s
            self._window.page.show_length(page_s)
            self._study.move(lambda view, recording: self._resized_view(view, page_s, recording))

    def _resized_view(self, view: ViewState, page_s: float, recording: Span) -> ViewState:
        """Return the view with another length; it begins where it began, unless that took the cursor off the page."""
        start_s = view.start_s
        if self._moved is not None and start_s == self._moved[1]:
            start_s = self._moved[0]
        self._moved = None
        cursor_s = view.cursor_s
        wanted_s = start_s
        if cursor_s is not None and view.span.contains(cursor_s) and cursor_s >= start_s + page_s:
            wanted_s = cursor_s - 0.8 * page_s
        changed = navigation.to(navigation.with_page_length(view, page_s, recording), wanted_s, recording)
        if wanted_s != start_s:
            self._moved = start_s, changed.start_s
        return changed

    def _hold_paper_speed(self) -> None:
        mm_per_s = self.chosen.mm_per_s
        if mm_per_s is not None and not self._study.presenter.is_judging:
            self.use_paper_speed(mm_per_s, None)
