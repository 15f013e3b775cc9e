"""Chips: the choices of one question side by side, answered with a click or a digit."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from eegview.model.vocabulary import Attribute
from eegview.ui.widgets.flow_layout import FlowLayout

CHOICE_KEYS = "123456789abcdefghijklmnop"
MIN_CHARACTERS = 14  # of a chip whose words do not fit
_RINGED = "①②③④⑤⑥⑦⑧⑨"


class Chip(QPushButton):
    """A button that shows as much of its words as there is room for; the rest is in its tip."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # may be narrower than its words
        self._words = words
        self.show_text(words)

    def show_text(self, words: str) -> None:
        self._words = words
        self.setToolTip("")
        self.setText(words.replace("&", "&&"))
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """Return what the whole words need, also while they are cut."""
        hint = super().sizeHint()
        metrics = self.fontMetrics()
        shown_px = metrics.horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(hint.width() - shown_px + metrics.horizontalAdvance(self._words) + 1, hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(self.fontMetrics().averageCharWidth() * MIN_CHARACTERS, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        lacking_px = self.sizeHint().width() - self.width()
        if not self.isVisible() or lacking_px <= 0:
            text = self._words
        else:
            room_px = metrics.horizontalAdvance(self._words) - lacking_px
            text = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room_px)
        self.setToolTip(self._words if text != self._words else "")
        if self.text() != text.replace("&", "&&"):
            self.setText(text.replace("&", "&&"))


class Chips(QWidget):
    """The answer to one attribute: one choice, or several in the order they were chosen.

    The keyboard's focus is the whole question; then each chip shows the key that chooses it.
    """

    answered = Signal(str)  # the stored value: "", "flexor", "fast+slow_wave"

    def __init__(self, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"answer.{attribute.name}")
        self.setAccessibleName(attribute.label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus on the page: digits go on marking
        self._attribute = attribute
        self._chosen: list[str] = []
        self.buttons: dict[str, Chip] = {}
        layout = FlowLayout(self)
        for value, label in attribute.choices:
            button = Chip(label)
            button.setObjectName(f"answer.{attribute.name}.{value}")
            button.clicked.connect(lambda _checked=False, v=value: self.choose(v))
            self.buttons[value] = button
            layout.addWidget(button)

    @property
    def answer(self) -> str:
        return "+".join(self._chosen)

    def show_answer(self, answer: str | None) -> None:
        """Show a stored answer; values the vocabulary does not know are kept, though not shown."""
        self._chosen = [value for value in (answer or "").split("+") if value]
        self._show()

    def choose(self, value: str) -> None:
        """Choose a value, or drop it if it is chosen; emits the new answer."""
        if value in self._chosen:
            self._chosen.remove(value)
        elif self._attribute.several:
            self._chosen.append(value)
        else:
            self._chosen = [value]
        self._show()
        self.answered.emit(self.answer)

    def _show(self) -> None:
        labels = dict(self._attribute.choices)
        for number, (value, button) in enumerate(self.buttons.items()):
            is_chosen = value in self._chosen
            button.setChecked(is_chosen)
            text = labels[value]
            if is_chosen and self._attribute.several:
                place = self._chosen.index(value)
                text = f"{_RINGED[place] if place < len(_RINGED) else place + 1} {text}"
            if self.hasFocus() and number < len(CHOICE_KEYS):
                text = f"{CHOICE_KEYS[number]}  {text}"
            button.show_text(text)

    # keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._value_of(event):
            event.accept()  # else the window would take the digit as a mark
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = self._value_of(event)
        if value:
            self.choose(value)
        else:
            super().keyPressEvent(event)

    def _value_of(self, event: QKeyEvent) -> str:
        """Return the value this key chooses, "" for another key."""
        key = event.text()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or len(key) != 1 or key not in CHOICE_KEYS:
            return ""
        place = CHOICE_KEYS.index(key)
        return tuple(self.buttons)[place] if place < len(self.buttons) else ""
