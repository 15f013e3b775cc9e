"""The dialog by which a reader looks before signing: why, and what follows from it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from eegview.app.blind_reading.acts import SHORTEST_REASON
from eegview.app.blind_reading.texts import CONSEQUENCE, WHAT_IS_HIDDEN
from eegview.model.text.language import tr
from eegview.ui.blind_reading.bar import quiet_label

_CHARACTERS = 64


class EarlyLookDialog(QDialog):
    """Asks for a reason and a confirmation; Enter alone does not look."""

    look_confirmed = Signal(str)  # the reason

    def __init__(self, parent: QWidget, reviewer: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Look before signing"))
        what = QLabel(
            tr(
                "{what_is_hidden} are hidden from {reviewer} until their marks are signed.",
                what_is_hidden=WHAT_IS_HIDDEN,
                reviewer=reviewer,
            )
        )
        what.setWordWrap(True)
        self.consequence = QLabel(CONSEQUENCE)
        self.consequence.setObjectName("blind.consequence")
        self.consequence.setProperty("role", "warning")
        self.consequence.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setObjectName("blind.reason")
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("for instance: asked for an opinion on the ward"))
        self.agree = QCheckBox(tr("Record this and show everything"))
        self.agree.setObjectName("blind.agree")
        recorded = quiet_label("blind.recorded")
        recorded.setText(tr("Name, time and reason go into the study's log, where all readers can see them."))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.look = buttons.addButton(tr("Look early"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.look.setObjectName("blind.look")
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.addWidget(what)
        layout.addLayout(form)
        layout.addWidget(self.consequence)
        layout.addWidget(self.agree)
        layout.addWidget(recorded)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.reason.textChanged.connect(lambda _text: self._check())
        self.agree.toggled.connect(lambda _is_on: self._check())
        self._check()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS)
        self.reason.setFocus()

    def _check(self) -> None:
        self.look.setEnabled(self.agree.isChecked() and len(self.reason.text().strip()) >= SHORTEST_REASON)

    def _confirm(self) -> None:
        if self.look.isEnabled():
            self.look_confirmed.emit(self.reason.text().strip())
            self.accept()
