"""Says the page of one open study to a screen reader: when asked, and by itself where something was changed."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from eegview.app.film.clip_texts import clip_index_at, clip_text
from eegview.app.film.spoken_page import film_page_text
from eegview.app.review.clusters import counted_spasms
from eegview.app.review.spoken import (
    counters_text,
    mark_text,
    nearest_text,
    page_text,
    rows_text,
    suggestions_text,
)
from eegview.ui.page.spoken_interface import Spoken
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, clock_text

_PAUSE_MS = 400  # after the last page of a run of pages: a held key says nothing on its way


class SpokenController(QObject):
    """Makes the spoken forms from the session and the review, and announces a page that stays and a mark chosen."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self._page, self._vocabulary = context.window.page, context.studies.vocabulary
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._announce_page)
        self._page.spoken = Spoken(self.page, self.nearest, self.counters)
        context.actions.connect({"display.describe": self.describe}, study.scope)
        study.presenter.page_shown.connect(self._page_shown)
        study.review.selection.changed.connect(study.scope.while_open(lambda _mark: self._page_shown()))
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self._timer.stop()
        self._page.spoken = None

    # the spoken forms

    def page(self) -> str:
        """Return what is on the page, as said."""
        study, session = self._study, self._study.session
        if study.recording.is_film:
            return self._film_page()
        rows = rows_text(session.rows_shown.n_shown, session.rows_shown.text)
        marks = study.review.marks.within(study.view.span, study.review.selection.filter)
        return page_text(study.view, session.montage.label, rows, marks, self._vocabulary, self._time_text)

    def _film_page(self) -> str:
        """Return which clip is on the page, when it was filmed and what says so, and the rows with their units."""
        study, view = self._study, self._study.view
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        index = clip_index_at(study.recording, self._here_s() if on_page else view.start_s)
        clip = clip_text(study.recording, index) if index is not None else None
        page = self._page.shown_page
        rows = [", ".join(filter(None, (s.row.label, s.row.unit))) for s in page.rows] if page is not None else []
        marks = study.review.marks.within(view.span, study.review.selection.filter)
        return film_page_text(view, clip, rows, marks, self._vocabulary, self._time_text)

    def nearest(self) -> str:
        """Return the marks before and after the cursor, as said."""
        selection, here_s = self._study.review.selection, self._here_s()
        before, after = selection.previous_before(here_s), selection.next_after(here_s)
        return nearest_text(here_s, before, after, self._vocabulary, self._time_text)

    def counters(self) -> str:
        """Return the counters, as said; of suggestions nothing while they are hidden."""
        study, suggestions = self._study, self._study.suggestions
        found = suggestions.counts if suggestions.is_revealed else None
        said = suggestions_text(found.shown, found.open) if found is not None else ""
        recorded_s = sum(segment.duration_s for segment in study.recording.segments)
        if study.recording.is_film:  # a family films when something happens: a rate would say nothing
            recorded_s = 0.0
        n_spasms = len(counted_spasms(study.review))
        return counters_text(len(study.review.marks), n_spasms, recorded_s, said, self._context.window.saved.text())

    def _time_text(self, time_s: float) -> str:
        return clock_text(self._study.recording, round(time_s, 1))

    def _here_s(self) -> float:
        cursor_s = self._study.view.cursor_s
        return cursor_s if cursor_s is not None else self._study.view.start_s

    # saying

    def describe(self) -> None:
        """Show and say the page, the nearest marks and the counters."""
        text = f"{self.page()} {self.nearest()} {self.counters()}"
        self._context.say(text)
        self._announce(text)

    def _page_shown(self, _view: object = None) -> None:
        if QAccessible.isActive():
            self._timer.start()

    def _announce_page(self) -> None:
        """Say the mark that is selected, else the page; readers that have it open hear that it changed."""
        mark = self._study.review.selection.mark
        QAccessible.updateAccessibility(QAccessibleEvent(self._page, QAccessible.Event.DescriptionChanged))
        is_mark = mark is not None and self._study.view.span.contains(mark.onset_s)
        self._announce(mark_text(mark, self._vocabulary, self._time_text) if mark and is_mark else self.page())

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._page, text))
