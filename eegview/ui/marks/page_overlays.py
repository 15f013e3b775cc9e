"""Small things that lie over the page for a moment: a line for a note, a quick question."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.app.vocabulary.letters import Letters
from eegview.model.text.language import tr
from eegview.model.vocabulary import Attribute
from eegview.ui.widgets.chips import Chips

EDGE_PX = 8


class NoteLine(QFrame):
    """A line to type in over the page. Enter keeps it, Esc drops it; clicking elsewhere keeps what was typed."""

    written = Signal(str)
    left = Signal()  # the keyboard goes back to the page

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("note")
        self.setProperty("role", "overlay")
        self._page = page
        self.line = QLineEdit()
        self.line.setObjectName("note.text")
        self.line.setAccessibleName(tr("Note"))
        self.line.setPlaceholderText(tr("Note…"))
        self.line.setToolTip(tr("Enter saves the note, Esc discards it"))
        self._caption = QLabel()
        self._caption.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(2)
        layout.addWidget(self._caption)
        layout.addWidget(self.line)
        self.line.installEventFilter(self)
        self.hide()

    def ask(self, caption: str, x_px: float) -> None:
        """Open the line at `x_px` of the page, empty."""
        self._caption.setText(caption)
        self.line.clear()
        self.line.setMinimumWidth(QFontMetrics(self.font()).averageCharWidth() * 36)
        self.adjustSize()
        self.place(x_px)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self, x_px: float) -> None:
        _place_over(self, self._page, x_px, self._page.height() / 3)

    def keep(self) -> None:
        """Emit what stands typed and close."""
        text = self.line.text().strip()
        if not self.isHidden():
            self.hide()
            if text:
                self.written.emit(text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.line.clear()
                self.keep()
                self.left.emit()
                return True
        if is_left(event):
            self.keep()
        return False


class QuickQuestion(QFrame):
    """The one question worth asking right after marking. A key answers it; anything else leaves it unanswered."""

    answered = Signal(str)
    left = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("quick")
        self.setProperty("role", "overlay")
        self._page = page
        self._caption = QLabel()
        self._caption.setProperty("role", "caption")
        self._caption.setWordWrap(True)
        self.chips: Chips | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 4, 8, 8)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._caption)
        self.hide()

    def ask(self, caption: str, attribute: Attribute, letters: Letters, x_px: float) -> None:
        """Offer the choices at `x_px` of the page, each with its letter."""
        self._drop_chips()
        self._caption.setText(tr("{caption}  ·  underlined letters answer, Esc leaves it open", caption=caption))
        self.chips = chips = Chips(attribute, letters)
        chips.underline(set(letters.values()))
        chips.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chips.answered.connect(self._answer)
        chips.installEventFilter(self)
        self._layout.addWidget(chips)
        chips.show()
        self.show()
        chips.setFocus(Qt.FocusReason.PopupFocusReason)
        width_px = QFontMetrics(self.font()).averageCharWidth() * 58
        self.setFixedWidth(min(width_px, self._page.width() - 4 * EDGE_PX))
        self.setFixedHeight(self._layout.totalHeightForWidth(self.width()))
        _place_over(self, self._page, x_px, self._page.height() / 3)
        self.raise_()

    def close_unanswered(self) -> None:
        if not self.isHidden():
            self.hide()
            self._drop_chips()

    def _answer(self, value: str) -> None:
        self.hide()
        self.answered.emit(value)
        self.left.emit()

    def _drop_chips(self) -> None:
        if self.chips is not None:
            chips, self.chips = self.chips, None
            chips.removeEventFilter(self)
            self._layout.removeWidget(chips)
            chips.deleteLater()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.hide()
                self.left.emit()
                return True
        if is_left(event):
            self.hide()
        return False


class PageHint(QFrame):
    """A line at the top of the page that says what keys do now; it takes neither keys nor mouse."""

    def __init__(self, page: QWidget, object_name: str) -> None:
        super().__init__(page)
        self.setObjectName(object_name)
        self.setProperty("role", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._page = page
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setProperty("role", "accent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self.text)
        page.installEventFilter(self)
        self.hide()

    def show_text(self, text: str) -> None:
        self.text.setText(text)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        metrics = QFontMetrics(self.text.font())
        wanted_px = metrics.horizontalAdvance(self.text.text()) + 4 * EDGE_PX + 2
        self.setFixedWidth(min(wanted_px, self._page.width() - 2 * EDGE_PX))
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        self.move(max((self._page.width() - self.width()) // 2, EDGE_PX), 4 * EDGE_PX)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False


def is_left(event: QEvent) -> bool:
    """Check whether the focus goes elsewhere in the window; another window in front does not count."""
    if not isinstance(event, QFocusEvent) or event.type() != QEvent.Type.FocusOut:
        return False
    return event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


def _place_over(widget: QWidget, page: QWidget, x_px: float, y_px: float) -> None:
    """Put `widget` a little right of `x_px`, whole on the page."""
    left_px = min(x_px + EDGE_PX, page.width() - widget.width() - EDGE_PX)
    top_px = min(y_px, page.height() - widget.height() - EDGE_PX)
    widget.move(round(max(left_px, EDGE_PX)), round(max(top_px, EDGE_PX)))
