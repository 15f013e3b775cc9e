"""Chips: the choices of one question side by side, answered with a click or a letter."""

from collections.abc import Mapping, Set
from string import ascii_lowercase

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute
from eegview.ui.widgets.flow_layout import FlowLayout

MIN_CHARACTERS = 14  # of a chip whose text does not fit
_RINGED = "①②③④⑤⑥⑦⑧⑨"
_FOCUS_PX = 3  # around the chips, for the frame that shows the focus


class Chip(QPushButton):
    """A button that shows as much of its text as there is room for; the rest is in its tip.

    letter : answers with it, "" for none; where the text does not hold it, it stands behind in brackets
    widest : the longest it will ever say; the room for it is kept, so that nothing moves
    """

    def __init__(self, text: str, letter: str = "", widest: str = "") -> None:
        super().__init__()
        self.letter, self._is_underlined = letter, False
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # may be narrower than its text
        self._text = text
        self._widest = self._with_letter(widest)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        self._text = text
        self.setToolTip("")
        self._write(text)
        self.updateGeometry()
        self._elide()

    def underline(self, is_on: bool) -> None:
        """Show the letter as one that answers now; the room it takes is the same."""
        if is_on != self._is_underlined:
            self._is_underlined = is_on
            self._elide()

    def _with_letter(self, text: str) -> str:
        """Return the text with its letter behind where it does not hold it."""
        return text if not self.letter or self.letter in text.casefold() else f"{text} ({self.letter})"

    def _write(self, text: str) -> None:
        """Set the text; a letter that answers is underlined, and no Alt key belongs to it."""
        shown = text.replace("&", "&&")
        place = self._place_in(text) if self._is_underlined else -1
        if place >= 0:
            before, after = text[:place].replace("&", "&&"), text[place:].replace("&", "&&")
            shown = f"{before}&{after}"
        if self.text() != shown:
            self.setText(shown)
            self.setShortcut(QKeySequence())  # Qt makes Alt+letter of it, which is the menus'

    def _place_in(self, text: str) -> int:
        """Return where the letter stands in a text: where a word begins with it, else anywhere; -1 if nowhere."""
        if not self.letter:
            return -1
        lowered = text.casefold()
        if len(lowered) != len(text):
            return text.find(self.letter)
        starts = [
            i for i, sign in enumerate(lowered) if sign == self.letter and (i == 0 or not lowered[i - 1].isalnum())
        ]
        return starts[0] if starts else lowered.find(self.letter)

    def sizeHint(self) -> QSize:
        """Return what the whole text needs with its letter, also while it is cut or shown without it."""
        hint = super().sizeHint()
        texts = self._with_letter(self._text), self._widest
        return QSize(self._frame_px() + max(map(self._width_px, texts)), hint.height())

    def _frame_px(self) -> int:
        """Return what is around the text now shown."""
        metrics = self.fontMetrics()
        return super().sizeHint().width() - metrics.size(Qt.TextFlag.TextShowMnemonic, self.text()).width()

    def _width_px(self, text: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text.replace("&", "&&")).width()

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(self.fontMetrics().averageCharWidth() * MIN_CHARACTERS, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room_px = self.width() - self._frame_px()
        text = whole = self._with_letter(self._text) if self._is_underlined else self._text
        if self.isVisible() and self._width_px(whole) > room_px:
            text = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room_px)
        self.setToolTip(self._text if text != whole else "")
        self._write(text)


class Chips(QWidget):
    """The answer to one attribute: one choice, or several in the order they were chosen.

    The keyboard's focus is the whole question. A letter answers it; digits are never its own.

    letters : stored value: the letter that chooses it
    """

    answered = Signal(str)  # the stored value: "", "flexor", "fast+slow_wave"
    focus_moved = Signal()  # it came, or went

    def __init__(self, attribute: Attribute, letters: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"answer.{attribute.name}")
        self.setAccessibleName(attribute.label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus on the page: digits go on marking
        self._attribute = attribute
        self.letters = dict(letters)
        self._chosen: list[str] = []
        self.buttons: dict[str, Chip] = {}
        layout = FlowLayout(self)
        layout.setContentsMargins(_FOCUS_PX, _FOCUS_PX, _FOCUS_PX, _FOCUS_PX)
        for value, label in attribute.choices:
            place = f"{_RINGED[0]} " if attribute.several else ""
            letter = self.letters.get(value, "")
            button = Chip(label, letter, f"{place}{label}")
            button.setObjectName(f"answer.{attribute.name}.{value}")
            button.setAccessibleName(f"{attribute.label}: {label}")
            button.setAccessibleDescription(tr("Letter {upper}", upper=letter.upper()) if letter else "")
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

    def choose_by(self, letter: str) -> None:
        """Choose what a letter stands for."""
        value = next((value for value, own in self.letters.items() if own == letter), None)
        if value is not None:
            self.choose(value)

    def underline(self, letters: Set[str]) -> None:
        """Show which letters answer now."""
        for value, button in self.buttons.items():
            button.underline(self.letters.get(value) in letters)

    def _show(self) -> None:
        labels = dict(self._attribute.choices)
        for value, button in self.buttons.items():
            is_chosen = value in self._chosen
            button.setChecked(is_chosen)
            text = labels[value]
            if is_chosen and self._attribute.several:
                place = self._chosen.index(value)
                text = f"{_RINGED[place] if place < len(_RINGED) else place + 1} {text}"
            button.show_text(text)
        chosen = ", ".join(labels.get(value, value) for value in self._chosen)
        self.setAccessibleDescription(chosen or tr("No answer"))

    # keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_moved.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_moved.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame around the question that has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and plain_letter(event) in self.letters.values():
            event.accept()  # else the window would run a command
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = plain_letter(event)
        if letter not in self.letters.values():
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.choose_by(letter)


def plain_letter(event: QKeyEvent) -> str:
    """Return the small letter that is typed without Shift, Ctrl or Alt, "" for another key."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return ""
    typed = event.text().casefold()
    if len(typed) == 1 and typed.isalpha():
        return typed
    number = event.key() - Qt.Key.Key_A
    return ascii_lowercase[number] if 0 <= number < len(ascii_lowercase) else ""
