"""The links of a report in the window: the page, settings and frame, or the screen that a value came from."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eegview.app.links.reading import ReadLink, read_link
from eegview.app.links.view import link_view, missing_montage
from eegview.model.errors import UsageError
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.text.language import tr
from eegview.ui.report.view import ReportView, WantedLink
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_SCREENS = {  # commands that open what is no page; the first there is
    Place.TRENDS: ("trends.open",),
    Place.SPASMS: ("spasms.statistics", "cluster.list"),
    Place.CLUSTERS: ("cluster.list",),
    Place.HISTORY: ("edit.history",),
    Place.COMPARE: ("response.open",),
    Place.COVERAGE: ("study.completeness",),
}
_OF_PREVIOUS = tr("This value is of the previous study, which is not open in this window.")


class ReportLinks(QObject):
    """Opens what links lead to.

    leaving : the screen of the report gives the window up, for what is opened
    opened : what was opened, in words
    score_asked : a span is to be opened in the scoring workbench
    """

    leaving = Signal()
    opened = Signal(str)
    score_asked = Signal(object)

    def __init__(
        self, context: Context, study: OpenStudy, view: ReportView, previous: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(study.scope)
        self._actions, self._say, self._study = context.actions, context.say, study
        self._studies, self._view, self._previous = context.studies, view, previous
        self._awaited: EvidenceLink | None = None  # shown before the marks came
        study.review.marks_changed.connect(study.scope.while_open(lambda _what: self._marks_came()))

    def follow(self, url: str, text: str = "") -> None:
        """Open what an address leads to.

        text : what is said of it, above the page
        """
        try:
            read = read_link(url)
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}")
            return
        if read.link.fingerprint != self._study.recording.fingerprint:
            self._offer_other(url)
            return
        self.show(read, text)

    def show(self, read: ReadLink, text: str = "") -> None:
        """Show what a link of the open recording leads to; what is not understood of it is said."""
        link = read.link
        self.leaving.emit()
        if link.place is Place.SCORE:
            self.score_asked.emit(link.span)
        elif link.place is Place.PAGE:
            self._show_page(link)
        else:
            self._show_screen(link)
        if read.remark:
            self._say(read.remark)
        self.opened.emit(text)

    def _offer_other(self, url: str) -> None:
        """Offer to open the previous study, and to go on to the place there."""
        paths = self._previous()
        if not paths:
            self._say(_OF_PREVIOUS)
            return
        back, studies, view = tuple(self._study.paths), self._studies, self._view

        def open_it() -> None:
            view.wanted = WantedLink(url, back)
            studies.open(list(paths))

        self._say(_OF_PREVIOUS, tr("Open it there"), open_it)

    def follow_wanted(self) -> None:
        """Go on to the link for which this study was opened, if it was, and offer the way back to the report."""
        wanted, self._view.wanted = self._view.wanted, None
        if wanted is None or read_link(wanted.url).link.fingerprint != self._study.recording.fingerprint:
            return
        self.follow(wanted.url)
        self._view.back.hide()  # it leads to the report of this study
        studies, back = self._studies, list(wanted.back)
        self._say(tr("This is the previous study."), tr("Back to the study of the report"), lambda: studies.open(back))

    def _show_page(self, link: EvidenceLink) -> None:
        study = self._study
        ids = frozenset(montage.montage_id for montage in study.session.montages)
        missing = missing_montage(link, ids)
        study.session.set_view(link_view(link, study.view, ids, study.recording.span))
        self._awaited = None if study.review.is_open or not link.marks else link
        n_gone = self._select(link) if self._awaited is None else 0
        if link.span.stop_s > study.recording.span.stop_s + 1.0:
            self._say(tr("The link names a time after the end of this recording; its last page is shown."))
        elif missing:
            self._say(
                tr("The montage “{missing}” is not installed here; the page has the montage it had.", missing=missing)
            )
        else:
            self._tell_gone(n_gone)

    def _select(self, link: EvidenceLink) -> int:
        """Select the mark of a link that has one; return how many of its marks no longer exist."""
        marks = [mark for mark in self._study.review.marks if mark.annotation_id in link.marks]
        self._study.review.selection.select(marks[0] if len(marks) == 1 else None)
        return len(link.marks) - len(marks)

    def _marks_came(self) -> None:
        link = self._awaited
        if link is not None and self._study.review.is_open:
            self._awaited = None
            self._tell_gone(self._select(link))

    def _tell_gone(self, n_gone: int) -> None:
        if n_gone > 0:
            gone = "1 mark" if n_gone == 1 else f"{n_gone} marks"
            self._say(tr("{gone} of this value no longer exist. The report was made before.", gone=gone))

    def _show_screen(self, link: EvidenceLink) -> None:
        """Open a screen; a panel that is open already stays so."""
        known = [one for one in _SCREENS[link.place] if one in self._actions.actions]
        if link.place is not Place.HISTORY:
            self._show_page(link)
        if not known:
            self._say(tr("This version has no screen for this value; its section is shown."))
            return
        action = self._actions[known[0]]
        if not (action.isCheckable() and action.isChecked()):
            action.trigger()
