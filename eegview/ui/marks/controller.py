"""Everything about marks beside the page: list, form, notes, quick questions, the page's menu, what was just done."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtWidgets import QSplitter

from eegview.app.marks.index import MarkFilter
from eegview.app.marks.layers import own_copy
from eegview.app.review.mark_texts import change_message, refusal_of
from eegview.app.review.review import Review
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.clock import elapsed_text
from eegview.model.edit import Action, Edit
from eegview.ui.marks.form import MarkForm
from eegview.ui.marks.marks_list import MarksList
from eegview.ui.marks.page_menu import PageActs, page_menu
from eegview.ui.marks.page_overlays import NoteLine, QuickQuestion, Toast
from eegview.ui.marks.times import TimeRules
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.window.open_study import OpenStudy, wall_text

if TYPE_CHECKING:
    from eegview.ui.workstation import Workstation

NOTE_TERM = "note"


class MarksDesk(QObject):
    """Wires the review of the open study to what shows and asks about marks."""

    menu_built = Signal(object, QPointF, object)  # QMenu about to show, global position, Annotation | None: add to it

    def __init__(self, station: "Workstation") -> None:
        super().__init__(station)
        self._station, self._desk, self._window = station, station.desk, station.window
        self._actions, self._commands, self._pages = station.actions, station.mark_commands, station.page_commands
        self._vocabulary = self._desk.vocabulary
        page = self._window.page
        self._shows_clock = station.settings.text("marks/time", "clock") == "clock"
        self.list = MarksList(self._style(), elapsed_text)
        self.form = MarkForm(self._vocabulary)
        self.note = NoteLine(page)
        self.quick = QuickQuestion(page)
        self.toast = Toast(page)
        self._note_s = 0.0
        self._asking_about: str | None = None  # id of the mark that a note or a quick answer goes to
        panel = QSplitter(Qt.Orientation.Vertical)
        panel.setObjectName("marks")
        panel.addWidget(self.list)
        panel.addWidget(self.form)
        panel.setStretchFactor(0, 3)
        panel.setStretchFactor(1, 2)
        panel.setChildrenCollapsible(False)
        panel.setSizes([360, 260])
        self.dock = self._window.add_dock("Marks", "dock.marks", panel, Qt.DockWidgetArea.RightDockWidgetArea)
        self._connect()

    def _connect(self) -> None:
        self._connect_list()
        self._connect_commands()
        form, note, quick = self.form, self.note, self.quick
        form.changed.connect(self._change)
        form.copy_asked.connect(self.copy_to_mine)
        note.written.connect(self._note_written)
        quick.answered.connect(self._quick_answered)
        for widget in (form, note, quick, self.list):
            widget.left.connect(self._to_page)
        desk = self._desk
        desk.study_opened.connect(self._study_opened)
        desk.study_closing.connect(self._keep_typed)
        desk.study_closed.connect(self._study_closed)
        desk.style_changed.connect(lambda: self.list.set_style(self._style()))
        desk.failed.connect(lambda _error: self._show_selected())

    def _connect_list(self) -> None:
        marks = self.list
        marks.mark_chosen.connect(self._pages.go_to_mark)
        marks.filter_changed.connect(self._use_filter)
        marks.layers_hidden.connect(self._hide_layers)
        marks.next_asked.connect(self._commands.next)
        marks.show_clock(self._shows_clock)
        marks.clock_chosen.connect(self._use_clock)

    def _connect_commands(self) -> None:
        commands = self._commands
        commands.form_asked.connect(self._open_form)
        commands.note_asked.connect(self.ask_note)
        commands.menu_asked.connect(self.show_menu)
        commands.marked.connect(self._marked)
        commands.not_mine.connect(self._refuse)
        self._actions.connect(
            {
                "event.find": self.find,
                "event.file_notes": self._switch_file_notes,
                "event.list": lambda: self.dock.setVisible(self._actions["event.list"].isChecked()),
            }
        )
        self.dock.visibilityChanged.connect(
            lambda _visible: self._actions.set_checked("event.list", not self.dock.isHidden())
        )
        self._actions.set_checked("event.list", True)
        self._actions.set_checked("event.file_notes", True)

    def _style(self) -> MarkStyle:
        return MarkStyle(self._window.page.theme, self._vocabulary)

    @property
    def _review(self) -> Review | None:
        return self._desk.study.review if self._desk.study else None

    # a study comes and goes

    def _study_opened(self, study: OpenStudy) -> None:
        review = study.review
        review.marks_changed.connect(lambda edit: self._marks_changed(review, edit))
        review.selection.changed.connect(lambda _mark: self._show_selected() if review is self._review else None)
        study.presenter.page_shown.connect(lambda _view: self._page_shown())
        rules = TimeRules(
            study.recording.duration_s, study.recording.started_at, lambda t: wall_text(study.recording, t, 3)
        )
        self.form.set_study(review, rules, lambda: [row.label for row in study.session.rows])
        self.list.clear_filters()
        self._use_clock(self._shows_clock)
        hidden = self._station.settings.text("marks/hidden") == FILE_LAYER
        self._hide_layers(frozenset({FILE_LAYER}) if hidden else frozenset())
        self._lay_out()

    def _keep_typed(self) -> None:
        """Before the study is put away: what stands typed is kept as if its field were left."""
        self.form.keep_typed()
        self.note.keep()

    def _study_closed(self) -> None:
        self.quick.close_unanswered()
        self.toast.hide()
        self.form.set_study(None, None, list)
        self.list.show_nothing()

    def _marks_changed(self, review: Review, edit: Edit | None) -> None:
        if review is not self._review:
            return  # its study was closed meanwhile
        if edit is None:
            self._lay_out()
        else:
            self.list.follow(edit, review.marks, review.layers.names)
            self._tell(edit)
        self._show_selected()
        self._ask_about_newest(edit)

    def _lay_out(self) -> None:
        review = self._review
        if review is not None:
            self.list.show_marks(review.marks, review.selection.filter, review.author, review.layers.names)

    def _show_selected(self) -> None:
        review = self._review
        if review is not None:
            self.list.show_selected(review.selection.mark)
            self.form.show_mark(review.selection.mark)

    def _page_shown(self) -> None:
        """Close what belonged to a mark that is no longer on the page."""
        review, geometry = self._review, self._window.page.geometry_of_page()
        mark = review.marks.get(self._asking_about) if review and self._asking_about else None
        if geometry is None or mark is None or geometry.span.contains(mark.onset_s):
            return
        if not self.quick.isHidden():
            self.quick.close_unanswered()
            self._to_page()

    # list

    def find(self) -> None:
        self._show_dock()
        self.list.find()

    def _show_dock(self) -> None:
        self.dock.show()
        self.dock.raise_()

    def _use_filter(self, wanted: MarkFilter) -> None:
        review = self._review
        if review is not None:
            review.selection.filter = wanted
            self._lay_out()
            self._show_selected()

    def _use_clock(self, is_clock: bool) -> None:
        """Show the wall clock, or the time from the start."""
        self._shows_clock = is_clock
        self._station.settings.put("marks/time", "clock" if is_clock else "elapsed")
        study = self._desk.study
        if study is not None:
            recording = study.recording
            has_clock = is_clock and recording.started_at is not None
            self.list.set_time_text(
                (lambda t: wall_text(recording, t, 1)) if has_clock else (lambda t: elapsed_text(t, 1))
            )

    def _hide_layers(self, hidden: frozenset[str]) -> None:
        review = self._review
        if review is not None:
            review.layers.hide(hidden)
        self.list.layer.show_hidden(hidden)
        self._station.settings.put("marks/hidden", FILE_LAYER if FILE_LAYER in hidden else "")
        self._actions.set_checked("event.file_notes", FILE_LAYER not in hidden)

    def _switch_file_notes(self) -> None:
        review = self._review
        if review is not None:
            self._hide_layers(review.layers.hidden ^ {FILE_LAYER})

    # form, note, quick question

    def _to_page(self) -> None:
        self._window.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_form(self, mark: Annotation) -> None:
        self._show_dock()
        self.form.show_mark(mark)
        self.form.take_focus()

    def _change(self, before: Annotation, after: Annotation) -> None:
        review = self._review
        if review is not None:
            review.acts.change(before, after)

    def copy_to_mine(self, mark: Annotation) -> None:
        review = self._review
        if review is not None:
            review.acts.add(own_copy(mark, self._vocabulary))

    def _marked(self, mark: Annotation) -> None:
        self._asking_about = mark.annotation_id

    def _ask_about_newest(self, edit: Edit | None) -> None:
        """Ask for the text of a fresh note, or the one answer that makes a fresh mark complete."""
        if edit is None or edit.action is not Action.ADD or edit.changes[0].annotation_id != self._asking_about:
            return
        mark, geometry = edit.changes[0].after, self._window.page.geometry_of_page()
        term = self._vocabulary.term(mark.term_id) if mark else None
        if mark is None or term is None or geometry is None or not geometry.span.contains(mark.onset_s):
            return
        quick = next((attribute for attribute in term.attributes if attribute.quick), None)
        if term.term_id == NOTE_TERM and not mark.text:
            self.note.ask(f"Note at {elapsed_text(mark.onset_s, 1)}", geometry.x_of(mark.onset_s))
        elif quick is not None and mark.attribute(quick.name) is None:
            self.quick.ask(f"{term.label}: {quick.label.lower()}", quick, geometry.x_of(mark.stop_s))

    def ask_note(self, time_s: float) -> None:
        """Open the line for a note at a time; nothing is marked until it is written."""
        geometry = self._window.page.geometry_of_page()
        if self._review is not None and geometry is not None:
            self._asking_about, self._note_s = None, time_s
            self.note.ask(f"Note at {elapsed_text(time_s, 1)}", geometry.x_of(time_s))

    def _note_written(self, text: str) -> None:
        review = self._review
        term = self._vocabulary.term(NOTE_TERM)
        if review is None or term is None:
            return
        mark = review.marks.get(self._asking_about) if self._asking_about else None
        if mark is not None:
            review.acts.change(mark, replace(mark, text=text))
        else:
            self._commands.write_note(term, self._note_s, text)

    def _quick_answered(self, value: str) -> None:
        review = self._review
        mark = review.marks.get(self._asking_about) if review and self._asking_about else None
        term = self._vocabulary.term(mark.term_id) if mark else None
        quick = next((attribute for attribute in term.attributes if attribute.quick), None) if term else None
        if review is not None and mark is not None and quick is not None:
            answers = dict(mark.attributes) | {quick.name: value}
            review.acts.change(mark, replace(mark, attributes=tuple(sorted(answers.items()))))

    # the page's menu

    def show_menu(self, at_px: QPointF, time_s: float, mark: Annotation | None) -> None:
        review = self._review
        if review is None:
            return
        acts = PageActs(
            self._edit,
            self._commands.delete,
            self.copy_to_mine,
            self._pages.go_to_mark,
            self._commands.mark_at,
            self.ask_note,
            self._pages.set_cursor,
        )
        is_mine = mark is not None and review.layers.is_mine(mark)
        menu = page_menu(self._window, self._vocabulary, acts, time_s, mark, is_mine)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_built.emit(menu, at_px, mark)
        menu.popup(at_px.toPoint())

    def _edit(self, mark: Annotation) -> None:
        if self._review is not None:
            self._review.selection.select(mark)
            self._open_form(mark)

    # what was done

    def _tell(self, edit: Edit) -> None:
        """Say what went away or came back; a mark made or changed shows itself."""
        words = change_message(edit, self._vocabulary)
        if words and edit.action in (Action.UNDO, Action.REDO):
            self.toast.say(words)
        elif words:
            self.toast.say(words, "Undo (Ctrl+Z)", self._actions["edit.undo"].trigger)

    def _refuse(self, mark: Annotation) -> None:
        self.toast.say(refusal_of(mark, self._vocabulary), "Copy to my marks", lambda: self.copy_to_mine(mark))


def connect_marks(station: "Workstation") -> MarksDesk:
    """Put list, form, notes and the page's menu into the window."""
    return MarksDesk(station)
