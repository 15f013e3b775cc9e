"""The recorder's notes as places to go to and as marks to be made: stepping through them, copying those of spasms."""

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from eegview.app.marks.file_notes import NoteCopy, changes_of, spasm_note_copies
from eegview.app.marks.index import MarkFilter
from eegview.app.review.mark_texts import answer_text, lowered, term_text
from eegview.exchange.matching import CERTAINTY
from eegview.model.annotation import FILE_LAYER, Annotation, marks_text
from eegview.model.text.language import tr
from eegview.ui.marks.event_copies import EventCopies
from eegview.ui.marks.spasm_notes_dialog import SpasmNotesDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "spasm_notes"
_NEAR_S = 2.0  # as far as the cursor may be moved from a note and still be at it
_ALL_NOTES = MarkFilter(layers=frozenset({FILE_LAYER}))
REASON = "copied from the file's annotations"  # for the log, which stays English


class FileNotesController(QObject):
    """Goes to the notes of one study's file, and copies those of spasms to the reviewer's marks."""

    def __init__(self, context: Context, study: OpenStudy, copies: EventCopies) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._copies, self._times = context, study, copies, study.times
        self._readings, self._vocabulary = context.studies.note_readings, context.studies.vocabulary
        self._visited: Annotation | None = None
        context.actions.connect(
            {
                "note.next": self.next,
                "note.previous": self.previous,
                "note.copy_spasms": self.show_copies,
            },
            study.scope,
        )
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        close_dialogs(self._context.window, (_DIALOG,))

    # stepping

    def next(self) -> None:
        """Go to the next note: a digit marks there at once."""
        marks, wanted, visited = self._study.review.marks, self._wanted(), self._here()
        found = marks.after(visited, wanted) if visited else marks.next_after(self._from_s() + 1e-9, wanted)
        self._go_to(found, "after")

    def previous(self) -> None:
        """Go to the note before."""
        marks, wanted, visited = self._study.review.marks, self._wanted(), self._here()
        found = marks.before(visited, wanted) if visited else marks.previous_before(self._from_s() - 1e-9, wanted)
        self._go_to(found, "before")

    def _wanted(self) -> MarkFilter:
        """Return the notes that the list's search lets through; all of them where it lets none through."""
        review = self._study.review
        listed = replace(_ALL_NOTES, text=review.selection.filter.text)
        return listed if listed.text and any(map(listed.accepts, review.marks)) else _ALL_NOTES

    def _here(self) -> Annotation | None:
        """Return the note gone to last, while it is on the page with the cursor at it."""
        view, visited = self._study.view, self._visited
        if visited is None or not view.span.contains(visited.onset_s):
            return None
        return visited if abs(self._from_s() - visited.onset_s) <= _NEAR_S else None

    def _from_s(self) -> float:
        view = self._study.view
        return view.cursor_s if view.cursor_s is not None else view.start_s

    def _go_to(self, note: Annotation | None, where: str) -> None:
        if note is None:
            self._context.say(tr("No file annotation {where} this one.", where=where))
            return
        self.visit(note)

    def visit(self, note: Annotation) -> None:
        """Bring a note into the page, with the cursor at its onset and nothing selected that a digit would mark."""
        self._visited = note
        self._study.review.selection.select(note)
        self._study.session.change(selection=None, selected_rows=())
        self._study.go_to(note.onset_s)

    # copying

    def planned(self) -> tuple[NoteCopy, ...]:
        """Return what copying all notes of spasms would do now."""
        review = self._study.review
        return spasm_note_copies(
            review.marks, self._copies.around, review.author, self._readings, review.layers.same_event
        )

    def show_copies(self) -> None:
        """Show the notes of spasms, with what each would become."""
        self._study.review.acts.introduction.first(self._show_copies)

    def _show_copies(self) -> None:
        copies = self.planned()
        if not copies:
            self._context.say(tr("No annotation in this file means a spasm."))
            return
        dialog = show_dialog(self._context.window, _DIALOG, self._dialog)
        if isinstance(dialog, SpasmNotesDialog):
            dialog.show_copies(copies, self._texts)

    def _dialog(self) -> QDialog:
        dialog = SpasmNotesDialog(self._context.window, self._study.review.layers.same_event.text)
        dialog.note_chosen.connect(self.visit)
        dialog.copy_asked.connect(self._copy)
        return dialog

    def _texts(self, copy: NoteCopy) -> tuple[str, str, str, str, str]:
        note, copied = copy.note, copy.copied
        certainty = copied.attribute(CERTAINTY) or ""
        answers = tuple(pair for pair in copied.attributes if pair[0] != CERTAINTY)
        answered = lowered(answer_text(replace(copied, attributes=answers), self._vocabulary))
        becomes = term_text(copied, self._vocabulary) + (f", {answered}" if answered else "")
        standing = ""
        if copy.standing:
            standing = self._times.text(copy.standing[0].onset_s)
        elif copy.is_repeat:
            standing = "same event as above"
        text = self._context.studies.privacy.text(" ".join(note.text.split()))
        return self._times.text(note.onset_s), text, becomes, certainty, standing

    def _copy(self, chosen: tuple[NoteCopy, ...]) -> None:
        """Make the copies that were chosen as one act; what was marked meanwhile is left out."""
        stands = {copy.note.annotation_id for copy in self.planned() if copy.standing}
        stood = {copy.note.annotation_id for copy in chosen if copy.standing}
        now = [c for c in chosen if c.note.annotation_id not in stands or c.note.annotation_id in stood]
        if now:
            self._copies.together(
                changes_of(now), REASON, f"{marks_text(len(now))} copied from the file's annotations."
            )
        else:
            self._context.say(tr("These spasms have been marked in the meantime."))

    @property
    def dialog(self) -> SpasmNotesDialog | None:
        """The open list of notes; None while it is not shown."""
        dialog = open_dialog(self._context.window, _DIALOG)
        return dialog if isinstance(dialog, SpasmNotesDialog) else None
