"""The answer: its choices with their letters, how sure one is, the onset, and the button that commits."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from eegview.model.training.answer import CONFIDENCES
from eegview.model.training.question import ONSET, Question
from eegview.ui.widgets.flow_layout import FlowLayout

CONFIDENCE_TEXTS = {1: "1 guess", 2: "2", 3: "3", 4: "4", 5: "5 sure"}
_NO_ONSET = "Click where it starts, or use ← → (Shift: 0.01 s)."


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
        self.setAccessibleName(f"{self._plain}, key {self._key}{', ' + note if note else ''}")


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
        self._title = QLabel("Your answer")
        self._title.setProperty("role", "strong")
        self.state = QLabel()
        self.state.setObjectName("training.answer.state")
        self.state.setProperty("role", "quiet")
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self.state, 1)
        self._choices = QWidget()
        self._flow = FlowLayout(self._choices, 6, 6)
        self.buttons: dict[str, ChoiceButton] = {}
        self.onset = QLabel(_NO_ONSET)
        self.onset.setObjectName("training.answer.onset")
        self.confidences: dict[int, QPushButton] = {}
        caption = QLabel("Confidence")
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
        layout.addWidget(self._choices)
        layout.addWidget(self.onset)
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
        button.setAccessibleName(f"Confidence {number} of 5{words}")
        button.setToolTip(f"How sure you are: {number} of 5 (key {number})")
        button.clicked.connect(lambda _checked=False: self.confidence_chosen.emit(number))
        return button

    # what is shown

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
        self.onset.setText(_NO_ONSET if onset_s is None else f"Onset at {onset_s:.2f} s. ← → move it by 0.1 s.")

    def show_notes(self, notes: dict[str, str]) -> None:
        """Show words behind choices, by value."""
        for value, button in self.buttons.items():
            button.show_note(notes.get(value, ""))

    def set_open(self, is_open: bool) -> None:
        """Take an answer, or show it locked."""
        for button in (*self.buttons.values(), *self.confidences.values()):
            button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not is_open)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_open else Qt.FocusPolicy.NoFocus)
