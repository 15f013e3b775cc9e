"""The whole window for one task: docks put away, keys taken over; afterwards everything stands as before."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QDockWidget

from eegview.model.view import ViewState
from eegview.ui.video.placement import Place

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation


class TriageMode:
    """Enters and leaves; knows nothing of what is done meanwhile.

    context : of keys, while it is on
    """

    def __init__(self, station: "Workstation", context: str) -> None:
        self._station, self._context = station, context
        self.is_on = False
        self._docks = QByteArray()
        self._view: ViewState | None = None
        self._place = Place.DOCK
        self._speed = 1.0

    def enter(self) -> None:
        """Give the window to the task. The page's look is what it was, and may be changed with the usual keys."""
        station, study = self._station, self._station.desk.study
        if self.is_on or study is None:
            return
        if station.actions["display.focus"].isChecked():
            station.actions["display.focus"].trigger()  # its own memory of the docks ends here
        self.is_on = True
        self._view, self._speed = study.session.view, station.play.speed
        station.play.pause()
        study.review.selection.select(None)
        self._place = station.video.place.place
        if self._place is Place.FLOAT:
            station.video.place.go(Place.DOCK)
        self._docks = station.window.saveState()
        for dock in station.window.findChildren(QDockWidget):
            dock.hide()
        study.presenter.is_judging = True
        station.actions.use_contexts(self._context)
        station.window.page.setFocus()

    def use_contexts(self, *more: str) -> None:
        """Have further contexts take keys over from this one."""
        if self.is_on:
            self._station.actions.use_contexts(self._context, *more)

    def leave(self) -> None:
        """Bring docks and page back: the place where one was, the look as it is now."""
        if not self.is_on:
            return
        self.is_on = False
        station, study, before = self._station, self._station.desk.study, self._view
        station.actions.use_contexts()
        if study is not None:
            station.play.pause()
            presenter = study.presenter
            presenter.is_judging, presenter.spotlight, presenter.likely_next = False, None, None
            if before is not None:
                study.session.set_view(
                    replace(
                        study.session.view,
                        start_s=before.start_s,
                        page_s=before.page_s,
                        cursor_s=before.cursor_s,
                        selection=before.selection,
                        selected_rows=before.selected_rows,
                    )
                )
            presenter.refresh_overlay()
        station.play.use_speed(self._speed)
        station.window.restoreState(self._docks)
        if self._place is Place.FLOAT and study is not None:
            station.video.place.go(Place.FLOAT)
        station.window.page.show()
        station.window.page.setFocus()
