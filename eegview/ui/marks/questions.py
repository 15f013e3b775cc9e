"""The questions a term asks, one below the other, then the note and the rows."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QLineEdit, QWidget

from eegview.model.annotation import Annotation
from eegview.model.vocabulary import Attribute, Term
from eegview.ui.widgets.chips import Chips

CAPTION_SHARE = 13  # characters; longer captions wrap


class MarkQuestions(QWidget):
    """Captions on the left, chips or fields on the right. Rebuilt when the term changes, else only filled."""

    answered = Signal(str, str)  # attribute name, stored value; "" = no answer
    note_written = Signal(str)
    rows_named = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mark.questions")
        self._term: Term | None = None
        self._row_names: Callable[[], list[str]] = list
        self._fields: dict[str, Chips | QLineEdit] = {}
        self._made: list[QWidget] = []  # what belongs to the term and goes with it
        self.note = QLineEdit()
        self.note.setObjectName("mark.note")
        self.note.setAccessibleName("Note")
        self.rows = QLineEdit()
        self.rows.setObjectName("mark.rows")
        self.rows.setAccessibleName("Rows")
        self.rows.setPlaceholderText("all rows")
        self.rows.setToolTip("Rows or channels concerned, separated by commas; empty = all")
        self._note_caption, self._rows_caption = _caption("Note"), _caption("Rows")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.note.editingFinished.connect(self._note_left)
        self.rows.editingFinished.connect(self._rows_left)
        self._build(None)

    def set_row_names(self, row_names: Callable[[], list[str]]) -> None:
        self._row_names = row_names

    def show_mark(self, mark: Annotation, term: Term | None) -> None:
        if term is not self._term:
            self._build(term)
        for name, field in self._fields.items():
            answer = mark.attribute(name) or ""
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
        for attribute in term.attributes if term else ():
            caption, field = _caption(attribute.label, attribute.help), self._field(attribute)
            self._made += [caption, field]
            self._fields[attribute.name] = field
            self._add(caption, field)
        self._add(self._note_caption, self.note)
        self._add(self._rows_caption, self.rows)
        width_px = QFontMetrics(self.font()).averageCharWidth() * CAPTION_SHARE
        self._grid.setColumnMinimumWidth(0, width_px)
        previous: QWidget | None = None
        for field in (*self._fields.values(), self.note, self.rows):
            if previous is not None:
                QWidget.setTabOrder(previous, field)
            previous = field

    def _add(self, caption: QLabel, field: QWidget) -> None:
        row = self._grid.rowCount()
        caption.setMaximumWidth(QFontMetrics(self.font()).averageCharWidth() * CAPTION_SHARE)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        caption.show()
        field.show()

    def _field(self, attribute: Attribute) -> Chips | QLineEdit:
        name = attribute.name
        if attribute.choices:
            chips = Chips(attribute)
            chips.setToolTip(attribute.help)
            chips.answered.connect(lambda value: self.answered.emit(name, value))
            return chips
        line = QLineEdit()
        line.setObjectName(f"answer.{name}")
        line.setAccessibleName(attribute.label)
        line.setToolTip(attribute.help)
        line.editingFinished.connect(lambda: self.answered.emit(name, line.text().strip()))
        return line

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
