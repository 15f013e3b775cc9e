"""The free form of hypsarrhythmia beside the page: the questions of the mark, and what is known of the epoch."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.scoring.free_form import CERTAINTY_TEXT
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.questions import MarkQuestions
from eegview.ui.widgets.chips import plain_letter
from eegview.ui.widgets.kept_keys import keeps_key

PATTERN = "pattern"
_CAPTION_SHARE = 17
_WIDE_CHARACTERS, _MARGIN_PX = 96, 40
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Escape)
NOT_YET_TEXT = tr("Not stored yet: the first answer makes the mark.")
STORED_TEXT = tr("A mark of yours over the whole epoch; each answer is an edit. It changes no score.")
WAITING_TEXT = tr("Saving …")


class FormDialog(QDialog):
    """Answers by underlined letters or a click; every one is an act of its own, and Esc closes."""

    answered = Signal(str, str)  # attribute name, stored value; "" = no answer
    note_written = Signal(str)
    rows_named = Signal(tuple)
    withdraw_asked = Signal()

    def __init__(self, parent: QWidget, title: str, term: Term) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Hypsarrhythmia form"))
        self._term, self._is_filled = term, False
        heading = QLabel(title)
        heading.setProperty("role", "strong")
        self.facts = _label("score.form.facts", "quiet")
        self.questions = MarkQuestions(_CAPTION_SHARE)
        pattern = _label("score.form.pattern", "caption")
        pattern.setText(next((one.help for one in term.attributes if one.name == PATTERN), ""))
        certainty = _label("score.form.certainty", "caption")
        certainty.setText(CERTAINTY_TEXT)
        self.state = _label("score.form.state", "caption")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.withdraw = QPushButton(tr("Delete form"))
        self.withdraw.setObjectName("score.form.withdraw")
        self.withdraw.setAutoDefault(False)
        self.withdraw.setToolTip(tr("Delete this mark, as an edit that can be undone"))
        buttons.addButton(self.withdraw, QDialogButtonBox.ButtonRole.DestructiveRole)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)
        layout = QVBoxLayout(self)
        for widget in (heading, self.facts, self.questions, pattern, certainty, self.state):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.questions.answered.connect(self.answered)
        self.questions.note_written.connect(self.note_written)
        self.questions.rows_named.connect(self.rows_named)
        self.withdraw.clicked.connect(lambda _checked=False: self.withdraw_asked.emit())
        buttons.rejected.connect(self.close)
        room_px = parent.screen().availableGeometry().width() - _MARGIN_PX
        self.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * _WIDE_CHARACTERS, room_px))
        self._fit_soon = QTimer(self, interval=0, singleShot=True)
        self._fit_soon.timeout.connect(self._fit)

    def show_form(self, mark: Annotation, facts: Sequence[str], is_stored: bool, is_saving: bool) -> None:
        """Show the answers as they stand."""
        self.facts.setText("\n".join(facts))
        is_first = not self._is_filled
        self.questions.show_mark(mark, self._term)
        if is_first:  # letters answer at once, and are not written into the note
            self._is_filled = True
            self.questions.first_field().setFocus()
        self.state.setText(WAITING_TEXT if is_saving else STORED_TEXT if is_stored else NOT_YET_TEXT)
        self.withdraw.setEnabled(is_stored)
        self._fit_soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let no answer be cut off, whatever the width."""
        super().resizeEvent(event)
        self._fit_soon.start()

    def _fit(self) -> None:
        """Be as high as the answers need in the width; Qt asks for less, as it thinks of their widest form."""
        layout = self.layout()
        if layout is None:
            return
        for part in reversed(self.findChildren(QWidget)):
            inner = part.layout()
            if inner is not None:
                inner.activate()
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        title_px = frame.height() - self.height()
        high_px = layout.totalHeightForWidth(self.width())
        self.setMinimumHeight(min(high_px, room.height() - title_px))
        over_px = frame.top() + max(high_px, self.height()) + title_px - room.bottom()
        if over_px > 0:
            self.move(frame.left(), max(frame.top() - over_px, room.top()))

    def event(self, event: QEvent) -> bool:
        """Keep letters and the keys of a form, though the workbench has commands on them."""
        if keeps_key(event, _KEYS):
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and plain_letter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with a letter, as in the form of a mark; Up and Down go from question to question."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        elif (letter := plain_letter(event)) and not event.isAutoRepeat():
            self.questions.answer_by(letter)
        else:
            super().keyPressEvent(event)


def _label(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
