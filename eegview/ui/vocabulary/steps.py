"""The draft on the way through the editor: each act is a step that can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from eegview.app.vocabulary.editing import draft_questions as questions
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.editing.draft_faults import DraftFault, Surroundings, faults_of
from eegview.app.vocabulary.editing.draft_history import DraftHistory
from eegview.app.vocabulary.editing.draft_ids import with_ids_of_labels
from eegview.app.vocabulary.editing.own_extension import OpenedExtension
from eegview.app.vocabulary.extension import Extension
from eegview.model.text.language import tr
from eegview.model.vocabulary import Shape
from eegview.ui.vocabulary.texts import marks_text


class DraftSteps(QObject):
    """Holds the draft with its history, and does what is asked of the chosen term.

    term_id : of the chosen term
    """

    changed = Signal(str)  # the draft is another one; a sentence on what was done, "" for none
    renamed = Signal(dict)  # the draft is the same but for ids that follow their labels: new ids of terms by the old
    refused = Signal(str)  # nothing was done, and why

    def __init__(
        self, opened: OpenedExtension, around: Surroundings, n_marks: Callable[[], Mapping[str, int]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._opened, self._around, self._n_marks = opened, around, n_marks
        self.history = DraftHistory(opened.draft)
        self.term_id = ""

    @property
    def around(self) -> Surroundings:
        """What the draft is checked against, the marks as they are now: the page behind takes new ones."""
        return replace(self._around, n_marks=self._n_marks())

    @property
    def draft(self) -> VocabularyDraft:
        return self.history.now

    @property
    def is_changed(self) -> bool:
        """Whether something is not saved yet."""
        return self.draft.extension != self._opened.extension

    def faults(self) -> tuple[DraftFault, ...]:
        return faults_of(self.draft, self.around)

    # history

    def _put(self, draft: VocabularyDraft, about: str = "", text: str = "") -> None:
        """Make a draft the one that holds; what is typed into one field is one step."""
        self.history = self.history.then(draft, about)
        self.changed.emit(text)

    def undo(self) -> None:
        self.history = self.history.undo()
        self.changed.emit("")

    def redo(self) -> None:
        self.history = self.history.redo()
        self.changed.emit("")

    def leave_field(self) -> None:
        """Have what is typed next be another step, and what was begun here be stored by the label it has now."""
        self.history = self.history.left()
        draft, renamed = with_ids_of_labels(self.draft)
        if draft != self.draft:
            self.history = replace(self.history, now=draft)
            self.renamed.emit(renamed)

    def take_over(self, extension: Extension, text: str) -> None:
        """Put an imported extension in the place of what stands here."""
        self._put(replace(self.draft, extension=extension, fresh=frozenset()), text=text)

    # terms

    def add_term(self, label: str, shape: Shape) -> str:
        """Add a term and return its id; "" where it is refused."""
        label = " ".join(label.split())
        if not label:
            self.refused.emit("Enter the label of the new term first.")
            return ""
        if label.casefold() in {term.label.casefold() for term in self.draft.vocabulary.terms}:
            self.refused.emit(f"There is a term “{label}” already.")
            return ""
        draft, term_id = self.draft.with_new_term(label, shape)
        self._put(draft)
        return term_id

    def change_term(self, field: str, value: object) -> None:
        """Give a field of the term another value; several in a row are one step until the field is left."""
        self._put(self.draft.with_term(self.term_id, **{field: value}), f"{field} {self.term_id}")

    def give_key(self, key: str) -> None:
        """Give the term a digit; another term loses it, a command keeps it."""
        if owner := self._around.key_owners.get(key, ""):
            self.refused.emit(f"The key {key} is that of the command “{owner}”. Change that first: Help, Change keys.")
            return
        held = next((one for one in self.draft.vocabulary.offered if key and one.key == key), None)
        lost = f"“{held.label}” has lost the key {key}." if held is not None and held.term_id != self.term_id else ""
        self._put(self.draft.with_key(self.term_id, key), text=lost)

    def hide_term(self, is_hidden: bool) -> None:
        """Offer the term for new marks no more, or again."""
        self._put(self.draft.with_term(self.term_id, is_hidden=is_hidden))

    def reset_term(self) -> None:
        """Have the term as it comes without this file."""
        draft = self.draft.reset(self.term_id)
        self._put(draft, text=f"“{draft.term(self.term_id).label}” is as it came.")

    def remove_term(self) -> None:
        """Remove a term of one's own; one with marks in the open study is hidden instead."""
        term_id, label = self.term_id, self.draft.term(self.term_id).label
        if n_marks := self.around.n_marks.get(term_id, 0):
            has = f"“{label}” has {marks_text(n_marks)} in the open study"
            text = tr(
                "{has}, so it is hidden instead: it is not offered any more, and its marks stay as they are.", has=has
            )
            self._put(self.draft.with_term(term_id, is_hidden=True), text=text)
            return
        is_saved = self._around.saved.change_of(term_id) is not None
        stays = f" Marks of it in other studies stay, and are called {term_id} there." if is_saved else ""
        self._put(self.draft.without_term(term_id), text=f"“{label}” is removed.{stays}")

    # questions

    def _ask(self, change: Callable[..., VocabularyDraft], *given: object, about: str = "", **fields: object) -> None:
        self._put(change(self.draft, self.term_id, *given, **fields), about)

    def add_question(self) -> str:
        """Add a question and return its name."""
        label = _free_label("New question", [one.label for one in self.draft.term(self.term_id).attributes])
        draft, name = questions.with_new_question(self.draft, self.term_id, label)
        self._put(draft)
        return name

    def remove_question(self, name: str) -> None:
        """Take a question of one's own away; have another one as it comes without this file."""
        self._ask(questions.without_question, name)

    def move_question(self, name: str, steps: int) -> None:
        self._ask(questions.with_question_moved, name, steps)

    def change_question(self, name: str, field: str, value: object) -> None:
        about = f"question {name} {self.term_id}" if field == "label" else ""
        self._ask(questions.with_question, name, about=about, **{field: value})

    def add_choice(self, name: str) -> str:
        """Add an answer to a question and return its stored value."""
        asked = next(one for one in self.draft.term(self.term_id).attributes if one.name == name)
        label = _free_label("New answer", [label for _value, label in asked.choices])
        draft, value = questions.with_new_choice(self.draft, self.term_id, name, label)
        self._put(draft)
        return value

    def remove_choice(self, name: str, value: str) -> None:
        self._ask(questions.without_choice, name, value)

    def move_choice(self, name: str, value: str, steps: int) -> None:
        self._ask(questions.with_choice_moved, name, value, steps)

    def change_choice(self, name: str, value: str, field: str, text: str) -> None:
        self._ask(questions.with_choice, name, value, **{field: text})
        self.leave_field()


def _free_label(label: str, taken: Sequence[str]) -> str:
    """Return a label that is not taken: “New answer 2”."""
    held, number, found = {one.casefold() for one in taken}, 1, label
    while found.casefold() in held:
        number += 1
        found = f"{label} {number}"
    return found
