"""The line over the page in which a question to the readers, or a comment, is written."""

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.difference import Difference
from eegview.model.opinion import Verdict
from eegview.model.text.language import tr
from eegview.ui.marks.page_overlays import NoteLine
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_CAPTIONS = {
    Verdict.QUERY: tr("Question to the readers about {time}; Enter sends it, Esc drops it"),
    Verdict.COMMENT: tr("Comment on {time}; Enter keeps it, Esc drops it"),
}


class OpinionLine(QObject):
    """Asks for a sentence about a difference.

    written : the difference, what kind of sentence, and the text
    """

    written = Signal(object, object, str)  # Difference, Verdict

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._page, self._times = context.window.page, study.times
        self._about: tuple[Difference, Verdict] | None = None
        self.line = NoteLine(self._page)
        self.line.setObjectName("comparing.line")
        self.line.line.setObjectName("comparing.line.text")
        self.line.line.setPlaceholderText(tr("In a few words…"))
        self.line.written.connect(self._written)
        self.line.left.connect(self._page.setFocus)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self.line.hide()
        self.line.deleteLater()

    def ask(self, difference: Difference, kind: Verdict) -> None:
        """Open the line at the onset of a difference."""
        self._about = difference, kind
        self.line.line.setAccessibleName(tr("Question") if kind is Verdict.QUERY else tr("Comment"))
        geometry = self._page.geometry_of_page()
        caption = _CAPTIONS[kind].format(time=self._times.text(difference.onset_s))
        self.line.ask(caption, geometry.x_of(difference.onset_s) if geometry is not None else 0.0)

    def _written(self, text: str) -> None:
        if self._about is not None:
            difference, kind = self._about
            self._about = None
            self.written.emit(difference, kind, text)
