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
    """A button that shows as much of its words as there is room for; the rest is in its tip.

    widest : the longest it will ever say, its key included; the room for it is kept, so that nothing moves
    """

    def __init__(self, words: str, widest: str = "") -> None:
        super().__init__()
        self._widest = widest
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
        """Return what the whole words need with their key, also while they are cut or without it."""
        hint = super().sizeHint()
        return QSize(self._frame_px() + max(map(self._width_px, (self._words, self._widest))), hint.height())

    def _frame_px(self) -> int:
        """Return what is around the text now shown."""
        metrics = self.fontMetrics()
        return super().sizeHint().width() - metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _width_px(self, words: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words.replace("&", "&&")).width()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(self.fontMetrics().averageCharWidth() * MIN_CHARACTERS, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room_px = self.width() - self._frame_px()
        text = self._words
        if self.isVisible() and self._width_px(text) > room_px:
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room_px)
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
        for number, (value, label) in enumerate(attribute.choices):
            place = f"{_RINGED[0]} " if attribute.several else ""
            button = Chip(label, _with_key(number, f"{place}{label}"))
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
            button.show_text(_with_key(number, text) if self.hasFocus() else text)

    # keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._owns(event):
            event.accept()  # else the window would take the digit as a mark
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = self._value_of(event)
        if value and not event.isAutoRepeat():
            self.choose(value)
        elif not self._owns(event):
            super().keyPressEvent(event)

    def _owns(self, event: QKeyEvent) -> bool:
        """Check whether a key is the question's: each digit is, so that one without a choice marks nothing."""
        is_digit = event.text() in tuple("0123456789") and not _modified(event)
        return is_digit or bool(self._value_of(event))

    def _value_of(self, event: QKeyEvent) -> str:
        """Return the value this key chooses, "" for another key."""
        key = event.text()
        if _modified(event) or len(key) != 1 or key not in CHOICE_KEYS:
            return ""
        place = CHOICE_KEYS.index(key)
        return tuple(self.buttons)[place] if place < len(self.buttons) else ""


def _with_key(number: int, text: str) -> str:
    """Return a choice's text with the key that chooses it."""
    return f"{CHOICE_KEYS[number]}  {text}" if number < len(CHOICE_KEYS) else text


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
