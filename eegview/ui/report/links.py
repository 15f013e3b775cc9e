"""The links of a report in the window: the page, settings and frame, or the screen that a value came from."""

from PySide6.QtCore import QObject, Signal

from eegview.app.report.link_view import link_view, missing_montage
from eegview.model.errors import UsageError
from eegview.model.report.link import EvidenceLink, Place, parse_link
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
_OTHER_STUDY = "This value is from another study, the one compared with."


class ReportLinks(QObject):
    """Opens what links lead to.

    leaving : the screen of the report gives the window up, for what is opened
    opened : what was opened, in words
    score_asked : a span is to be opened in the scoring workbench
    other_asked : fingerprint of another study that a link leads to
    """

    leaving = Signal()
    opened = Signal(str)
    score_asked = Signal(object)
    other_asked = Signal(str)

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._actions, self._say, self._study = context.actions, context.say, study

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
            self.other_asked.emit(link.fingerprint)
            return
        self.leaving.emit()
        if link.place is Place.SCORE:
            self.score_asked.emit(link.span)
        elif link.place is Place.PAGE:
            self._show_page(link)
        else:
            self._show_screen(link)
        self.opened.emit(text)

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
            self._say("This version has no screen for this value; its section is shown.")
            return
        action = self._actions[known[0]]
        if not (action.isCheckable() and action.isChecked()):
            action.trigger()
