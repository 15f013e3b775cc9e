"""One item of the report's form: what the program knows, the reader's answer, or that it was not assessed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from eegview.app.report.catalogue import Kind
from eegview.app.report.form import FormField
from eegview.app.vocabulary.letters import letters_of
from eegview.model.report.document import State
from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute, Shape, Term
from eegview.ui.report.text_answer import TextAnswer
from eegview.ui.report.texts import SIGNS, STATE_TEXTS, can_answer, state_of
from eegview.ui.widgets.chips import Chips

LONG_LINES = 7


class FieldRow(QWidget):
    """Label and state above, what is computed below it, then the answer.

    answered : field id, the answer as it is stored; "" withdraws it
    remarked : field id, what is said beside a choice
    not_assessed : field id, whether it is answered so now
    followed : the address of what is computed
    finished : the answer was ended with Enter
    """

    answered = Signal(str, str)
    remarked = Signal(str, str)
    not_assessed = Signal(str, bool)
    followed = Signal(str)
    finished = Signal()

    def __init__(self, field: FormField, is_long: bool) -> None:
        super().__init__()
        self.field = field
        field_id = field.field_id
        self.setObjectName(f"report.field.{field_id}")
        self.sign, self.label, self.state = QLabel(), QLabel(field.label), QLabel()
        self.label.setWordWrap(True)
        self.label.setToolTip(field.help)
        self.label.setProperty("role", "strong")
        self.state.setProperty("role", "quiet")
        for label in (self.sign, self.label, self.state):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._fit_sign()
        self.none = QPushButton(tr("Not assessed"))
        self.none.setObjectName(f"report.none.{field_id}")
        self.none.setAccessibleName(tr("{label}: not assessed", label=field.label))
        self.none.setProperty("role", "chip")
        self.none.setCheckable(True)
        self.none.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none.setToolTip(tr("Not assessed (Alt+-; - where no text is typed). Press again to remove the answer."))
        self.none.clicked.connect(lambda is_on: self.not_assessed.emit(field_id, is_on))
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.sign)
        top.addWidget(self.label, 1)
        top.addWidget(self.state)
        top.addWidget(self.none)
        self.computed = QLabel()
        self.computed.setObjectName(f"report.computed.{field_id}")
        self.computed.setAccessibleName(tr("{label}: known from the study", label=field.label))
        self.computed.setWordWrap(True)
        self.computed.setTextFormat(Qt.TextFormat.PlainText)
        self.computed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.source = QToolButton()
        self.source.setObjectName(f"report.source.{field_id}")
        self.source.setAccessibleName(tr("{label}: open the source", label=field.label))
        self.source.setText(tr("Open"))
        self.source.setProperty("role", "filter")
        self.source.setToolTip(tr("Reopen the page, settings and frame that this was read from"))
        self.source.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.source.clicked.connect(lambda _checked=False: self.followed.emit(self._link_url))
        known = QHBoxLayout()
        known.addWidget(self.computed, 1)
        known.addWidget(self.source, 0, Qt.AlignmentFlag.AlignTop)
        self.others = QLabel()
        self.others.setObjectName(f"report.others.{field_id}")
        self.others.setProperty("role", "quiet")
        self.others.setTextFormat(Qt.TextFormat.PlainText)
        self.others.setWordWrap(True)
        self.answer = self._answer(field, is_long)
        self.remark = TextAnswer()
        self.remark.setObjectName(f"report.remark.{field_id}")
        self.remark.setAccessibleName(tr("{label}: remark", label=field.label))
        self.remark.show_hint("Remark")
        self.remark.written.connect(lambda value: self.remarked.emit(field_id, value))
        self.remark.finished.connect(self.finished)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 6)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addLayout(known)
        layout.addWidget(self.others)
        layout.addWidget(self.answer)
        layout.addWidget(self.remark)
        self._link_url = ""
        self.show_field(field)

    def _answer(self, field: FormField, is_long: bool) -> Chips | TextAnswer:
        field_id = field.field_id
        if field.kind in (Kind.TEXT, Kind.COMPUTED):
            text = TextAnswer(LONG_LINES if is_long else 1)
            text.setObjectName(f"report.answer.{field_id}")
            text.setAccessibleName(field.label)
            text.setAccessibleDescription(field.help)
            text.show_hint(field.help)
            text.written.connect(lambda value: self.answered.emit(field_id, value))
            text.finished.connect(self.finished)
            return text
        question = Attribute(field_id, field.label, field.choices, field.kind is Kind.SEVERAL, field.help)
        letters = letters_of(Term(field_id, field.label, Shape.POINT, attributes=(question,)))
        chips = Chips(question, letters[field_id])
        chips.setToolTip(field.help)
        chips.answered.connect(lambda value: self.answered.emit(field_id, value))
        chips.focus_moved.connect(self._underline)
        return chips

    def _underline(self) -> None:
        if isinstance(self.answer, Chips):
            has_focus = self.answer.hasFocus()
            self.answer.underline(set(self.answer.letters.values()) if has_focus else set())

    def show_field(self, field: FormField) -> None:
        """Show what is known and said now; what is being typed stays."""
        self.field, state, is_mine = field, state_of(field), can_answer(field)
        is_none = field.state is State.NOT_ASSESSED and field.is_said
        self.sign.setText(SIGNS[state])
        self.sign.setToolTip(STATE_TEXTS[state])
        self.label.setAccessibleName(f"{field.label}: {STATE_TEXTS[state]}")
        self.state.setText(STATE_TEXTS[state] if not is_mine and state is not State.GIVEN else "")
        self.none.setChecked(is_none)
        self.none.setVisible(is_mine)
        self.computed.setText(field.computed)
        self.computed.setVisible(bool(field.computed))
        self._link_url = field.link.url if field.link is not None else ""
        self.source.setVisible(bool(self._link_url))
        self.others.setText("\n".join(f"{reader}: {said}" for reader, said in field.others))
        self.others.setVisible(bool(field.others))
        if isinstance(self.answer, Chips):
            self.answer.show_answer("+".join(field.chosen))
            self.remark.show_text(field.text)
        else:
            self.answer.show_text(field.text)
        self.answer.setVisible(is_mine)
        self.remark.setVisible(isinstance(self.answer, Chips) and bool(field.chosen or field.text))

    def _fit_sign(self) -> None:
        """Give every sign the same room, in letters of their size now."""
        widths_px = [self.sign.fontMetrics().horizontalAdvance(sign) for sign in SIGNS.values()]
        self.sign.setFixedWidth(max(widths_px) + 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "sign"):
            self._fit_sign()

    def take_focus(self) -> None:
        """Put the keyboard on the answer."""
        self.answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Emit what is typed."""
        for part in (self.answer, self.remark):
            if isinstance(part, TextAnswer):
                part.save()
