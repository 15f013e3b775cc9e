"""The recorded side of the comparison: the study opened beside, its film, and its page around the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter

from eegview.app.page.session import best_montage_id
from eegview.app.resembling.beside_footage import open_beside_footage
from eegview.app.video.footage import OpenedFootage
from eegview.model.text.language import tr
from eegview.ui.resembling.film_side import FilmSide
from eegview.ui.resembling.pair_clock import LEAD_S
from eegview.ui.response.beside_opening import BesideOpening
from eegview.ui.response.beside_page import BesidePage
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_LEAST_PAGE_S = 10.0
_FILM_SHARE = 0.55  # of the height: the films are what is compared
_LEAST_UV_PER_MM = 50.0  # rows stand closer than on a whole page; taller traces would cover each other
_MONTAGE = "longitudinal_bipolar"


class RecordedSide(QObject):
    """Holds one recorded study at a time; another one takes its place.

    shown : the study stands, its marks may still be on their way
    failed : why one cannot be shown, a sentence
    """

    shown = Signal()
    failed = Signal(str)

    def __init__(self, context: Context, study: OpenStudy, px_per_mm: Callable[[], float]) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._studies, self._px_per_mm = context, study, context.studies, px_per_mm
        self.film = FilmSide("resembling.right", tr("Film of the recorded event"), context.studies.bridge.post)
        self.film.picture.show_message(tr("Choose a recorded event."))
        self._nothing = QLabel(tr("EEG appears here."))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setProperty("role", "quiet")
        self.widget = QSplitter(Qt.Orientation.Vertical)
        self.widget.setObjectName("resembling.recorded")
        self.widget.addWidget(self.film.picture)
        self.widget.addWidget(self._nothing)
        self.widget.setChildrenCollapsible(False)
        self.compared: ComparedStudy | None = None
        self._page: BesidePage | None = None
        self._wanted: tuple[str, float, float] | None = None  # fingerprint, onset, where the loop ends
        self._is_closed = False
        self._opening = BesideOpening(context, study)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self.failed)

    def say(self, text: str) -> None:
        """Show a text instead of the film, where another study is to come."""
        if self.compared is None:
            self.film.picture.show_message(text)

    def show_event(self, fingerprint: str, paths: tuple[str, ...], onset_s: float, stop_s: float) -> None:
        """Show an event; its study is opened where it is not the one that stands."""
        self._wanted = fingerprint, onset_s, stop_s
        if self.compared is not None and self.compared.fingerprint == fingerprint:
            self.film.use_onset(onset_s, stop_s)
            self._place()
            self.shown.emit()
            return
        self._put_away()
        self.film.picture.show_message(tr("Opening the recorded study …"))
        self._opening.open(paths)

    def ask(self, since_onset_s: float) -> None:
        """Show a moment in film and page."""
        self.film.ask(since_onset_s)
        if self.compared is not None and self._wanted is not None:
            self.compared.session.change(cursor_s=max(self._wanted[1] + since_onset_s, 0.0))

    def _opened(self, compared: ComparedStudy) -> None:
        if self._is_closed or self._wanted is None or compared.fingerprint != self._wanted[0]:
            self._opening.close(compared)
            if not self._is_closed:
                self.failed.emit(tr("The files hold another recording than the one that was marked."))
            return
        self.compared = compared
        self._place()
        page = self._page = BesidePage(self._context, compared, self._px_per_mm, lambda: ())
        page.presenter.places = None
        self._nothing.hide()
        self.widget.addWidget(page.traces)
        height_px = max(self.widget.height(), 2)
        self.widget.setSizes([round(height_px * _FILM_SHARE), round(height_px * (1 - _FILM_SHARE))])
        page.serve()
        self._open_film(compared)
        self.shown.emit()

    def _open_film(self, compared: ComparedStudy) -> None:
        studies, paths, recording = self._studies, compared.paths, compared.recording
        url, viewer = studies.library_url, studies.reviewer.name

        def opened(footage: OpenedFootage | None) -> None:
            if self._is_closed or self.compared is not compared or self._wanted is None:
                if footage is not None:
                    footage.close()
                return
            self.film.show(footage, self._wanted[1], self._wanted[2])
            self.shown.emit()

        studies.work.submit(lambda: open_beside_footage(paths, recording, url, viewer), opened, studies.fail)

    def _place(self) -> None:
        """Put the page around the event, in a montage that its electrodes allow."""
        if self.compared is None or self._wanted is None:
            return
        session, (_name, onset_s, stop_s) = self.compared.session, self._wanted
        raw = {one.montage_id for one in session.montages if one.as_recorded}  # as a film is shown
        wanted = _MONTAGE if session.view.montage_id in raw else session.view.montage_id
        montage_id = best_montage_id(session.montages, session.recording, wanted)
        page_s = max(stop_s + 2 * LEAD_S, _LEAST_PAGE_S)
        start_s = max(onset_s - 2 * LEAD_S, 0.0)
        uv_per_mm = max(session.view.sensitivity_uv_per_mm, _LEAST_UV_PER_MM)
        view = replace(session.view, montage_id=montage_id, start_s=start_s, page_s=page_s, cursor_s=onset_s)
        session.set_view(replace(view, sensitivity_uv_per_mm=uv_per_mm))

    def _put_away(self) -> None:
        self.film.close()
        page, self._page = self._page, None
        if page is not None:
            page.close()
        compared, self.compared = self.compared, None
        if compared is not None:
            self._opening.close(compared)

    def close(self) -> None:
        """Close the study that stands beside."""
        if not self._is_closed:
            self._is_closed = True
            self._opening.cancel()
            self._put_away()
