"""Endorse, query and comment in the window: by key, by button, each an edit that can be undone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from eegview.app.marks.opinions import Giver, glyphs_by_mark, opinion_change, opinions_by_mark
from eegview.app.review.review import Review
from eegview.model.annotation import Annotation
from eegview.model.clock import elapsed_text
from eegview.model.errors import UsageError
from eegview.model.opinion import Opinion, Verdict
from eegview.ui.marks.page_overlays import NoteLine
from eegview.ui.window.open_study import OpenStudy

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

_CAPTIONS = {Verdict.QUERY: "Question about the mark at {time}", Verdict.COMMENT: "Comment on the mark at {time}"}


class OpinionsDesk(QObject):
    """Wires opinions on marks to form and list of the open study."""

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk = station, station.desk
        self.by_mark: dict[str, tuple[Opinion, ...]] = {}
        page = station.window.page
        self.line = NoteLine(page)
        self.line.setObjectName("opinion")
        self.line.line.setObjectName("opinion.text")
        self.line.line.setPlaceholderText("In a few words…")
        self._about: tuple[Annotation, Verdict] | None = None
        self.line.written.connect(self._written)
        self.line.left.connect(lambda: page.setFocus(Qt.FocusReason.OtherFocusReason))
        station.marks.form.opinions.asked.connect(self.ask)
        station.actions.connect({f"opinion.{verdict.value}": partial(self.ask, verdict) for verdict in Verdict})
        station.desk.study_opened.connect(self._study_opened)
        station.desk.study_closing.connect(self.line.keep)
        station.desk.study_closed.connect(lambda: self._take(()))

    @property
    def _review(self) -> Review | None:
        return self._desk.study.review if self._desk.study else None

    def _study_opened(self, study: OpenStudy) -> None:
        review = study.review
        review.records.changed.connect(lambda records: self._take(records) if review is self._review else None)
        self._take(tuple(review.records))

    def _take(self, records: Sequence[Annotation]) -> None:
        self.by_mark = opinions_by_mark(records)
        self._station.marks.list.model.set_opinions(glyphs_by_mark(self.by_mark))
        self._station.marks.form.opinions.set_opinions(self.by_mark)

    def ask(self, verdict: Verdict) -> None:
        """Give an opinion on the selected mark; what wants words opens a line for them."""
        review = self._review
        mark = review.selection.mark if review is not None else None
        if mark is None:
            return
        try:
            opinion_change(mark, verdict, "", self._giver(), self.by_mark.get(mark.annotation_id, ()))
        except UsageError as refused:  # said before anything is typed
            self._station.marks.toast.say(f"{refused.sentence} {refused.advice}")
            return
        if verdict is Verdict.ENDORSE:
            self.give(mark, verdict)
            return
        geometry = self._station.window.page.geometry_of_page()
        self._about = mark, verdict
        caption = _CAPTIONS[verdict].format(time=elapsed_text(mark.onset_s, 1))
        self.line.ask(caption, geometry.x_of(mark.onset_s) if geometry is not None else 0.0)

    def _written(self, text: str) -> None:
        if self._about is not None:
            mark, verdict = self._about
            self.give(mark, verdict, text)

    def give(self, mark: Annotation, verdict: Verdict, text: str = "") -> None:
        """Give an opinion as an edit, or say why not."""
        review = self._review
        if review is None:
            return
        try:
            change = opinion_change(mark, verdict, text, self._giver(), self.by_mark.get(mark.annotation_id, ()))
        except UsageError as refused:
            self._station.marks.toast.say(f"{refused.sentence} {refused.advice}")
        else:
            review.acts.record(change)

    def _giver(self) -> Giver:
        reviewer = self._desk.reviewer
        return Giver(reviewer.name, reviewer.role, datetime.now(UTC).isoformat(timespec="seconds"))
