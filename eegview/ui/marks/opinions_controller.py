"""Endorse, query and comment in the window: by key, by button, each an edit that can be undone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject

from eegview.app.marks.opinions import Giver, glyphs_by_mark, opinion_change, opinions_by_mark
from eegview.model.annotation import Annotation
from eegview.model.edit import Change
from eegview.model.errors import UsageError
from eegview.model.opinion import Opinion, Verdict
from eegview.model.text.language import tr
from eegview.ui.marks.page_overlays import NoteLine
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy

_TO_DO = {Verdict.ENDORSE: tr("endorse it"), Verdict.QUERY: tr("ask about it"), Verdict.COMMENT: tr("comment on it")}
_CAPTIONS = {Verdict.QUERY: "Question about the mark at {time}", Verdict.COMMENT: "Comment on the mark at {time}"}


class OpinionsController(QObject):
    """Wires opinions on marks of one open study to form and list.

    by_mark : what was given on each mark, by the mark's id
    """

    def __init__(self, context: Context, study: OpenStudy, panel: MarksPanel) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._review, self._panel = context, study, study.review, panel
        self._studies, self._page, self._say = context.studies, context.window.page, context.say
        self.by_mark: dict[str, tuple[Opinion, ...]] = {}
        self._about: tuple[Annotation, Verdict] | None = None
        self.line = NoteLine(self._page)
        self.line.setObjectName("opinion")
        self.line.line.setObjectName("opinion.text")
        self.line.line.setAccessibleName(tr("Comment"))
        self.line.line.setPlaceholderText(tr("In a few words…"))
        self.line.written.connect(self._written)
        self.line.left.connect(panel.focus_page)
        panel.form.opinions.asked.connect(self.ask)
        context.actions.connect({f"opinion.{v.value}": partial(self.ask, v) for v in Verdict}, study.scope)
        context.studies.study_closing.connect(self.line.keep)
        study.review.records.changed.connect(study.scope.while_open(self._show))
        study.scope.ended.connect(self._end)
        self._show(tuple(study.review.records))

    def _end(self) -> None:
        self._show(())
        self.line.hide()
        self.line.deleteLater()

    def _show(self, records: Sequence[Annotation]) -> None:
        self.by_mark = opinions_by_mark(records)
        self._panel.list.model.set_opinions(glyphs_by_mark(self.by_mark))
        self._panel.form.opinions.set_opinions(self.by_mark)

    def ask(self, verdict: Verdict) -> None:
        """Give an opinion on the selected mark; one that needs a sentence opens a line for it."""
        mark = selected_in_sight(self._context, self._study, _TO_DO[verdict])
        if mark is None or self._change(mark, verdict) is None:  # refused before anything is typed
            return
        if verdict is Verdict.ENDORSE:
            self.give(mark, verdict)
            return
        geometry = self._page.geometry_of_page()
        self._about = mark, verdict
        caption = _CAPTIONS[verdict].format(time=self._study.times.text(mark.onset_s))
        self.line.ask(caption, geometry.x_of(mark.onset_s) if geometry is not None else 0.0)

    def _written(self, text: str) -> None:
        if self._about is not None:
            mark, verdict = self._about
            self.give(mark, verdict, text)

    def give(self, mark: Annotation, verdict: Verdict, text: str = "") -> None:
        """Give an opinion as an edit, or say why not."""
        change = self._change(mark, verdict, text)
        if change is not None:
            self._review.acts.record(change)

    def _change(self, mark: Annotation, verdict: Verdict, text: str = "") -> Change | None:
        """Return the change an opinion makes; None where it may not be given, which is reported."""
        reviewer = self._studies.reviewer
        giver = Giver(reviewer.name, reviewer.role, datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            return opinion_change(mark, verdict, text, giver, self.by_mark.get(mark.annotation_id, ()))
        except UsageError as refused:
            self._say(f"{refused.sentence} {refused.advice}")
            return None
