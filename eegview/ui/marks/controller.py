"""The marks of an open study beside the page: what list and form show, what they change, what was just done."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF

from eegview.app.film.eeg_terms import within_clip
from eegview.app.marks.index import MarkFilter
from eegview.app.marks.layers import own_copy
from eegview.app.review.mark_texts import change_message, refusal_of
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.edit import Action, Edit
from eegview.model.text.language import tr
from eegview.model.time.wall_clock import recording_time_s
from eegview.ui.marks.commands import MarkCommands
from eegview.ui.marks.event_copies import EventCopies
from eegview.ui.marks.file_notes_controller import FileNotesController
from eegview.ui.marks.key_rest import KeyRest
from eegview.ui.marks.note_controller import NoteController
from eegview.ui.marks.page_menu import PageActs, PageMenu
from eegview.ui.marks.panel import MarksPanel
from eegview.ui.marks.times import TimeRules
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, wall_text


class MarksController(QObject):
    """Wires the review of one open study to what shows and asks about marks.

    clock : steady time in seconds, by which keys rest after an answer
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        panel: MarksPanel,
        commands: MarkCommands,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(study.scope)
        self._study, self._review, self._panel = study, study.review, panel
        self._settings, self._say = context.settings, context.say
        self._undo = context.actions["edit.undo"]
        self._last: Edit | None = None  # the reviewer's own last act
        self._vocabulary = context.studies.vocabulary
        self.copies = EventCopies(context, study, panel)
        self._rest = KeyRest(context.window.page, clock, self)
        self.file_notes = FileNotesController(context, study, self.copies)
        self.notes = NoteController(context, study, panel, commands)
        acts = PageActs(
            self._edit,
            commands.delete,
            self.copy_to_mine,
            study.go_to_mark,
            commands.mark_at,
            self.notes.ask,
            study.set_cursor,
        )
        self.menu = PageMenu(context, study, acts, panel.menu_built)
        commands.menu_asked.connect(self.menu.show)
        commands.form_asked.connect(self._panel.open_form)
        commands.not_mine.connect(self._refuse)
        self._connect_panel(commands)
        while_open = study.scope.while_open
        self._review.marks_changed.connect(while_open(self._marks_changed))
        self._review.selection.changed.connect(while_open(lambda _mark: self._show_selected()))
        self._review.selection.filter_changed.connect(while_open(lambda _none: self._lay_out()))
        context.studies.failed.connect(self._show_selected)
        study.presenter.page_shown.connect(self._follow_page)
        study.scope.ended.connect(self._end)
        self._begin()

    def _connect_panel(self, commands: MarkCommands) -> None:
        marks, form = self._panel.list, self._panel.form
        marks.mark_chosen.connect(self._go_to)
        marks.filter_changed.connect(self._use_filter)
        marks.clock_chosen.connect(self._use_clock)
        marks.next_asked.connect(commands.next_listed)
        marks.menu_asked.connect(self._show_menu)
        form.changed.connect(self._change)
        form.copy_asked.connect(self.copy_to_mine)
        for asked in (self._panel.quick, self._panel.question):
            asked.answered.connect(self._rest.begin)

    # begin and end

    def _begin(self) -> None:
        recording, session = self._study.recording, self._study.session
        rules = TimeRules(
            recording.duration_s,
            lambda text: recording_time_s(text, recording),
            lambda time_s: wall_text(recording, time_s, 3),
        )
        self._panel.form.show_film(recording.is_film)
        self._panel.form.set_study(self._review, rules, lambda: [row.label for row in session.rows])
        self._panel.list.clear_filters()
        self._panel.list.show_from_top()
        self._use_clock(self._panel.list.is_clock)
        self._lay_out()

    def _end(self) -> None:
        self._panel.form.set_study(None, None, list)
        self._panel.form.show_film(False)
        self._panel.form_place.show_mark(None)
        self._panel.list.show_nothing()

    # what is shown

    def _marks_changed(self, edit: Edit | None) -> None:
        self._last = edit or self._last
        if edit is None:
            self._lay_out()
        else:
            self._panel.list.follow(edit, self._review.marks, self._review.layers.names)
            self._report(edit)
            self._select_restored(edit)
        self._show_selected()
        if edit is not None:
            self.notes.follow(edit)

    def _select_restored(self, edit: Edit) -> None:
        """Select a mark that came back by undo: it was selected when it was deleted."""
        back = edit.changes[0].after if edit.action is Action.UNDO and len(edit.changes) == 1 else None
        if back is None or edit.changes[0].before is not None or edit.author != self._review.author:
            return
        held = self._review.marks.get(back.annotation_id)
        if held is not None and self._study.view.span.contains(held.onset_s):
            self._review.selection.select(held)

    def _follow_page(self, _view: object) -> None:
        self._panel.list.follow_page(self._study.view.span)
        self._panel.form_place.follow()

    def _lay_out(self) -> None:
        review = self._review
        self._panel.list.show_marks(review.marks, review.selection.filter, review.author, review.layers.names)
        self._follow_page(None)

    def _show_selected(self) -> None:
        if not self._study.scope.is_open:
            return
        self._panel.list.show_selected(self._review.selection.mark)
        self._panel.form.show_mark(self._review.selection.mark)
        self._panel.form_place.show_mark(self._review.selection.mark)

    # what was chosen in the list

    def _go_to(self, mark: Annotation) -> None:
        """Go to what was chosen; a digit then marks at a note's onset."""
        if mark.layer == FILE_LAYER:
            self.file_notes.visit(mark)
        else:
            self._study.go_to_mark(mark)

    def _show_menu(self, at_px: QPointF, mark: Annotation) -> None:
        """Show for a row of the list the menu that its mark has on the page."""
        self.menu.show(at_px, mark.onset_s, mark)

    def _use_filter(self, wanted: MarkFilter) -> None:
        self._review.selection.choose(wanted)
        self._lay_out()
        self._show_selected()

    def _use_clock(self, is_clock: bool) -> None:
        """Show the wall clock, or the time from the start."""
        self._settings.put("marks/time", "clock" if is_clock else "elapsed")
        self._study.times.use_clock(is_clock)
        self._panel.list.set_time_text(self._study.times.text)

    # acts

    def _change(self, before: Annotation, after: Annotation) -> None:
        self._review.acts.change(before, within_clip(after, self._study.recording))

    def copy_to_mine(self, mark: Annotation) -> None:
        """Add a mark of the reviewer's own like this one; asks where they marked the same event already."""
        author = self._review.author
        copied = replace(own_copy(mark, self._vocabulary), layer=author)
        standing = self._review.layers.same_event.standing(copied, self.copies.around(copied), author)
        if standing:
            self.copies.ask(copied, "", standing)
        else:
            self.copies.add(copied, "")

    def _edit(self, mark: Annotation) -> None:
        self._review.selection.select(mark)
        self._panel.open_form(mark)

    # what was done

    def _report(self, edit: Edit) -> None:
        """Report what went away or came back; a mark made or changed shows itself."""
        text = change_message(edit, self._vocabulary, self._study.session.time_text)
        if text and edit.action in (Action.UNDO, Action.REDO):
            self._say(text)
        elif text:
            self._say(text, tr("Undo (Ctrl+Z)"), lambda: self._undo_if_last(edit))

    def _undo_if_last(self, edit: Edit) -> None:
        """Undo what a message told, unless something was done since: that would be undone in its place."""
        if self._last is edit:
            self._undo.trigger()
        elif self._study.scope.is_open:
            self._say(tr("Something else was changed since then. Undo reverts the latest change first."))

    def _refuse(self, mark: Annotation) -> None:
        self._say(refusal_of(mark, self._vocabulary), tr("Copy to my marks"), lambda: self.copy_to_mine(mark))
