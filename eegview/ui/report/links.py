"""The links of a report in the window: the page, settings and frame, or the screen that a value came from."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eegview.app.report.link_view import link_view, missing_montage
from eegview.model.errors import UsageError
from eegview.model.report.link import EvidenceLink, Place, parse_link
from eegview.ui.report.view import ReportView, WantedLink
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

_SCREENS = {  # commands that open what is no page; the first there is
    Place.TRENDS: ("trends.open",),
    Place.SPASMS: ("spasms.statistics", "cluster.list"),
    Place.CLUSTERS: ("cluster.list",),
    Place.HISTORY: ("edit.history",),
    Place.COMPARE: ("response.open",),
    Place.COVERAGE: ("study.completeness",),
}
_OF_PREVIOUS = "This value is of the previous study, which is not open in this window."


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

    def follow(self, url: str, text: str = "") -> None:
        """Open what an address leads to.

        text : what is said of it, above the page
        """
        try:
            link = parse_link(url)
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}")
            return
        if link.fingerprint != self._study.recording.fingerprint:
            self._offer_other(url)
            return
        self.leaving.emit()
        if link.place is Place.SCORE:
            self.score_asked.emit(link.span)
        elif link.place is Place.PAGE:
            self._show_page(link)
        else:
            self._show_screen(link)
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

        self._say(_OF_PREVIOUS, "Open it there", open_it)

    def follow_wanted(self) -> None:
        """Go on to the link for which this study was opened, if it was, and offer the way back to the report."""
        wanted, self._view.wanted = self._view.wanted, None
        if wanted is None or parse_link(wanted.url).fingerprint != self._study.recording.fingerprint:
            return
        self.follow(wanted.url)
        self._view.back.hide()  # it leads to the report of this study
        studies, back = self._studies, list(wanted.back)
        self._say("This is the previous study.", "Back to the study of the report", lambda: studies.open(back))

    def _show_page(self, link: EvidenceLink) -> None:
        study = self._study
        ids = frozenset(montage.montage_id for montage in study.session.montages)
        missing = missing_montage(link, ids)
        study.session.set_view(link_view(link, study.view, ids, study.recording.span))
        marks = [mark for mark in study.review.marks if mark.annotation_id in link.marks]
        study.review.selection.select(marks[0] if len(marks) == 1 else None)
        if missing:
            self._say(f"The montage “{missing}” is not installed here; the page has the montage it had.")
        elif len(marks) < len(link.marks):
            n_gone = len(link.marks) - len(marks)
            gone = "1 mark" if n_gone == 1 else f"{n_gone} marks"
            self._say(f"{gone} of this value no longer exist. The report was made before.")

    def _show_screen(self, link: EvidenceLink) -> None:
        """Open a screen; a panel that is open already stays so."""
        known = [one for one in _SCREENS[link.place] if one in self._actions.actions]
        if link.place is not Place.HISTORY:
            self._show_page(link)
        if not known:
            self._say("The screen of this value is not part of this version; its section is shown.")
            return
        action = self._actions[known[0]]
        if not (action.isCheckable() and action.isChecked()):
            action.trigger()
