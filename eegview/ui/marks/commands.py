"""Handlers of what makes, changes and steps through marks."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPointF, Signal

from eegview.app.commands import term_command_id
from eegview.app.review.review import new_mark, with_span
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Term
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

MIN_MARK_S = 0.004  # shorter than a sample of any EEG: a slip of the hand
NEAR_S = 5.0  # from a mark: brackets set its edges still
Claimant = Callable[[Term], bool]


class MarkCommands(QObject):
    """Turns digits, brackets and gestures into acts on the marks of one open study."""

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
        self._study, self._claimants = study, claimants
        gestures = context.window.page.gestures
        gestures.mark_clicked.connect(self._select)
        gestures.mark_opened.connect(self._open)
        gestures.edge_moving.connect(self._edge_moving)
        gestures.edge_moved.connect(self._edge_moved)
        gestures.menu_asked.connect(self.menu_asked)
        context.actions.connect(self._handlers(), study.scope)
        terms = context.studies.vocabulary.terms
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
        """Begin an interval at the cursor, or set the selected mark's start."""
        mark = self._own_mark_near()
        if mark is not None:
            self._move_edge(mark, fixed_s=mark.stop_s)
            return
        self._study.presenter.pending_start_s = self._here_s()
        self._study.presenter.refresh_overlay()

    def interval_end(self) -> None:
        """End the interval begun with `[` as a selection, or set the selected mark's end."""
        study, here_s = self._study, self._here_s()
        started_s = study.presenter.pending_start_s
        if started_s is not None:
            study.presenter.pending_start_s = None
            study.session.change(selection=Span(min(started_s, here_s), max(started_s, here_s)))
            return
        mark = self._own_mark_near()
        if mark is not None:
            self._move_edge(mark, fixed_s=mark.onset_s)

    def _own_mark_near(self) -> Annotation | None:
        """Return the selected mark if it is the reviewer's own and the cursor lies in it or a few seconds off."""
        review = self._study.review
        mark = review.selection.mark
        if mark is None or not review.layers.is_mine(mark):
            return None
        return mark if mark.span.widened(NEAR_S).contains(self._here_s()) else None

    def _move_edge(self, mark: Annotation, fixed_s: float) -> None:
        here_s = self._here_s()
        self._study.review.acts.change(mark, with_span(mark, Span(min(here_s, fixed_s), max(here_s, fixed_s))))

    # changing

    def _select(self, mark: Annotation) -> None:
        self._study.review.selection.select(mark)

    def _open(self, mark: Annotation) -> None:
        self._select(mark)
        self.form_asked.emit(mark)

    def open_selected(self) -> None:
        """Open the form of the selected mark."""
        if self._study.review.selection.mark is not None:
            self.form_asked.emit(self._study.review.selection.mark)

    def delete_selected(self) -> None:
        """Delete the selected mark, if it is the reviewer's own."""
        if self._study.review.selection.mark is not None:
            self.delete(self._study.review.selection.mark)

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
            review.acts.change(mark, with_span(mark, span))
        else:
            self.not_mine.emit(mark)

    # stepping

    def next(self) -> None:
        """Go to the next mark the list shows: from the selected one if it is on the page, else from the cursor."""
        review, selected = self._study.review, self._selected_on_page()
        self._go_to(
            review.marks.after(selected, review.selection.filter)
            if selected
            else review.selection.next_after(self._from_s())
        )

    def previous(self) -> None:
        """Go to the mark before, likewise."""
        review, selected = self._study.review, self._selected_on_page()
        before = (
            review.marks.before(selected, review.selection.filter)
            if selected
            else review.selection.previous_before(self._from_s())
        )
        self._go_to(before)

    def _go_to(self, mark: Annotation | None) -> None:
        if mark is not None:
            self._study.go_to_mark(mark)

    def _selected_on_page(self) -> Annotation | None:
        selected = self._study.review.selection.mark
        if selected is None:
            return None
        return selected if self._study.view.span.overlaps(selected.span.widened(1e-3)) else None

    def _from_s(self) -> float:
        """Return the cursor, else the start of the page."""
        view = self._study.view
        return view.cursor_s if view.cursor_s is not None else view.start_s
