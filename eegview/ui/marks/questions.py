"""The questions a term asks, one below the other, then the note and the rows."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from eegview.app.review.mark_texts import shown_answers
from eegview.app.vocabulary.letters import Letters, letters_of
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute, Term
from eegview.ui.widgets.chips import Chips

CAPTION_SHARE = 10  # characters; longer captions wrap
NARROW_SHARE = 38  # characters; captions stand above their answers where there is less room
_ANY_PX = 16_777_215  # Qt's own, for a widget of any width
_CAPTION_TOP_PX = 5  # so that captions stand level with the first line of chips


class MarkQuestions(QWidget):
    """Captions beside chips and fields, above them where room is short. Rebuilt when the term changes, else filled."""

    answered = Signal(str, str)  # attribute name, stored value; "" = no answer
    note_written = Signal(str)
    rows_named = Signal(tuple)

    def __init__(self, caption_share: int = CAPTION_SHARE) -> None:
        """Build an empty form; `caption_share` is the room for captions beside answers, in characters."""
        super().__init__()
        self._caption_share = caption_share
        self.setObjectName("mark.questions")
        self._term: Term | None = None
        self._row_names: Callable[[], list[str]] = list
        self._fields: dict[str, Chips | QLineEdit] = {}
        self._made: list[QWidget] = []  # what belongs to the term and goes with it
        self.note = QLineEdit()
        self.note.setObjectName("mark.note")
        self.note.setAccessibleName(tr("Note"))
        self.rows = QLineEdit()
        self.rows.setObjectName("mark.rows")
        self.rows.setAccessibleName(tr("Rows"))
        self.rows.setPlaceholderText(tr("all rows"))
        self.rows.setToolTip(tr("Rows or channels concerned, separated by commas; empty = all"))
        self._note_caption, self._rows_caption = _caption(tr("Note")), _caption(tr("Rows"))
        self._lines: list[tuple[QLabel, QWidget]] = []
        self._is_narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.note.editingFinished.connect(self._note_left)
        self.rows.editingFinished.connect(self._rows_left)
        self._build(None)

    def set_row_names(self, row_names: Callable[[], list[str]]) -> None:
        self._row_names = row_names

    def show_mark(self, mark: Annotation, term: Term | None) -> None:
        if term != self._term:
            self._build(term)
        answers = dict(shown_answers(mark, term))
        for name, field in self._fields.items():
            answer = answers.get(name, "")
            if isinstance(field, Chips):
                field.show_answer(answer)
            elif field.text() != answer:
                field.setText(answer)
        if self.note.text() != mark.text:
            self.note.setText(mark.text)
        rows = ", ".join(mark.channels)
        if self.rows.text() != rows:
            self.rows.setText(rows)
        completer = QCompleter(self._row_names(), self.rows)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.rows.setCompleter(completer)

    def emit_typed(self) -> None:
        """Emit what stands in the text fields, as if each were left now."""
        for name, field in self._fields.items():
            if isinstance(field, QLineEdit):
                self.answered.emit(name, field.text().strip())
        self._note_left()
        self._rows_left()

    def first_field(self) -> QWidget:
        return next(iter(self._fields.values()), self.note)

    def _build(self, term: Term | None) -> None:
        for widget in self._made:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._made, self._fields, self._term = [], {}, term
        self._lines = []
        letters = letters_of(term) if term else {}
        for attribute in term.questions if term else ():
            caption = _caption(attribute.label, attribute.help)
            field = self._field(attribute, letters.get(attribute.name, {}))
            self._made += [caption, field]
            self._fields[attribute.name] = field
            self._lines.append((caption, field))
        self._lines += [(self._note_caption, self.note), (self._rows_caption, self.rows)]
        self._arrange()
        self._show_letters()

    def order_tabs(self) -> None:
        """Have Tab go from one line to the next."""
        for before, after in pairwise((*self._fields.values(), self.note, self.rows)):
            QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        """Put each caption beside its answers, or above them."""
        caption_px = QFontMetrics(self.font()).averageCharWidth() * self._caption_share
        self._grid.setColumnMinimumWidth(0, 0 if self._is_narrow else caption_px)
        for number, (caption, field) in enumerate(self._lines):
            self._grid.removeWidget(caption)
            self._grid.removeWidget(field)
            caption.setMaximumWidth(_ANY_PX if self._is_narrow else caption_px)
            caption.setContentsMargins(0, 0 if self._is_narrow else _CAPTION_TOP_PX, 0, 0)
            if self._is_narrow:
                self._grid.addWidget(caption, 2 * number, 0, 1, 2)
                self._grid.addWidget(field, 2 * number + 1, 0, 1, 2)
            else:
                self._grid.addWidget(caption, 2 * number, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(field, 2 * number, 1)
            caption.show()
            field.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < QFontMetrics(self.font()).averageCharWidth() * NARROW_SHARE
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()

    def _field(self, attribute: Attribute, letters: Letters) -> Chips | QLineEdit:
        name = attribute.name
        if attribute.choices:
            chips = Chips(attribute, letters)
            chips.setToolTip(attribute.help)
            chips.focus_moved.connect(self._show_letters)
            chips.answered.connect(lambda value: self.answered.emit(name, value))
            return chips
        line = QLineEdit()
        line.setObjectName(f"answer.{name}")
        line.setAccessibleName(attribute.label)
        line.setToolTip(attribute.help)
        line.editingFinished.connect(lambda: self.answered.emit(name, line.text().strip()))
        return line

    # letters

    def answer_by(self, letter: str) -> bool:
        """Answer with a letter: the question with the focus if it has it, else the topmost that has it.

        Returns whether there is such a question.
        """
        chips = self._answered_by().get(letter)
        if chips is not None:
            chips.choose_by(letter)
        return chips is not None

    def _answered_by(self) -> dict[str, Chips]:
        """Return the question that each letter answers now."""
        rows = [field for field in self._fields.values() if isinstance(field, Chips)]
        found: dict[str, Chips] = {}
        for chips in sorted(rows, key=lambda one: not one.hasFocus()):  # a stable sort
            for letter in chips.letters.values():
                found.setdefault(letter, chips)
        return found

    def _show_letters(self) -> None:
        """Underline the letters that answer now."""
        answered_by = self._answered_by()
        for field in self._fields.values():
            if isinstance(field, Chips):
                field.underline({letter for letter, chips in answered_by.items() if chips is field})

    def _note_left(self) -> None:
        self.note_written.emit(self.note.text())

    def _rows_left(self) -> None:
        self.rows_named.emit(tuple(dict.fromkeys(n.strip() for n in self.rows.text().split(",") if n.strip())))


def _caption(text: str, help_text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "caption")
    label.setWordWrap(True)
    label.setToolTip(help_text)
    return label
