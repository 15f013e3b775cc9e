"""The whole window for one task: panels put away, keys taken over; afterwards everything stands as before."""

from dataclasses import replace

from eegview.model.display.view import ViewState
from eegview.ui.video.placement import Place, VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class TriageMode:
    """A state of the window that is entered and left; what is done meanwhile is no matter of its own.

    video : where the video is; over the page and above it, it would be in the way
    shortcuts : the context of keys that has priority while the mode is on
    """

    def __init__(
        self, context: Context, study: OpenStudy, play: PlayController, video: VideoPlace, shortcuts: str
    ) -> None:
        self._window, self._actions, self._study = context.window, context.actions, study
        self._play, self._video, self._shortcuts = play, video, shortcuts
        self.is_on = False
        self._view: ViewState | None = None
        self._place = Place.DOCK
        self._speed = 1.0

    def enter(self) -> None:
        """Give the window to the task; how the page is displayed stays, and may be changed with the usual keys."""
        if self.is_on:
            return
        study, focus = self._study, self._actions["display.focus"]
        if focus.isChecked():
            focus.trigger()  # its own memory of the panels ends here
        self.is_on = True
        self._view, self._speed = study.view, self._play.speed
        self._play.pause()
        study.review.selection.select(None)
        self._place = self._video.place
        if self._place in (Place.FLOAT, Place.ABOVE):
            self._video.go(Place.DOCK)
        study.presenter.is_judging = True  # first: the page has its length from the task now, whatever is put away
        self._window.put_away()
        self._actions.use_contexts(self._shortcuts)
        self._show_keys()
        self._window.page.setFocus()

    def use_contexts(self, *more: str) -> None:
        """Give further contexts of keys priority over this one."""
        if self.is_on:
            self._actions.use_contexts(self._shortcuts, *more)
            self._show_keys(*more)

    def _show_keys(self, *more: str) -> None:
        """Show in the legend what keys do now, those of the last context first."""
        entries = [entry for one in (*reversed(more), self._shortcuts) for entry in self._actions.legend(one)]
        known = {entry.key: entry for entry in reversed(entries)}  # a key taken over twice has the later meaning
        self._window.legend.take_over(self._shortcuts, [entry for entry in entries if known[entry.key] is entry])

    def leave(self) -> None:
        """Bring panels and page back to where one was; how the page is displayed stays as it is now."""
        if not self.is_on:
            return
        self.is_on = False
        self._actions.use_contexts()
        self._window.legend.give_back(self._shortcuts)
        self._play.pause()
        presenter, before = self._study.presenter, self._view
        presenter.is_judging, presenter.spotlight, presenter.likely_next = False, None, None
        if before is not None:
            self._study.change_view(
                lambda view: replace(
                    view,
                    start_s=before.start_s,
                    page_s=before.page_s,
                    cursor_s=before.cursor_s,
                    selection=before.selection,
                    selected_rows=before.selected_rows,
                )
            )
        presenter.refresh_overlay()
        self._play.use_speed(self._speed)
        self._window.bring_back()
        if self._place in (Place.FLOAT, Place.ABOVE):
            self._video.go(self._place)
        self._window.page.show()
        self._window.page.setFocus()
