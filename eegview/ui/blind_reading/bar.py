"""The line under the display strip of a study that is read blind: what is hidden, or what is shown since."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from eegview.app.blind_reading.texts import CHIP
from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel

_EDGE_PX, _GAP_PX = 10, 8


class BlindBar(QFrame):
    """A calm line with a word, a sentence and one button; hidden in studies that are not read blind.

    details_asked : the word was clicked
    look_asked, dismissed : the button was clicked, by what it says
    """

    details_asked = Signal()
    look_asked = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("blind.bar")
        self.setProperty("role", "notice")
        self.chip = QPushButton(CHIP)
        self.chip.setObjectName("blind.chip")
        self.chip.setProperty("role", "chip")
        self.chip.setToolTip(tr("Who asked for blind reading, who has signed, and who looked early"))
        self.chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.text = ElidedLabel()
        self.text.setObjectName("blind.text")
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(tr("Look early…"))
        self.button.setObjectName("blind.button")
        self.button.setProperty("role", "chip")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._does_look = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_EDGE_PX, 2, _EDGE_PX, 2)
        layout.setSpacing(_GAP_PX)
        layout.addWidget(self.chip)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        self.chip.clicked.connect(lambda _checked=False: self.details_asked.emit())
        self.button.clicked.connect(lambda _checked=False: self._pressed())
        self.hide()

    def show_line(self, word: str, sentence: str, button: str, does_look: bool) -> None:
        """Show a word and a sentence.

        button : what it says
        does_look : it asks for an early look; else it puts the line away
        """
        self.chip.setText(word)
        self.text.setText(sentence)
        self.button.setText(button)
        self._does_look = does_look
        self.show()

    def _pressed(self) -> None:
        (self.look_asked if self._does_look else self.dismissed).emit()


def quiet_label(name: str) -> QLabel:
    """Return a label for a sentence that wraps, in the colour of what is said beside."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setProperty("role", "quiet")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
