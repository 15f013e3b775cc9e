"""The questions about a term: their order, their words, their answers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.editing.draft_questions import is_own_choice, is_own_question, takes_choices
from eegview.app.vocabulary.letters import letters_of
from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute, Term
from eegview.ui.vocabulary.choices_table import ChoicesTable
from eegview.ui.vocabulary.push_button import push_button
from eegview.ui.vocabulary.texts import NO_CHOICES, NO_QUESTIONS
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.scrolling import bring_into_sight

_NAME = Qt.ItemDataRole.UserRole
_LINES = 9


class QuestionsBox(QGroupBox):
    """Shows the questions of one term; emits what is to be done with one, or with an answer of it."""

    question_added = Signal()
    question_removed = Signal(str)
    question_moved = Signal(str, int)
    question_changed = Signal(str, str, object)  # name, field of `QuestionChange`, value
    choice_added = Signal(str)  # name of the question
    choice_removed = Signal(str, str)  # name, stored value
    choice_moved = Signal(str, str, int)
    choice_changed = Signal(str, str, str, str)  # name, stored value, field of `ChoiceChange`, text
    left = Signal()  # a field: what is typed next is another step

    def __init__(self) -> None:
        super().__init__("&Questions")
        self._draft: VocabularyDraft | None = None
        self._term: Term | None = None
        self.list = QListWidget()
        self.list.setObjectName("vocabulary.questions")
        self.list.setAccessibleName(tr("Questions about the term"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentRowChanged.connect(lambda _row: self._show_question())
        self.empty = QLabel(NO_QUESTIONS)
        self.choices = ChoicesTable()
        self.no_choices = QLabel(NO_CHOICES)
        for label in (self.empty, self.no_choices):
            label.setWordWrap(True)
            label.setProperty("role", "quiet")
        for view in (self.list, self.choices):
            view.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.addLayout(self._list_half(), 2)
        self._halves.addLayout(self._details_half(), 3)
        self.choices.written.connect(lambda value, field, text: self.choice_changed.emit(self.name, value, field, text))
        self.choices.currentCellChanged.connect(lambda *_cells: self._show_buttons())

    # building

    def _list_half(self) -> QVBoxLayout:
        half, buttons = QVBoxLayout(), FlowLayout()
        self.add = push_button("Add", "vocabulary.question_add", "Ask one more question", self.question_added.emit)
        self.remove = push_button(
            "Remove", "vocabulary.question_remove", "", lambda: self.question_removed.emit(self.name)
        )
        self.up = push_button("Up", "vocabulary.question_up", "Ask it earlier", lambda: self._move(-1))
        self.down = push_button("Down", "vocabulary.question_down", "Ask it later", lambda: self._move(1))
        for button in (self.add, self.remove, self.up, self.down):
            buttons.addWidget(button)
        half.addWidget(self.list, 1)
        half.addWidget(self.empty, 1)
        half.addLayout(buttons)
        return half

    def _details_half(self) -> QVBoxLayout:
        half, form, ticks, buttons = QVBoxLayout(), QFormLayout(), FlowLayout(), FlowLayout()
        self.label = QLineEdit()
        self.label.setObjectName("vocabulary.question_label")
        self.label.setAccessibleName(tr("Question"))
        self.label.textEdited.connect(lambda text: self.question_changed.emit(self.name, "label", text))
        self.label.editingFinished.connect(self.left)
        form.addRow(tr("Question"), self.label)
        self.is_asked = self._tick("Asked", "is_asked", "The form asks it; marks keep answers given before")
        self.quick = self._tick("Beside the mark", "quick", "Offer it beside the cursor right after marking")
        self.several = self._tick("Several answers", "several", "More than one answer may be given")
        for tick in (self.is_asked, self.quick, self.several):
            ticks.addWidget(tick)
        self.add_choice = push_button(
            "Add answer", "vocabulary.choice_add", "One more answer", lambda: self.choice_added.emit(self.name)
        )
        self.remove_choice = push_button(
            "Remove answer",
            "vocabulary.choice_remove",
            "",
            lambda: self.choice_removed.emit(self.name, self.choices.current_value),
        )
        self.choice_up = push_button("Up", "vocabulary.choice_up", "Earlier", lambda: self._move_choice(-1))
        self.choice_down = push_button("Down", "vocabulary.choice_down", "Later", lambda: self._move_choice(1))
        self.choice_up.setAccessibleName(tr("Answer up"))
        self.choice_down.setAccessibleName(tr("Answer down"))
        for button in (self.add_choice, self.remove_choice, self.choice_up, self.choice_down):
            buttons.addWidget(button)
        half.addLayout(form)
        half.addLayout(ticks)
        half.addWidget(self.choices, 1)
        half.addWidget(self.no_choices)
        half.addLayout(buttons)
        self._details: tuple[QWidget, ...] = (
            *(self.label, self.is_asked, self.quick, self.several, self.choices),
            self.add_choice,
        )
        return half

    def _tick(self, text: str, field: str, tip: str) -> QCheckBox:
        tick = QCheckBox(text)
        tick.setObjectName(f"vocabulary.question_{field}")
        tick.setToolTip(tip)
        tick.clicked.connect(lambda is_on: self.question_changed.emit(self.name, field, is_on))
        return tick

    def stand_in_column(self, is_column: bool) -> None:
        """Show the answers below the questions, or beside them."""
        way = QBoxLayout.Direction
        self._halves.setDirection(way.TopToBottom if is_column else way.LeftToRight)

    # what is shown

    @property
    def name(self) -> str:
        """The name of the chosen question, "" for none."""
        item = self.list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    @property
    def places(self) -> tuple[int, int]:
        """The places of the chosen question and of its chosen answer, -1 for none."""
        return self.list.currentRow(), self.choices.currentRow()

    def choose_places(self, question: int, answer: int) -> None:
        """Choose a question and an answer of it by their places."""
        self.list.setCurrentRow(question)
        self.choices.select(answer)

    def show_term(self, draft: VocabularyDraft, term: Term) -> None:
        """Show the questions about a term; the one chosen before stays chosen."""
        is_same = self._term is not None and self._term.term_id == term.term_id
        before = self.name if is_same else ""
        self._draft, self._term = draft, term
        self.list.blockSignals(True)
        self.list.clear()
        for question in term.attributes:
            self.list.addItem(_line_of(question, is_own_question(draft, term.term_id, question.name)))
        names = [question.name for question in term.attributes]
        self.list.setCurrentRow(names.index(before) if before in names else 0 if names else -1)
        self.list.blockSignals(False)
        self.list.setVisible(bool(names))
        self.empty.setVisible(not names)
        self._show_question()

    def choose(self, name: str, writes: bool = False) -> None:
        """Choose a question, and begin to write its label where wanted."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item is not None and item.data(_NAME) == name:
                self.list.setCurrentRow(row)
        if writes:
            self.label.setFocus()
            self.label.selectAll()
            bring_into_sight(self.label)

    def choose_answer(self, value: str) -> None:
        """Choose an answer of the question shown, and begin to write its label."""
        self.choices.choose(value, writes=True)
        bring_into_sight(self.choices)

    def _question(self) -> Attribute | None:
        attributes = self._term.attributes if self._term is not None else ()
        return next((one for one in attributes if one.name == self.name), None)

    def _show_question(self) -> None:
        question = self._question()
        for widget in self._details:
            widget.setEnabled(question is not None)
        text = question.label if question is not None else ""
        if not self.label.hasFocus() or self.label.text().strip() != text:
            self.label.setText(text)
        for tick, is_on in (
            (self.is_asked, question is not None and question.is_asked),
            (self.quick, question is not None and question.quick),
            (self.several, question is not None and question.several),
        ):
            tick.setChecked(is_on)
        self.choices.show_question(question)
        if question is not None and self._term is not None:
            self.choices.show_found(letters_of(self._term).get(question.name, {}))
        self.no_choices.setVisible(question is not None and not question.choices)
        self._show_buttons()

    def _show_buttons(self) -> None:
        question, draft, term, row = self._question(), self._draft, self._term, self.list.currentRow()
        if question is None or draft is None or term is None:
            for button in (self.remove, self.up, self.down, self.several, self.remove_choice):
                button.setEnabled(False)
            for button in (self.choice_up, self.choice_down):
                button.setEnabled(False)
            return
        is_own = is_own_question(draft, term.term_id, question.name)
        said = draft.extension.change_of(term.term_id)
        is_said = said is not None and any(one.name == question.name for one in said.questions)
        self.remove.setText(tr("Remove") if is_own else tr("Reset"))
        self.remove.setEnabled(is_own or is_said)
        self.remove.setToolTip(
            tr("Take this question away; marks keep the answers they have")
            if is_own
            else tr("As it comes without this file")
        )
        self.up.setEnabled(row > 0)
        self.down.setEnabled(row < self.list.count() - 1)
        is_saved = draft.is_saved_question(term.term_id, question.name)
        self.several.setEnabled(is_own and not is_saved)
        self.several.setToolTip(
            tr("Marks may have answers to it, so this stays as it was saved")
            if is_saved
            else tr("More than one answer may be given")
        )
        is_open = takes_choices(draft, term.term_id, question.name)
        self.add_choice.setEnabled(is_open)
        self.add_choice.setToolTip(
            tr("One more answer") if is_open else tr("The program computes with the answers that this question has")
        )
        value = self.choices.current_value
        is_own_answer = bool(value) and is_own_choice(draft, term.term_id, question.name, value)
        for button in (self.remove_choice, self.choice_up, self.choice_down):
            button.setEnabled(is_own_answer)
        self.remove_choice.setToolTip(
            tr("Take this answer away; marks keep what they store")
            if is_own_answer or not value
            else tr("This answer comes with the term and can be called otherwise, not taken away")
        )

    # what was done

    def _remove(self) -> None:
        self.question_removed.emit(self.name)

    def _move(self, steps: int) -> None:
        self.question_moved.emit(self.name, steps)

    def _move_choice(self, steps: int) -> None:
        self.choice_moved.emit(self.name, self.choices.current_value, steps)


def _line_of(question: Attribute, is_own: bool) -> QListWidgetItem:
    n_answers = len(question.choices)
    kind = f"{n_answers} {'answer' if n_answers == 1 else 'answers'}" if n_answers else "free text"
    words = [kind, *(["own"] if is_own else []), *([] if question.is_asked else [tr("not asked")])]
    item = QListWidgetItem(f"{question.label or '(no label)'}   ({', '.join(words)})")
    item.setData(_NAME, question.name)
    return item
