"""The dialog on blind reading of a study: what it means, how it stands, and the buttons that set and lift it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.blind_reading.bar import quiet_label

WHAT_IT_IS = tr(
    "In a study that is read blind each reader sees only their own marks, until they have signed them: no other layer, "
    "no suggestion of a detector, no annotation of the file."
)
_CHARACTERS = 66


class BlindDialog(QDialog):
    """Says how blind reading stands; a neurologist sets or lifts it here."""

    set_asked = Signal(bool)  # whether blind reading is to be asked for
    look_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Blind reading"))
        what = QLabel(WHAT_IT_IS)
        what.setWordWrap(True)
        self.state = QLabel()
        self.state.setObjectName("blind.state")
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.layers = quiet_label("blind.layers")
        self.rule = quiet_label("blind.rule")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.switch = QPushButton()
        self.switch.setObjectName("blind.switch")
        self.early = QPushButton(tr("Look early…"))
        self.early.setObjectName("blind.early")
        buttons.addButton(self.switch, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.early, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for label in (what, self.state, self.layers, self.rule):
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._is_asked = False
        self.switch.clicked.connect(lambda _checked=False: self.set_asked.emit(not self._is_asked))
        self.early.clicked.connect(lambda _checked=False: self.look_asked.emit())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS)

    def show_state(
        self, state: Sequence[str], layers: Sequence[str], is_asked: bool, may_set: bool, is_blind: bool
    ) -> None:
        """Show how it stands.

        state : sentences on the setting and on the reviewer
        layers : a line for each layer, how it was read
        may_set : the reviewer is a neurologist
        """
        self._is_asked = is_asked
        self.state.setText("\n".join(state))
        self.layers.setText("\n".join(layers))
        self.layers.setVisible(bool(layers))
        self.switch.setText(tr("Lift for all readers") if is_asked else tr("Ask for blind reading"))
        self.switch.setEnabled(may_set)
        self.rule.setText(
            tr("Setting and lifting are recorded in the study's log, and travel with its bundle.")
            if may_set
            else tr("Only a neurologist sets or lifts it. All readers can look early, which is recorded.")
        )
        self.early.setVisible(is_blind)
        layout = self.layout()
        if layout is not None:  # texts that wrap need room for all of their lines
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
