"""What the cards beside a score sheet are made of: a frame with a title, texts that open evidence, choices."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from eegview.app.contrast import mixed
from eegview.app.themes import Theme
from eegview.model.text.language import tr

Part = str | tuple[str, object]  # a text, or a text and what it opens


class Card(QFrame):
    """A frame with a title, a quiet note at the right of it, and parts below."""

    def __init__(self, object_name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.title, self.note = QLabel(title), QLabel()
        self.title.setProperty("role", "strong")
        self.note.setProperty("role", "quiet")
        for label in (self.title, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(8, 6, 8, 7)
        self._body.setSpacing(5)
        self.title.setWordWrap(False)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.note, 1)
        self._body.addWidget(heading)

    def add(self, *parts: QWidget) -> None:
        """Add parts below what is there."""
        for part in parts:
            self._body.addWidget(part)

    def set_note(self, text: str) -> None:
        """Write the note beside the title."""
        set_text(self.note, text)
        self.note.setVisible(bool(text))


def set_text(label: QLabel, text: str) -> None:
    """Set a label's text where it differs, so that nothing is laid out in vain."""
    if label.text() != text:
        label.setText(text)


def plain_label(role: str = "", *, wraps: bool = True) -> QLabel:
    """Return an empty label of plain text."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    return label


class EvidenceLabel(QLabel):
    """A text whose linked parts open what they stand for, by a click, or by Tab and Enter."""

    asked = Signal(object)

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            self.setProperty("role", role)
        self._targets: list[object] = []
        self.plain = ""
        self.linkActivated.connect(self._open)

    @property
    def links(self) -> list[tuple[str, object]]:
        """Return the linked texts and what they open, in order."""
        return list(self._links)

    def show_parts(self, *parts: Part) -> None:
        """Show these parts one after the other."""
        self._links = [part for part in parts if isinstance(part, tuple)]
        self._targets = [target for _text, target in self._links]
        texts, number = [], 0
        for part in parts:
            if isinstance(part, tuple):
                texts.append(tr('<a href="{number}">{escape}</a>', number=number, escape=escape(part[0])))
                number += 1
            else:
                texts.append(escape(part))
        self.plain = "".join(part[0] if isinstance(part, tuple) else part for part in parts)
        self.setAccessibleName(self.plain)
        # A click leaves the keyboard on the page; Tab reaches what can be opened.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._targets else Qt.FocusPolicy.NoFocus)
        set_text(self, "".join(texts))

    _links: Sequence[tuple[str, object]] = ()

    def _open(self, link: str) -> None:
        if link.isdigit() and int(link) < len(self._targets):
            self.asked.emit(self._targets[int(link)])


class Choice(QWidget):
    """Exclusive answers side by side; `chosen` carries the value, "" where the one chosen was chosen again."""

    chosen = Signal(str)

    def __init__(self, object_name: str, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self._name, self._answer = name, ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        for value, text in choices:
            button = QToolButton()
            button.setObjectName(f"{object_name}.{value}")
            button.setProperty("role", "switch")
            button.setProperty("tight", len(choices) > 1)  # what is said beside them stands in the same line
            button.setCheckable(True)
            button.setText(text)
            button.setAccessibleName(f"{name}: {text}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, v=value: self._choose(v))
            self.buttons[value] = button
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def answer(self) -> str:
        """Return the value that is shown as chosen."""
        return self._answer

    def show_answer(self, answer: str) -> None:
        """Show an answer; "" for none."""
        self._answer = answer
        for value, button in self.buttons.items():
            button.setChecked(value == answer)
        text = self.buttons[answer].text() if answer in self.buttons else tr("No answer")
        self.setAccessibleDescription(text)

    def _choose(self, value: str) -> None:
        self.show_answer(self._answer)  # what is stored is shown, not what was clicked
        self.chosen.emit("" if value == self._answer else value)


class KeyedChoice(QWidget):
    """A choice with the key that answers it."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.cap = plain_label("keycap", wraps=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(choice)
        row.addWidget(self.cap)
        row.addStretch(1)

    def show_key(self, key: str) -> None:
        """Show a key; "" for none."""
        set_text(self.cap, key)
        self.cap.setAccessibleName(tr("Key {key}", key=key))
        self.cap.setVisible(bool(key))


class Swatch(QWidget):
    """A small square in the colour of a focus with its letter, or hatched."""

    def __init__(self) -> None:
        super().__init__()
        self._fill, self._ink, self._letter, self._is_hatched = "#000000", "#ffffff", "", False
        self._edge = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_look(self, fill: str, ink: str, letter: str = "", *, is_hatched: bool = False, edge: str = "") -> None:
        """Show this colour; a hatched one is drawn with lines of `ink` on `fill`."""
        self._fill, self._ink, self._letter, self._is_hatched, self._edge = fill, ink, letter, is_hatched, edge
        self.update()

    def sizeHint(self) -> QSize:
        side_px = self.fontMetrics().height()
        return QSize(side_px, side_px)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        paint_focus(painter, box, self._fill, self._ink, self._letter, is_hatched=self._is_hatched, edge=self._edge)


def paint_focus(
    painter: QPainter, box: QRectF, fill: str, ink: str, letter: str = "", *, is_hatched: bool = False, edge: str = ""
) -> None:
    """Paint a bin or a swatch: filled, hatched where no focus is named, with the focus's letter."""
    edge = ink if is_hatched else edge
    painter.setPen(QPen(QColor(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if edge else box, 2, 2)
    if is_hatched:
        painter.setBrush(QBrush(QColor(ink), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 2, 2)
    if letter:
        font = painter.font()
        font.setPixelSize(max(7, round(min(box.height() * 0.86, box.width() * 0.95))))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(box.adjusted(-4, -4, 4, 4), Qt.AlignmentFlag.AlignCenter, letter)


def grows_down(widget: QWidget) -> None:
    """Let a widget that holds a flow be as high as its lines need."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


def focus_shades(theme: Theme, hue: str, n_shades: int) -> tuple[tuple[str, str], ...]:
    """Return (fill, text on it) of so many shades of a hue, the strongest first; a pale one needs an edge."""
    strongest = theme.mark_colour(hue)
    if theme.is_dark:
        strongest = mixed(strongest, "#ffffff", 0.15)
    shades = []
    for step in range(n_shades):
        fill = mixed(strongest, theme.page, 0.78 * step / max(n_shades - 1, 1))
        shades.append((fill, theme.text_on(fill)))
    return tuple(shades)
