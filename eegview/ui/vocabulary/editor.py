"""The dialog in which a clinic makes the vocabulary its own: terms, keys, colours, questions."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.app.vocabulary.editing import draft_questions as questions
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.editing.draft_faults import DraftFault, Surroundings, faults_of, key_holder
from eegview.app.vocabulary.editing.draft_history import DraftHistory
from eegview.app.vocabulary.editing.draft_ids import with_ids_of_labels
from eegview.app.vocabulary.editing.own_extension import OpenedExtension
from eegview.app.vocabulary.extension import Extension
from eegview.model.vocabulary import Shape
from eegview.ui.vocabulary.banner import FileBanner
from eegview.ui.vocabulary.preview import MarkPreview
from eegview.ui.vocabulary.questions_box import QuestionsBox
from eegview.ui.vocabulary.term_form import TermForm
from eegview.ui.vocabulary.term_header import TermHeader
from eegview.ui.vocabulary.term_list import TermList
from eegview.ui.vocabulary.texts import SHAPE_TEXTS, marks_text

_SHOWN_THEMES = ("paper", "night")
_MOST_SENTENCES = 3
NOT_SAVED = "The changes are not saved yet. Save them, or close again to discard them."


class VocabularyEditor(QDialog):
    """Holds one draft with its history; emits when it is to be saved, exported, or another is to be imported."""

    save_asked = Signal(object, bool)  # Extension; whether it takes the place of a file that cannot be read
    import_asked = Signal()
    export_asked = Signal(object)  # Extension
    folder_asked = Signal()
    file_chosen = Signal(Path)  # of another extension

    def __init__(self, parent: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edit vocabulary")
        self._theme = theme
        self._opened: OpenedExtension | None = None
        self._history: DraftHistory | None = None
        self._around = Surroundings(Extension(""))
        self._faults: tuple[DraftFault, ...] = ()
        self._was_warned = self._starts_anew = False
        self.banner = FileBanner()
        self.terms = TermList(theme)
        self.header, self.form, self.questions = TermHeader(), TermForm(), QuestionsBox()
        self.preview = MarkPreview()
        self.message = QLabel()
        self._lay_out()
        self._connect()
        metrics, room = self.fontMetrics(), parent.screen().availableSize()
        self.resize(
            min(metrics.averageCharWidth() * 150, room.width() - 60), min(metrics.height() * 48, room.height() - 80)
        )

    # building

    def _lay_out(self) -> None:
        left, right, halves = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addWidget(self.terms, 1)
        left.addLayout(self._adding_row())
        right.addWidget(self.header)
        right.addWidget(self._scrolled(), 1)
        halves.addLayout(left, 3)
        halves.addLayout(right, 7)
        self.message.setObjectName("vocabulary.message")
        self.message.setAccessibleName("Message")
        self.message.setProperty("role", "warning")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)  # so that the text does not move the rest
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addLayout(halves, 1)
        layout.addWidget(self.message)
        layout.addLayout(self._buttons())

    def _adding_row(self) -> QVBoxLayout:
        self.new_label, self.new_shape = QLineEdit(), QComboBox()
        self.new_label.setObjectName("vocabulary.new_label")
        self.new_label.setAccessibleName("Label of a new term")
        self.new_label.setPlaceholderText("Label of a new term")
        self.new_shape.setObjectName("vocabulary.new_shape")
        self.new_shape.setAccessibleName("Extent of the new term's marks")
        for shape in (Shape.SPAN, Shape.POINT, Shape.EPOCH):
            self.new_shape.addItem(SHAPE_TEXTS[shape], shape)
        self.add = _button("&Add term", "vocabulary.add", "Add a term of this label", self._add_term)
        self.new_label.returnPressed.connect(self._add_term)
        rows, row = QVBoxLayout(), QHBoxLayout()
        row.addWidget(self.new_shape, 1)
        row.addWidget(self.add)
        rows.addWidget(self.new_label)
        rows.addLayout(row)
        return rows

    def _scrolled(self) -> QScrollArea:
        inside, sides = QWidget(), QHBoxLayout()
        inside.setProperty("role", "form")
        look = QVBoxLayout()
        look.addWidget(self.preview)
        look.addStretch(1)
        sides.addWidget(self.form, 3)
        sides.addLayout(look, 2)
        layout = QVBoxLayout(inside)
        layout.addLayout(sides)
        layout.addWidget(self.questions, 1)
        area = QScrollArea()
        area.setObjectName("vocabulary.term")
        area.setProperty("role", "form")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        return area

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.file = QComboBox()
        self.file.setObjectName("vocabulary.file")
        self.file.setAccessibleName("File of the changes")
        self.file.setToolTip("The file of the settings folder that these changes stand in")
        self.file.activated.connect(lambda _row: self._other_file())
        self.bring = _button("&Import…", "vocabulary.import", "Take over a file of another clinic", self._import)
        self.give = _button("&Export…", "vocabulary.export", "Write what is changed here for others", self._export)
        self.undo = _button("Undo", "vocabulary.undo", "Undo the last step (Ctrl+Z)", lambda: self._go("undo"))
        self.redo = _button("Redo", "vocabulary.redo", "Do it again (Ctrl+Shift+Z)", lambda: self._go("redo"))
        self.save = _button("&Save", "vocabulary.save", "Save, and use it at once (Ctrl+S)", self._save)
        self.save.setProperty("role", "primary")
        self.cancel = _button("Cancel", "vocabulary.cancel", "Close without saving (Esc)", self.close)
        for widget in (self.file, self.bring, self.give, self.undo, self.redo):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.cancel, self.save):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        form, asked, change = self.form, self.questions, self._change_term
        self.terms.chosen.connect(lambda _id: self._show_term())
        form.changed.connect(lambda field, value: change(f"{field} ", **{field: value}))
        form.key_chosen.connect(self._give_key)
        form.synonyms_changed.connect(lambda words: change("synonyms ", synonyms=words))
        for part in (form, asked):
            part.left.connect(self._field_left)
        self.header.reset_asked.connect(self._reset)
        self.header.hide_asked.connect(lambda hides: change("", is_hidden=hides))
        self.header.remove_asked.connect(self._remove)
        asked.question_added.connect(self._add_question)
        asked.question_removed.connect(lambda name: self._ask(questions.without_question, name))
        asked.question_moved.connect(lambda name, steps: self._ask(questions.with_question_moved, name, steps))
        asked.question_changed.connect(self._change_question)
        asked.choice_added.connect(self._add_choice)
        asked.choice_removed.connect(lambda name, value: self._ask(questions.without_choice, name, value))
        asked.choice_moved.connect(
            lambda name, value, steps: self._ask(questions.with_choice_moved, name, value, steps)
        )
        asked.choice_changed.connect(self._change_choice)
        self.banner.folder_asked.connect(self.folder_asked)
        self.banner.anew_asked.connect(self._start_anew)
        for keys, act in (
            ("Ctrl+Z", lambda: self._go("undo")),
            ("Ctrl+Shift+Z", lambda: self._go("redo")),
            ("Ctrl+S", self._save),
            ("Ctrl+F", self.terms.search.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, act)

    # showing

    def show_opened(
        self, opened: OpenedExtension, key_owners: Mapping[str, str], n_marks: Mapping[str, int], term_id: str = ""
    ) -> None:
        """Show what stands on disk; a draft not yet saved is dropped.

        key_owners : titles of the commands that have a digit, by the digit
        n_marks : marks of the open study, by the id of their term
        term_id : to be chosen, "" = the first one
        """
        self._opened, self._starts_anew, self._was_warned = opened, False, False
        self._history = DraftHistory(opened.draft)
        self._around = Surroundings(opened.extension, key_owners, opened.themes, n_marks)
        by_id = {theme.theme_id: theme for theme in opened.themes}
        shown = [by_id[theme_id] for theme_id in _SHOWN_THEMES if theme_id in by_id]
        if self._theme().theme_id not in _SHOWN_THEMES:
            shown.append(self._theme())
        self.preview.use_themes(shown or opened.themes[:1])
        files = dict.fromkeys((*opened.files, opened.path))
        self.file.clear()
        for path in files:
            self.file.addItem(path.name, path)
        self.file.setCurrentIndex(list(files).index(opened.path))
        self.file.setVisible(len(files) > 1)
        self.banner.show_file(opened)
        self._show()
        self.terms.choose(term_id)
        self._show_term()

    @property
    def draft(self) -> VocabularyDraft:
        """The draft as it is now."""
        assert self._history is not None
        return self._history.now

    @property
    def is_changed(self) -> bool:
        """Whether something is not saved yet."""
        return (
            self._history is not None
            and self._opened is not None
            and self._history.now.extension != self._opened.extension
        )

    def say(self, text: str) -> None:
        """Show a sentence at the foot."""
        self.message.setText(text)

    def take_over(self, extension: Extension, text: str) -> None:
        """Put an imported extension in the place of what stands here, as one step that can be undone, and say so."""
        self._put(replace(self.draft, extension=extension, fresh=frozenset()), text=text)

    def _show(self, text: str = "") -> None:
        if self._history is None:
            return
        draft = self._history.now
        self._faults = faults_of(draft, self._around)
        self.terms.show_draft(draft, [fault.term_id for fault in self._faults if fault.blocks])
        self._show_term(text)

    def _show_term(self, text: str = "") -> None:
        term_id = self.terms.current_id
        if self._history is None or self._history.now.vocabulary.term(term_id) is None:
            return
        draft = self._history.now
        term, is_new = draft.term(term_id), self._around.saved.change_of(term_id) is None
        self.header.show_term(draft, term)
        self.form.show_term(draft, term, self._around.key_owners, (self._theme(), *self._around.themes), is_new)
        self.preview.show_term(term, draft.vocabulary)
        self.questions.show_term(draft, term)
        self._show_state(text)

    def _show_state(self, text: str) -> None:
        history, blocking = self._history, [fault for fault in self._faults if fault.blocks]
        is_blocked = bool(self._opened and self._opened.problem and not self._starts_anew)
        self.undo.setEnabled(history is not None and bool(history.past))
        self.redo.setEnabled(history is not None and bool(history.undone))
        self.save.setEnabled((self.is_changed or self._starts_anew) and not blocking and not is_blocked)
        self.give.setEnabled(bool(history and history.now.extension.terms) and not blocking)
        self.message.setText(" ".join(filter(None, (text, *self._sentences()))))

    def _sentences(self) -> list[str]:
        """Return what is wrong: with the chosen term first, then with others, by their labels."""
        here = self.terms.current_id
        found = [fault.sentence for fault in self._faults if fault.term_id in (here, "")]
        for fault in self._faults:
            if fault.blocks and fault.term_id not in (here, ""):
                found.append(f"{self.draft.term(fault.term_id).label or fault.term_id}: {fault.sentence}")
        more = len(found) - _MOST_SENTENCES
        return [*found[:_MOST_SENTENCES], *([f"And {more} more."] if more > 0 else [])]

    # steps

    def _put(self, draft: VocabularyDraft, about: str = "", text: str = "") -> None:
        """Make a draft the one that is shown; what is typed into one field is one step."""
        if self._history is None:
            return
        self._history, self._was_warned = self._history.then(draft, about), False
        self._show(text)

    def _field_left(self) -> None:
        if self._history is None:
            return
        self._history = self._history.left()
        self._name_by_labels()

    def _name_by_labels(self) -> None:
        """Have what was begun here stored by the labels it has now."""
        if self._history is None:
            return
        draft, renamed = with_ids_of_labels(self._history.now)
        if draft != self._history.now:
            term_id, question, place = self.terms.current_id, self.questions.place, self.questions.choices.currentRow()
            self._history = replace(self._history, now=draft)
            self._show()
            self.terms.choose(renamed.get(term_id, term_id))
            self.questions.list.setCurrentRow(question)
            self.questions.choices.select(place)

    def _go(self, way: str) -> None:
        if self._history is not None:
            self._history = self._history.undo() if way == "undo" else self._history.redo()
            self._show()

    def _change_term(self, about: str, **fields: object) -> None:
        term_id = self.terms.current_id
        self._put(self.draft.with_term(term_id, **fields), f"{about}{term_id}" if about else "")

    def _give_key(self, key: str) -> None:
        draft, term_id = self.draft, self.terms.current_id
        loser = next((one for one in draft.vocabulary.offered if key and one.key == key), None)
        said = ""
        if loser is not None and loser.term_id != term_id:
            said = f"“{loser.label}” has lost the key {key}."
        owner = key_holder(term_id, key, (), self._around.key_owners)
        if owner:
            self.say(f"The key {key} is that of the command “{owner}”. Change that first: Help, Change keys.")
            self.form.show_term(
                draft, draft.term(term_id), self._around.key_owners, (self._theme(), *self._around.themes), False
            )
            return
        self._put(draft.with_key(term_id, key), text=said)

    def _add_term(self) -> None:
        label = " ".join(self.new_label.text().split())
        taken = {term.label.casefold() for term in self.draft.vocabulary.terms} if self._history else set()
        if not label:
            self.say("Enter the label of the new term first.")
            self.new_label.setFocus()
        elif label.casefold() in taken:
            self.say(f"There is a term “{label}” already.")
            self.new_label.selectAll()
        else:
            draft, term_id = self.draft.with_new_term(label, self.new_shape.currentData())
            self.new_label.clear()
            self.terms.search.clear()
            self._put(draft)
            self.terms.choose(term_id)
            self.form.key.setFocus()

    def _reset(self) -> None:
        term_id = self.terms.current_id
        self._put(self.draft.reset(term_id), text=f"“{self.draft.reset(term_id).term(term_id).label}” is as it came.")

    def _remove(self) -> None:
        """Remove a term of one's own; one with marks in the open study is hidden instead."""
        draft, term_id = self.draft, self.terms.current_id
        label, n_marks = draft.term(term_id).label, self._around.n_marks.get(term_id, 0)
        if n_marks:
            has = f"“{label}” has {marks_text(n_marks)} in the open study"
            text = f"{has}, so it is hidden instead: it is not offered any more, and its marks stay as they are."
            self._put(draft.with_term(term_id, is_hidden=True), text=text)
            return
        stays = (
            ""
            if self._around.saved.change_of(term_id) is None
            else (f" Marks of it in other studies stay, and are called {term_id} there.")
        )
        self._put(draft.without_term(term_id), text=f"“{label}” is removed.{stays}")

    def _ask(self, change: Callable[..., VocabularyDraft], *given: object, about: str = "", **fields: object) -> None:
        """Change something about the questions of the chosen term."""
        self._put(change(self.draft, self.terms.current_id, *given, **fields), about)

    def _change_question(self, name: str, field: str, value: object) -> None:
        about = f"question {name} {self.terms.current_id}" if field == "label" else ""
        self._ask(questions.with_question, name, about=about, **{field: value})

    def _change_choice(self, name: str, value: str, field: str, text: str) -> None:
        self._ask(questions.with_choice, name, value, **{field: text})
        self._name_by_labels()

    def _add_question(self) -> None:
        term_id = self.terms.current_id
        label = _free_label("New question", [one.label for one in self.draft.term(term_id).attributes])
        draft, name = questions.with_new_question(self.draft, term_id, label)
        self._put(draft)
        self.questions.choose(name, writes=True)

    def _add_choice(self, question: str) -> None:
        term_id = self.terms.current_id
        asked = next(one for one in self.draft.term(term_id).attributes if one.name == question)
        label = _free_label("New answer", [label for _value, label in asked.choices])
        draft, value = questions.with_new_choice(self.draft, term_id, question, label)
        self._put(draft)
        self.questions.choices.choose(value, writes=True)

    # files

    def _other_file(self) -> None:
        path = self.file.currentData()
        if self._opened is None or path == self._opened.path:
            return
        if self.is_changed:
            self.file.setCurrentIndex(self.file.findData(self._opened.path))
            self.say("Save or undo the changes to this file first.")
            return
        self.file_chosen.emit(path)

    def _start_anew(self) -> None:
        self._starts_anew = True
        self.banner.hide()
        self._show("Saving writes a new file; the one that cannot be read is kept beside it.")

    def _import(self) -> None:
        self.import_asked.emit()

    def _export(self) -> None:
        self.export_asked.emit(self.draft.extension)

    def _save(self) -> None:
        if self.save.isEnabled():
            self.save_asked.emit(self.draft.extension, self._starts_anew)

    def saved(self) -> None:
        """Close: what was changed is on disk."""
        self._history = None
        self.close()

    def reject(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window open once where something is not saved yet; the second time it closes."""
        if self.is_changed and not self._was_warned:
            self._was_warned = True
            self.say(NOT_SAVED)
            event.ignore()
        else:
            event.accept()


def _free_label(label: str, taken: Sequence[str]) -> str:
    """Return a label that is not taken: “New answer 2”."""
    held, number, found = Counter(one.casefold() for one in taken), 1, label
    while held[found.casefold()]:
        number += 1
        found = f"{label} {number}"
    return found


def _button(text: str, name: str, tip: str, run: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: run())
    return button
