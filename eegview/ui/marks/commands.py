"""Handlers of what makes, changes and steps through marks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Signal

from eegview.app.commands import Command
from eegview.app.review.review import new_mark, with_span
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.model.vocabulary import Shape, Term
from eegview.ui.display.commands import PageCommands
from eegview.ui.window.actions import Actions
from eegview.ui.window.study_controller import Desk

MIN_MARK_S = 0.004  # shorter than a sample of any EEG: a slip of the hand


class MarkCommands(QObject):
    """Turns digits, brackets and gestures into acts of the review."""

    form_asked = Signal(object)  # Annotation: open its form
    note_asked = Signal(float)  # a free note at this time
    menu_asked = Signal(QPointF, float, object)
    marked = Signal(object)  # Annotation just made here; it is shown once it is on disk
    not_mine = Signal(object)  # Annotation that was to be changed and is another's

    def __init__(self, desk: Desk, actions: Actions, page: PageCommands) -> None:
        super().__init__(desk)
        self._desk, self._page = desk, page
        self.takes_over: Callable[[Term], bool] = lambda _term: False  # what a digit does while suggestions are judged
        for group, term in enumerate(desk.vocabulary.terms):
            keyed = 0 if term.key else 1
            command = Command(
                f"event.mark.{term.term_id}", f"Mark: {term.label}", "Events", term.help or term.label, group=keyed
            )
            actions.add(command, (term.key,) if term.key else (), lambda t=term: self.mark(t))
            del group
        gestures = desk.window.page.gestures
        gestures.mark_clicked.connect(self._select)
        gestures.mark_opened.connect(self._open)
        gestures.edge_moving.connect(self._edge_moving)
        gestures.edge_moved.connect(self._edge_moved)
        gestures.menu_asked.connect(self.menu_asked)

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "event.interval_start": self.interval_start,
            "event.interval_end": self.interval_end,
            "event.details": self.open_selected,
            "event.delete": self.delete_selected,
            "event.note": lambda: self.note_asked.emit(self._here_s()),
            "event.next": self.next,
            "event.previous": self.previous,
            "edit.undo": lambda: self._desk.study.review.acts.undo() if self._desk.study else None,
            "edit.redo": lambda: self._desk.study.review.acts.redo() if self._desk.study else None,
        }

    def _here_s(self) -> float:
        """Return the cursor if it is on the page, else the middle of the page."""
        study = self._desk.study
        if study is None:
            return 0.0
        view = study.session.view
        if view.cursor_s is not None and view.span.contains(view.cursor_s):
            return view.cursor_s
        return view.start_s + view.page_s / 2

    # making

    def mark(self, term: Term, text: str = "") -> None:
        """Mark the selection, else the cursor; an epoch at the cursor spans the page."""
        study = self._desk.study
        if study is None or self.takes_over(term):
            return
        view = study.session.view
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
        study = self._desk.study
        if study is not None:
            selection = study.session.view.selection
            kept = selection if selection is not None and selection.contains(time_s) else None
            study.session.change(cursor_s=time_s, selection=kept)
            self.mark(term)

    def write_note(self, term: Term, time_s: float, text: str) -> None:
        """Make a note with its text as one act."""
        study = self._desk.study
        if study is not None:
            study.review.acts.add(new_mark(term, time_s, (), text))

    def interval_start(self) -> None:
        study = self._desk.study
        if study is None:
            return
        selected = study.review.selection.mark
        if selected is not None and study.review.layers.is_mine(selected) and self._is_near(selected):
            self._move_edge(selected, is_start=True)
            return
        study.presenter.pending_start_s = self._here_s()
        study.presenter.refresh_overlay()

    def interval_end(self) -> None:
        """End the interval begun with `[` as a selection, or set the selected mark's end."""
        study = self._desk.study
        if study is None:
            return
        started_s = study.presenter.pending_start_s
        here_s = self._here_s()
        if started_s is not None:
            study.presenter.pending_start_s = None
            study.session.change(selection=Span(min(started_s, here_s), max(started_s, here_s)))
            return
        selected = study.review.selection.mark
        if selected is not None and study.review.layers.is_mine(selected) and self._is_near(selected):
            self._move_edge(selected, is_start=False)

    def _is_near(self, mark: Annotation) -> bool:
        """Say whether the cursor lies within a mark or a few seconds off: then brackets set its edges."""
        return mark.span.widened(5.0).contains(self._here_s())

    def _move_edge(self, mark: Annotation, is_start: bool) -> None:
        here_s, study = self._here_s(), self._desk.study
        if study is None:
            return
        fixed_s = mark.stop_s if is_start else mark.onset_s
        study.review.acts.change(mark, with_span(mark, Span(min(here_s, fixed_s), max(here_s, fixed_s))))

    # changing

    def _select(self, mark: Annotation) -> None:
        if self._desk.study is not None:
            self._desk.study.review.selection.select(mark)

    def _open(self, mark: Annotation) -> None:
        self._select(mark)
        self.form_asked.emit(mark)

    def open_selected(self) -> None:
        study = self._desk.study
        if study is not None and study.review.selection.mark is not None:
            self.form_asked.emit(study.review.selection.mark)

    def delete_selected(self) -> None:
        study = self._desk.study
        if study is not None and study.review.selection.mark is not None:
            self.delete(study.review.selection.mark)

    def delete(self, mark: Annotation) -> None:
        study = self._desk.study
        if study is None:
            return
        if study.review.layers.is_mine(mark):
            study.review.acts.delete([mark])
        else:
            self.not_mine.emit(mark)

    def _edge_moving(self, mark: Annotation, span: Span) -> None:
        if self._desk.study is not None and self._desk.study.review.layers.is_mine(mark):
            self._desk.study.presenter.preview(with_span(mark, span))

    def _edge_moved(self, mark: Annotation, span: Span) -> None:
        study = self._desk.study
        if study is None:
            return
        study.presenter.preview(None)
        if study.review.layers.is_mine(mark):
            study.review.selection.select(mark)
            study.review.acts.change(mark, with_span(mark, span))
        else:
            self.not_mine.emit(mark)

    # stepping

    def next(self) -> None:
        """Go to the next mark the list shows: from the selected one if it is on the page, else from the cursor."""
        study = self._desk.study
        if study is not None:
            review, selected = study.review, self._selected_on_page()
            mark = (
                review.marks.after(selected, review.selection.filter)
                if selected
                else review.selection.next_after(self._looking_at_s())
            )
            self._go_to(mark)

    def previous(self) -> None:
        study = self._desk.study
        if study is not None:
            review, selected = study.review, self._selected_on_page()
            here_s = self._looking_at_s()
            mark = (
                review.marks.before(selected, review.selection.filter)
                if selected
                else review.selection.previous_before(here_s)
            )
            self._go_to(mark)

    def _go_to(self, mark: Annotation | None) -> None:
        if mark is not None:
            self._page.go_to_mark(mark)

    def _selected_on_page(self) -> Annotation | None:
        study = self._desk.study
        selected = study.review.selection.mark if study else None
        if study is None or selected is None:
            return None
        return selected if study.session.view.span.overlaps(selected.span.widened(1e-3)) else None

    def _looking_at_s(self) -> float:
        study = self._desk.study
        if study is None:
            return 0.0
        view = study.session.view
        return view.cursor_s if view.cursor_s is not None else view.start_s
