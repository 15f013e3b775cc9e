"""What is asked over the page: the text of a note, and the one answer that makes a fresh mark complete."""

from dataclasses import replace

from PySide6.QtCore import QObject

from eegview.app.film.eeg_terms import film_term
from eegview.app.vocabulary.letters import letters_of
from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Edit
from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute, Term
from eegview.ui.marks.commands import MarkCommands
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NOTE_TERM = "note"


class NoteController(QObject):
    """Opens the line for a note and the quick question, and brings what was answered into the review."""

    def __init__(self, context: Context, study: OpenStudy, panel: MarksPanel, commands: MarkCommands) -> None:
        super().__init__(study.scope)
        self._review, self._panel, self._commands = study.review, panel, commands
        self._page, self._vocabulary = context.window.page, context.studies.vocabulary
        self._is_film = study.recording.is_film
        self._times, self._note_s = study.times, 0.0
        self._mark_id = ""  # of the mark that a note or a quick answer goes to
        commands.note_asked.connect(self.ask)
        commands.marked.connect(self._marked)
        panel.note.written.connect(self._note_written)
        panel.quick.answered.connect(self._answered)
        study.presenter.page_shown.connect(self._page_shown)
        study.scope.ended.connect(panel.quick.close_unanswered)

    @property
    def _mark(self) -> Annotation | None:
        """The mark that was asked about last, as it is now."""
        return self._review.marks.get(self._mark_id)

    def _term(self, mark: Annotation) -> Term | None:
        """Return the term of a mark; of film alone with what can be asked of it."""
        term = self._vocabulary.term(mark.term_id)
        return film_term(term) if term is not None and self._is_film else term

    def ask(self, time_s: float) -> None:
        """Open the line for a note at a time; nothing is marked until it is written."""
        geometry = self._page.geometry_of_page()
        if geometry is not None:
            self._mark_id, self._note_s = "", time_s
            self._panel.note.ask(tr("Note at {text}", text=self._times.text(time_s)), geometry.x_of(time_s))

    def _marked(self, mark: Annotation) -> None:
        self._mark_id = mark.annotation_id
        if not self._panel.quick.isHidden():  # a digit marks, whatever stands open; what was asked stays unanswered
            self._panel.quick.close_unanswered()
            self._panel.focus_page()

    def follow(self, edit: Edit) -> None:
        """Ask about the mark just made once it is on disk, if it is on the page still."""
        change, geometry = edit.changes[0], self._page.geometry_of_page()
        mark = change.after
        if edit.action is not Action.ADD or change.annotation_id != self._mark_id or mark is None:
            return
        term = self._term(mark)
        if term is None or geometry is None or not geometry.span.contains(mark.onset_s):
            return
        question = _quick_question(term)
        if term.term_id == NOTE_TERM and not mark.text:
            self._panel.note.ask(tr("Note at {text}", text=self._times.text(mark.onset_s)), geometry.x_of(mark.onset_s))
        elif question is not None and mark.attribute(question.name) is None:
            caption = term.label if question.label == term.label else f"{term.label}: {question.label.lower()}"
            letters = letters_of(term)[question.name]
            self._panel.quick.ask(caption, question, letters, geometry.x_of(mark.stop_s))

    def _page_shown(self) -> None:
        """Close the question about a mark that is no longer on the page."""
        mark, geometry = self._mark, self._page.geometry_of_page()
        if geometry is None or mark is None or geometry.span.contains(mark.onset_s):
            return
        if not self._panel.quick.isHidden():
            self._panel.quick.close_unanswered()
            self._panel.focus_page()

    def _note_written(self, text: str) -> None:
        mark, term = self._mark, self._vocabulary.term(NOTE_TERM)
        if mark is not None:
            self._review.acts.change(mark, replace(mark, text=text))
        elif term is not None:
            self._commands.write_note(term, self._note_s, text)

    def _answered(self, value: str) -> None:
        mark = self._mark
        term = self._term(mark) if mark is not None else None
        question = _quick_question(term) if term is not None else None
        if mark is not None and question is not None:
            answers = dict(mark.attributes) | {question.name: value}
            self._review.acts.change(mark, replace(mark, attributes=tuple(sorted(answers.items()))))


def _quick_question(term: Term) -> Attribute | None:
    return next((one for one in term.questions if one.quick and one.choices), None)
