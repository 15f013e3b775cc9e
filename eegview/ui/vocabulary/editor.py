"""The dialog in which a clinic makes the vocabulary its own: terms, keys, colours, questions."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.themes import Theme
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.editing.draft_faults import DraftFault, Surroundings
from eegview.app.vocabulary.editing.own_extension import OpenedExtension
from eegview.model.text.language import tr
from eegview.ui.vocabulary.adding_row import AddingRow
from eegview.ui.vocabulary.banner import FileBanner
from eegview.ui.vocabulary.button_row import ButtonRow
from eegview.ui.vocabulary.steps import DraftSteps
from eegview.ui.vocabulary.term_list import TermList
from eegview.ui.vocabulary.term_page import TermPage

_MOST_SENTENCES = 3
NOT_SAVED = tr("The changes are not saved yet. Save them, or close again to discard them.")


class VocabularyEditor(QDialog):
    """Shows one draft; emits when it is to be saved, exported, or another is to be imported."""

    save_asked = Signal(object, bool)  # Extension; whether it takes the place of a file that cannot be read
    import_asked = Signal()
    export_asked = Signal(object)  # Extension
    folder_asked = Signal()
    file_chosen = Signal(Path)  # of another extension

    def __init__(self, parent: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Edit vocabulary"))
        self._theme = theme
        self._opened: OpenedExtension | None = None
        self._steps: DraftSteps | None = None
        self._faults: tuple[DraftFault, ...] = ()
        self._was_warned = self._starts_anew = self._is_waiting = False
        self.banner, self.adding, self.buttons = FileBanner(), AddingRow(), ButtonRow()
        self.terms, self.page = TermList(theme), TermPage(theme)
        self.message = QLabel()
        self._lay_out()
        self._connect()
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 150, room.width() - 60), min(metrics.height() * 50, room.height() - 80)
        )

    def _lay_out(self) -> None:
        left, halves, layout = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        left.addWidget(self.terms, 1)
        left.addWidget(self.adding)
        halves.addLayout(left, 2)
        halves.addWidget(self.page, 5)
        self.message.setObjectName("vocabulary.message")
        self.message.setAccessibleName(tr("Message"))
        self.message.setProperty("role", "warning")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)  # so that the text does not move the rest
        layout.addWidget(self.banner)
        layout.addLayout(halves, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        buttons = self.buttons
        self.terms.chosen.connect(self._choose)
        self.adding.asked.connect(self._add_term)
        buttons.save.clicked.connect(lambda _checked=False: self._save())
        buttons.cancel.clicked.connect(lambda _checked=False: self.close())
        buttons.undo.clicked.connect(lambda _checked=False: self._undo())
        buttons.redo.clicked.connect(lambda _checked=False: self._redo())
        buttons.bring.clicked.connect(lambda _checked=False: self.import_asked.emit())
        buttons.give.clicked.connect(lambda _checked=False: self.export_asked.emit(self.draft.extension))
        buttons.file.activated.connect(lambda _row: self._other_file())
        self.banner.folder_asked.connect(self.folder_asked)
        self.banner.anew_asked.connect(self._start_anew)
        for keys, act in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+S", self._save),
            ("Ctrl+F", self.terms.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # showing

    def show_opened(
        self,
        opened: OpenedExtension,
        key_owners: Mapping[str, str],
        n_marks: Callable[[], Mapping[str, int]],
        term_id: str = "",
    ) -> None:
        """Show what stands on disk; a draft not yet saved is dropped.

        key_owners : titles of the commands that have a digit, by the digit
        n_marks : counts the marks of the open study, by the id of their term
        term_id : to be chosen, "" = the first one
        """
        self.go_on()
        if self._steps is not None:
            self._steps.deleteLater()
        self._opened, self._starts_anew, self._was_warned = opened, False, False
        around = Surroundings(opened.extension, key_owners, opened.themes)
        steps = self._steps = DraftSteps(opened, around, n_marks, self)
        steps.changed.connect(self._changed)
        steps.renamed.connect(self._renamed)
        steps.refused.connect(self._refused)
        self.page.use(steps)
        self.buttons.show_files(opened.files, opened.path)
        self.banner.show_file(opened)
        self._show()
        self.terms.choose(term_id)
        self.terms.search.setFocus()

    @property
    def steps(self) -> DraftSteps:
        assert self._steps is not None  # set before it is shown
        return self._steps

    @property
    def draft(self) -> VocabularyDraft:
        """The draft as it is now."""
        return self.steps.draft

    def say(self, text: str) -> None:
        """Show a sentence at the foot."""
        self.message.setText(text)

    def wait(self, text: str) -> None:
        """Say what is being done with a file, and take nothing until it is done: it would not be in that file."""
        self._set_waiting(True)
        self.say(text)

    def go_on(self) -> None:
        """Take what is typed again, after `wait`."""
        if self._is_waiting:
            self._set_waiting(False)
            if self._steps is not None:
                self._show_state("")

    def _set_waiting(self, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        for part in (self.banner, self.terms, self.adding, self.page, self.buttons):
            part.setEnabled(not is_waiting)

    def _show(self, text: str = "") -> None:
        steps = self.steps
        self._faults = steps.faults()
        self.terms.show_draft(steps.draft, [fault.term_id for fault in self._faults if fault.blocks])
        self._choose(self.terms.current_id, text)

    def _choose(self, term_id: str, text: str = "") -> None:
        if self._steps is None or self._steps.draft.vocabulary.term(term_id) is None:
            return
        self._steps.term_id = term_id
        self.page.show_term()
        self._show_state(text)

    def _show_state(self, text: str) -> None:
        steps, is_sound = self.steps, not any(fault.blocks for fault in self._faults)
        is_blocked = bool(self._opened and self._opened.problem and not self._starts_anew)
        self.buttons.undo.setEnabled(bool(steps.history.past))
        self.buttons.redo.setEnabled(bool(steps.history.undone))
        self.buttons.save.setEnabled((steps.is_changed or self._starts_anew) and is_sound and not is_blocked)
        self.buttons.give.setEnabled(bool(steps.draft.extension.terms) and is_sound)
        self.message.setText(" ".join(filter(None, (text, *self._sentences()))))

    def _sentences(self) -> list[str]:
        """Return what is wrong: with the chosen term first, then with others, by their labels."""
        here, draft = self.terms.current_id, self.draft
        found = [fault.sentence for fault in self._faults if fault.term_id in (here, "")]
        found += [
            f"{draft.term(fault.term_id).label or fault.term_id}: {fault.sentence}"
            for fault in self._faults
            if fault.blocks and fault.term_id not in (here, "")
        ]
        more = len(found) - _MOST_SENTENCES
        return [*found[:_MOST_SENTENCES], *([tr("And {more} more.", more=more)] if more > 0 else [])]

    # steps

    def _changed(self, text: str) -> None:
        self._was_warned = False
        self._show(text)

    def _renamed(self, renamed: dict[str, str]) -> None:
        """Keep the place: the same term, question and answer have other ids."""
        term_id, question, answer = self.terms.current_id, *self.page.questions.places
        self._show()
        self.terms.choose(renamed.get(term_id, term_id))
        self.page.questions.choose_places(question, answer)

    def _refused(self, text: str) -> None:
        self.page.show_term()
        self.say(text)

    def _add_term(self) -> None:
        term_id = self.steps.add_term(self.adding.label.text(), self.adding.shape.currentData())
        if not term_id:
            self.adding.label.setFocus()
            self.adding.label.selectAll()
            return
        self.adding.label.clear()
        self.terms.search.clear()
        self.terms.choose(term_id)
        self.page.form.key.setFocus()

    def _undo(self) -> None:
        if self.buttons.undo.isEnabled():
            self.steps.undo()

    def _redo(self) -> None:
        if self.buttons.redo.isEnabled():
            self.steps.redo()

    # files

    def _other_file(self) -> None:
        path = self.buttons.file.currentData()
        if self._opened is None or path == self._opened.path:
            return
        if self.steps.is_changed:
            self.buttons.show_files(self._opened.files, self._opened.path)
            self.say(tr("Save or undo the changes to this file first."))
            return
        self.file_chosen.emit(path)

    def _start_anew(self) -> None:
        self._starts_anew = True
        self.banner.hide()
        self._show(tr("Saving writes a new file; the one that cannot be read is kept beside it."))

    def _save(self) -> None:
        self.setFocus()  # what is being typed into a row of answers is taken first
        self.steps.leave_field()
        if not self._is_waiting:
            self._show()  # marks may have been made since the last step
        if self.buttons.save.isEnabled():
            self.save_asked.emit(self.draft.extension, self._starts_anew)

    def close_saved(self) -> None:
        """Close: what was changed is on disk."""
        self.go_on()
        self._was_warned = True
        self.close()

    def reject(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window open while a file is written or read, and once where something is not saved yet."""
        if self._is_waiting:
            event.ignore()
        elif self._steps is not None and self._steps.is_changed and not self._was_warned:
            self._was_warned = True
            self.say(NOT_SAVED)
            event.ignore()
        else:
            event.accept()
