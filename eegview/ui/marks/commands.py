"""Handlers of what makes, changes and steps through marks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPointF, Signal

from eegview.app.commands import term_command_id
from eegview.app.film.eeg_terms import within_clip
from eegview.app.marks.index import MarkFilter
from eegview.app.review.review import new_mark, with_span
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape, Term
from eegview.ui.marks.edge_mode import MIN_MARK_S, EdgeMode
from eegview.ui.window.context import Context
from eegview.ui.window.mark_in_sight import is_on_page, selected_in_sight
from eegview.ui.window.study.open_study import OpenStudy

Claimant = Callable[[Term], bool]


class MarkCommands(QObject):
    """Turns digits, brackets and gestures into acts on the marks of one open study.

    edges : the mode in which keys move edges
    """

    form_asked = Signal(object)  # Annotation: open its form
    note_asked = Signal(float)  # a free note at this time
    menu_asked = Signal(QPointF, float, object)
    marked = Signal(object)  # Annotation just made here; it is shown once it is on disk
    not_mine = Signal(object)  # Annotation that was to be changed and is another's

    def __init__(self, context: Context, study: OpenStudy, claimants: Sequence[Claimant]) -> None:
        """Connect actions and gestures.

        Parameters
        ----------
        context
            What every part of the window may use.
        study
            The study whose marks these are.
        claimants
            Asked in order with the term of each digit; the first that returns True has dealt with it.
        """
        super().__init__(study.scope)
        self._context, self._study, self._claimants = context, study, claimants
        self.edges = EdgeMode(context, study)
        self.edges.not_mine.connect(self.not_mine)
        gestures = context.window.page.gestures
        gestures.mark_clicked.connect(self._select)
        gestures.nothing_clicked.connect(self._deselect)
        gestures.mark_opened.connect(self._open)
        gestures.edge_moving.connect(self._edge_moving)
        gestures.edge_moved.connect(self._edge_moved)
        gestures.menu_asked.connect(self.menu_asked)
        context.actions.connect(self._handlers(), study.scope)
        terms = context.studies.vocabulary.offered
        context.actions.connect({term_command_id(t.term_id): partial(self.mark, t) for t in terms}, study.scope)

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "mark.interval_start": self.interval_start,
            "mark.interval_end": self.interval_end,
            "mark.details": self.open_selected,
            "mark.delete": self.delete_selected,
            "mark.free_note": lambda: self.note_asked.emit(self._here_s()),
            "mark.next": self.next,
            "mark.previous": self.previous,
            "edit.undo": self._study.review.acts.undo,
            "edit.redo": self._study.review.acts.redo,
        }

    def _here_s(self) -> float:
        """Return the cursor if it is on the page, else the middle of the page."""
        view = self._study.view
        if view.cursor_s is not None and view.span.contains(view.cursor_s):
            return view.cursor_s
        return view.start_s + view.page_s / 2

    # making

    def mark(self, term: Term, text: str = "") -> None:
        """Mark the selection, else the cursor; an epoch at the cursor spans the page."""
        if any(claims(term) for claims in self._claimants):
            return
        study, view = self._study, self._study.view
        if view.selection is not None and view.selection.duration_s >= MIN_MARK_S:
            at: float | Span = view.selection if term.shape != Shape.POINT else view.selection.start_s
        elif term.shape == Shape.EPOCH and not term.default_duration_s:
            at = Span(max(view.start_s, 0.0), min(view.span.stop_s, study.recording.duration_s))
        else:
            at = self._here_s()
        mark = new_mark(term, at, view.selected_rows, text)
        study.review.acts.add(mark)
        self.marked.emit(mark)
        study.presenter.pending_start_s = None
        study.session.change(selection=None, selected_rows=())

    def mark_at(self, term: Term, time_s: float) -> None:
        """Mark at a time, or the selection if the time lies in it."""
        selection = self._study.view.selection
        kept = selection if selection is not None and selection.contains(time_s) else None
        self._study.session.change(cursor_s=time_s, selection=kept)
        self.mark(term)

    def write_note(self, term: Term, time_s: float, text: str) -> None:
        """Make a note with its text as one act."""
        self._study.review.acts.add(new_mark(term, time_s, (), text))

    def interval_start(self) -> None:
        """Begin an interval at the cursor; no mark is changed."""
        self._study.presenter.pending_start_s = self._here_s()
        self._study.presenter.refresh_overlay()

    def interval_end(self) -> None:
        """End the interval begun before as a selection; no mark is changed."""
        study, here_s = self._study, self._here_s()
        started_s = study.presenter.pending_start_s
        if started_s is not None:
            study.presenter.pending_start_s = None
            study.session.change(selection=Span(min(started_s, here_s), max(started_s, here_s)))
        else:
            start = self._context.actions.keys_of("mark.interval_start")
            key = f" with {start[0].toString()}" if start else ""
            self._context.say(tr("No interval has been started. Start one at the cursor{key}, then end it.", key=key))

    # changing

    def _select(self, mark: Annotation) -> None:
        """Select a mark that was clicked; while edges are edited a click only puts the cursor, also within a mark."""
        if not self.edges.is_on:
            self._study.review.selection.select(mark)

    def _deselect(self) -> None:
        """Select no mark: the click was beside them all. While edges are edited it only puts the cursor."""
        if not self.edges.is_on:
            self._study.review.selection.select(None)

    def _open(self, mark: Annotation) -> None:
        self._study.review.selection.select(mark)
        self.form_asked.emit(mark)

    def open_selected(self) -> None:
        """Open the form of the selected mark."""
        mark = selected_in_sight(self._context, self._study, "open its form")
        if mark is not None:
            self.form_asked.emit(mark)

    def delete_selected(self) -> None:
        """Delete the selected mark, if it is the reviewer's own."""
        mark = self._study.review.selection.mark
        if mark is not None and self._study.review.layers.is_mine(mark):
            mark = selected_in_sight(self._context, self._study, "delete it")
        if mark is not None:
            self.delete(mark)

    def delete(self, mark: Annotation) -> None:
        """Delete a mark of the reviewer's own; another's is reported as such."""
        if self._study.review.layers.is_mine(mark):
            self._study.review.acts.delete([mark])
        else:
            self.not_mine.emit(mark)

    def _edge_moving(self, mark: Annotation, span: Span) -> None:
        if self._study.review.layers.is_mine(mark):
            self._study.presenter.preview(with_span(mark, span))

    def _edge_moved(self, mark: Annotation, span: Span) -> None:
        review = self._study.review
        self._study.presenter.preview(None)
        if review.layers.is_mine(mark):
            review.selection.select(mark)
            review.acts.change(mark, within_clip(with_span(mark, span), self._study.recording))
        else:
            self.not_mine.emit(mark)

    # stepping

    def next(self) -> None:
        """Go to the next mark the list shows, passing the file's notes over.

        From the selected one if it is on the page, else from the cursor.
        """
        found = self._after(self._marks_only())
        self._go_to(found)
        if found is None and self._after(self._study.review.selection.filter) is not None:
            keys = self._context.actions.keys_of("note.next")
            by = f" {keys[0].toString()} steps through them." if keys else ""
            self._context.say(tr("No mark follows, only file annotations.{by}", by=by))

    def next_listed(self) -> None:
        """Go to the next line of the list, a note of the file too."""
        self._go_to(self._after(self._study.review.selection.filter))

    def previous(self) -> None:
        """Go to the mark before, likewise."""
        marks, wanted, selected = self._study.review.marks, self._marks_only(), self._selected_on_page()
        before = marks.before(selected, wanted) if selected else marks.previous_before(self._from_s() - 1e-9, wanted)
        self._go_to(before)

    def _after(self, wanted: MarkFilter) -> Annotation | None:
        marks, selected = self._study.review.marks, self._selected_on_page()
        return marks.after(selected, wanted) if selected else marks.next_after(self._from_s() + 1e-9, wanted)

    def _marks_only(self) -> MarkFilter:
        return replace(self._study.review.selection.filter, without_layers=frozenset({FILE_LAYER}))

    def _go_to(self, mark: Annotation | None) -> None:
        if mark is not None:
            self._study.go_to_mark(mark)

    def _selected_on_page(self) -> Annotation | None:
        selected = self._study.review.selection.mark
        return selected if selected is not None and is_on_page(self._study, selected) else None

    def _from_s(self) -> float:
        """Return the cursor, else the start of the page."""
        view = self._study.view
        return view.cursor_s if view.cursor_s is not None else view.start_s
