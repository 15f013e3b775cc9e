"""The answer: its choices with their letters, how sure one is, the onset, and the button that commits."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.model.training.answer import CONFIDENCES
from eegview.model.training.question import ONSET, Question
from eegview.ui.widgets.flow_layout import FlowLayout

CONFIDENCE_TEXTS = {1: tr("1 guess"), 2: "2", 3: "3", 4: "4", 5: tr("5 sure")}
_GAP_PX = 6
_LONGEST_NOTE = tr("simulator, your answer")
_NO_ONSET = tr("Click where it starts, or use ← → (Shift: 0.01 s).")


class ChoiceButton(QPushButton):
    """One choice; checked while it is the answer, and it says what the experts said after that."""

    def __init__(self, key: str, text: str, object_name: str) -> None:
        super().__init__()
        self._key, self._plain = key, text
        self.setObjectName(object_name)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.show_note("")

    def show_note(self, note: str) -> None:
        """Show a word behind the choice: `experts`, `your answer`; "" for none."""
        words = f"{self._plain}  · {note}" if note else self._plain
        self.setText(f"{self._key}   {words}".replace("&", "&&"))
        self.setAccessibleName(
            tr("{plain}, key {key}{note}", plain=self._plain, key=self._key, note=", " + note if note else "")
        )


class AnswerCard(QFrame):
    """Shows one question and takes its answer; it decides nothing.

    chosen : a value
    confidence_chosen : 1 to 5
    commit_asked : the button at the right
    """

    chosen = Signal(str)
    confidence_chosen = Signal(int)
    commit_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.answer")
        self.setProperty("role", "card")
        self._title = QLabel(tr("Your answer"))
        self._title.setProperty("role", "strong")
        self.state = QLabel()
        self.state.setObjectName("training.answer.state")
        self.state.setProperty("role", "quiet")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self.state, 1)
        self._questions: tuple[Question, ...] = ()
        self._widths_px: list[list[int]] = []
        self._line_px = self.fontMetrics().height() + 12
        self._held = QWidget()
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices, _GAP_PX, _GAP_PX)
        self.buttons: dict[str, ChoiceButton] = {}
        self._is_locked = False
        self.onset = QLabel(_NO_ONSET)
        self.onset.setObjectName("training.answer.onset")
        self.confidences: dict[int, QPushButton] = {}
        caption = QLabel(tr("Confidence"))
        caption.setProperty("role", "quiet")
        bottom = QHBoxLayout()
        bottom.setSpacing(4)
        bottom.addWidget(caption)
        bottom.addSpacing(4)
        for number in CONFIDENCES:
            button = self._confidence(number)
            bottom.addWidget(button)
        self.hint = QLabel()
        self.hint.setObjectName("training.answer.hint")
        self.hint.setProperty("role", "quiet")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bottom.addSpacing(8)
        bottom.addWidget(self.hint, 1)
        self.commit = QPushButton()
        self.commit.setObjectName("training.commit")
        self.commit.setProperty("role", "primary")
        self.commit.setAutoDefault(False)
        self.commit.clicked.connect(lambda _checked=False: self.commit_asked.emit())
        bottom.addWidget(self.commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        held = QVBoxLayout(self._held)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(0)
        held.addWidget(self._choices)
        held.addWidget(self.onset)
        held.addStretch(1)
        layout.addWidget(self._held)
        layout.addLayout(bottom)
        self.onset.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _confidence(self, number: int) -> QPushButton:
        button = self.confidences[number] = QPushButton(CONFIDENCE_TEXTS[number])
        button.setObjectName(f"training.confidence.{number}")
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.setAutoDefault(False)
        words = {1: ", a guess", 5: ", sure"}.get(number, "")
        button.setAccessibleName(tr("Confidence {number} of 5{words}", number=number, words=words))
        button.setToolTip(tr("How sure you are: {number} of 5 (key {number})", number=number))
        button.clicked.connect(lambda _checked=False: self.confidence_chosen.emit(number))
        return button

    # what is shown

    def reserve(self, questions: Iterable[Question]) -> None:
        """Keep the height that the largest of these questions needs, so that the page never changes its own."""
        self._questions = tuple(questions)
        probe = ChoiceButton("A", "", "")
        self._widths_px = []
        for question in self._questions:
            widths: list[int] = []
            for option in question.options:
                probe.setText(f"{option.key.upper()}   {option.label}  · {_LONGEST_NOTE if not widths else ''}")
                widths.append(probe.sizeHint().width())
            self._widths_px.append(widths)
        self._line_px = probe.sizeHint().height()
        probe.deleteLater()
        self._fit()

    def _fit(self) -> None:
        room_px = self.width() - 2 * 12
        n_lines = max((_n_lines(widths, room_px) for widths in self._widths_px), default=1)
        self._held.setFixedHeight(n_lines * self._line_px + (n_lines - 1) * _GAP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._questions:
            self.reserve(self._questions)

    def show_question(self, question: Question) -> None:
        """Offer the choices of a question, none chosen; the same question keeps its buttons."""
        values = [option.value for option in question.options]
        if values != list(self.buttons):
            for button in self.buttons.values():
                self._flow.removeWidget(button)
                button.deleteLater()
            self.buttons = {}
            for option in question.options:
                name = f"training.choice.{option.value}"
                button = self.buttons[option.value] = ChoiceButton(option.key.upper(), option.label, name)
                button.clicked.connect(lambda _checked=False, value=option.value: self.chosen.emit(value))
                self._flow.addWidget(button)
        self._choices.setVisible(question.kind != ONSET)
        self.onset.setVisible(question.kind == ONSET)
        self.show_notes({})

    def show_answer(self, value: str, confidence: int, onset_s: float | None) -> None:
        """Show what is chosen so far."""
        for own, button in self.buttons.items():
            button.setChecked(own == value)
        for number, button in self.confidences.items():
            button.setChecked(number == confidence)
        moves = "" if self._is_locked else " ← → move it by 0.1 s."
        self.onset.setText(
            _NO_ONSET if onset_s is None else tr("Onset at {onset_s:.2f} s.{moves}", onset_s=onset_s, moves=moves)
        )

    def show_notes(self, notes: dict[str, str]) -> None:
        """Show words behind choices, by value."""
        for value, button in self.buttons.items():
            button.show_note(notes.get(value, ""))

    def set_open(self, is_open: bool) -> None:
        """Take an answer, or show it locked."""
        self._is_locked = not is_open
        for button in (*self.buttons.values(), *self.confidences.values()):
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_open)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_open else Qt.FocusPolicy.NoFocus)


def _n_lines(widths_px: list[int], room_px: int) -> int:
    """Return how many lines buttons of these widths take side by side."""
    n_lines, used_px = 1, 0
    for width_px in widths_px:
        if used_px and used_px + width_px > room_px:
            n_lines, used_px = n_lines + 1, 0
        used_px += width_px + _GAP_PX
    return n_lines
