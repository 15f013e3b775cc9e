"""The mode in which keys move the edges of the selected mark: entered by a key, said on the page, left by Esc."""

from PySide6.QtCore import QObject, Signal

from eegview.app.review.mark_texts import act_text
from eegview.app.review.review import with_span
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.marks.page_overlays import PageHint
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy

MIN_MARK_S = 0.004  # shorter than a sample of any EEG: a slip of the hand


class EdgeMode(QObject):
    """Moves the edges of one mark to the cursor; nothing but this mode and the mouse moves an edge on the page.

    mark_id : of the mark whose edges are edited, "" while the mode is off
    """

    not_mine = Signal(object)  # Annotation whose edges were to be moved and is another's

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._context, self._study = context, study
        self.mark_id = ""
        self.hint = PageHint(context.window.page, "edges.hint")
        context.actions.connect(
            {
                "mark.edges": self.switch,
                "mark.edge_start": self.set_start,
                "mark.edge_end": self.set_end,
                "mark.edges_done": self.leave,
            },
            study.scope,
        )
        study.review.selection.changed.connect(study.scope.while_open(self._selected))
        study.scope.ended.connect(self._end)

    @property
    def is_on(self) -> bool:
        return bool(self.mark_id)

    def switch(self) -> None:
        """Edit the edges of the selected mark, or leave off."""
        if self.is_on:
            self.leave()
            return
        mark = selected_in_sight(self._context, self._study, "edit its edges")
        if mark is None or self._study.presenter.is_judging:
            return
        if not self._study.review.layers.is_mine(mark):
            self.not_mine.emit(mark)
            return
        self.mark_id = mark.annotation_id
        self._context.actions.use_contexts("mark_edges")
        self._show_hint(mark)
        self._context.window.page.setFocus()

    def leave(self) -> None:
        """Leave the mode; what was moved is stored already."""
        if self.is_on:
            self.mark_id = ""
            self.hint.hide()
            self._context.actions.use_contexts()

    def _end(self) -> None:
        self.leave()
        self.hint.deleteLater()

    def _selected(self, mark: Annotation | None) -> None:
        """Follow the mark; another one, or none, ends the mode."""
        if not self.is_on:
            return
        if mark is None or mark.annotation_id != self.mark_id:
            self.leave()
        else:
            self._show_hint(mark)

    def _show_hint(self, mark: Annotation) -> None:
        keys = {i: self._context.actions.keys_of(f"mark.{i}") for i in ("edge_start", "edge_end", "edges_done")}
        start, end, done = (keys[i][0].toString() if keys[i] else "–" for i in keys)
        what = act_text(mark, self._context.studies.vocabulary, self._study.session.time_text)
        text = tr(
            "{start}  start at the cursor  ·  {end}  end at the cursor  ·  {done}  done",
            start=start,
            end=end,
            done=done,
        )
        self.hint.show_text(tr("Edges of {what}:  {text}", what=what, text=text))

    # the edges

    def set_start(self) -> None:
        """Put the mark's start at the cursor."""
        self._move(is_start=True)

    def set_end(self) -> None:
        """Put the mark's end at the cursor."""
        self._move(is_start=False)

    def _move(self, is_start: bool) -> None:
        if not self.is_on:  # chosen in the menu: first the page says what is about to be moved
            self.switch()
            return
        mark, cursor_s = selected_in_sight(self._context, self._study, "move its edge"), self._study.view.cursor_s
        if mark is None:
            return
        if cursor_s is None or not self._study.view.span.contains(cursor_s):
            self._context.say(tr("The cursor is not on the page. Click where the edge should be."))
            return
        start_s, stop_s = (cursor_s, mark.stop_s) if is_start else (mark.onset_s, cursor_s)
        if stop_s - start_s < MIN_MARK_S:
            where = "after its end" if is_start else "before its start"
            self._context.say(tr("The cursor is {where}; the mark is unchanged.", where=where))
            return
        self._study.review.acts.change(mark, with_span(mark, Span(start_s, stop_s)))
