"""Dialogs of sign-off: printed name, role, meaning and what is signed; the reason why signed marks are changed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from eegview.app.library.opening import Reviewer
from eegview.app.library.signing import check_signer
from eegview.model.errors import UsageError
from eegview.model.signature import Meaning
from eegview.model.text.language import tr

_MEANINGS = {
    Meaning.REVIEWED: tr("Reviewed: I have read this recording"),
    Meaning.APPROVED: tr("Approved: I confirm these marks"),
}


class SignDialog(QDialog):
    """A form of printed name, meaning and layer; the signing is done on the store lane.

    Where something of the review is open it is listed, and one more act is needed: Enter alone does not sign.

    layers : (id, name with the number of marks) of what can be signed
    layer : the one chosen at first
    bound : what is bound with the marks, line by line
    open_items : returns what is open of the review of a layer, as it is now
    """

    signed = Signal(str, object, str, tuple)  # printed name, Meaning, layer, what was open

    def __init__(
        self,
        parent: QWidget,
        reviewer: Reviewer,
        printed_name: str,
        layers: Sequence[tuple[str, str]],
        layer: str,
        bound: Sequence[str],
        open_items: Callable[[str], tuple[str, ...]],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sign this review"))
        self._reviewer, self._open_items_of = reviewer, open_items
        self._open_items: tuple[str, ...] = ()
        self.name = QLineEdit(printed_name)
        self.name.setObjectName("sign.name")
        self.meaning = QComboBox()
        self.meaning.setObjectName("sign.meaning")
        for meaning, text in _MEANINGS.items():
            self.meaning.addItem(text, meaning)
        self.layer = QComboBox()
        self.layer.setObjectName("sign.layer")
        for layer_id, text in layers:
            self.layer.addItem(text, layer_id)
        self.layer.setCurrentIndex(max(self.layer.findData(layer), 0))
        self.still_open = QLabel()
        self.still_open.setObjectName("sign.open")
        self.still_open.setProperty("role", "warning")
        self.still_open.setTextFormat(Qt.TextFormat.PlainText)
        self.agree = QCheckBox(tr("Sign although this is open"))
        self.agree.setObjectName("sign.agree")
        role = QLabel(tr("{capitalize}, as “{name}”", capitalize=reviewer.role.capitalize(), name=reviewer.name))
        role.setObjectName("sign.role")
        note = QLabel("\n".join(bound))
        note.setObjectName("sign.facts")
        after = QLabel(tr("Signing is final. Later changes need a reason and are recorded as an addendum."))
        self.problem = QLabel()
        self.problem.setObjectName("sign.trouble")
        self.problem.setProperty("role", "warning")
        for label in (note, after, self.problem, self.still_open):
            label.setWordWrap(True)
        for label in (note, after):
            label.setProperty("role", "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(tr("Sign"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("sign.ok")
        self.ok.setDefault(True)
        buttons.accepted.connect(self._sign)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Printed name"), self.name)
        form.addRow(tr("Role"), role)
        form.addRow(tr("Meaning"), self.meaning)
        form.addRow(tr("Marks"), self.layer)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.still_open)
        layout.addWidget(self.agree)
        layout.addWidget(note)
        layout.addWidget(after)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.agree.toggled.connect(lambda _is_on: self._check())
        self.name.textChanged.connect(lambda _text: self._check())
        self.layer.currentIndexChanged.connect(lambda _index: self.refresh_open())
        self.refresh_open()
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 66)

    def _check(self) -> None:
        reviewer = self._reviewer
        try:
            check_signer(self.name.text(), str(self.layer.currentData()), reviewer.name, reviewer.role)
        except UsageError as refused:
            self.problem.setText(refused.advice)
            self.ok.setEnabled(False)
        else:
            self.problem.clear()
            self.ok.setEnabled(self.agree.isChecked() or not self._open_items)

    def refresh_open(self) -> bool:
        """List what is open now; return whether it is what was listed before. What is new is agreed to anew."""
        items = self._open_items_of(str(self.layer.currentData()))
        is_same = items == self._open_items
        if not is_same:
            self.agree.setChecked(False)
        self._open_items = items
        self.still_open.setText("\n".join((tr("Still open:"), *(f"•  {item}" for item in items))))
        self.still_open.setVisible(bool(items))
        self.agree.setVisible(bool(items))
        self._check()
        return is_same

    def _sign(self) -> None:
        if not self.refresh_open():  # the study is read on while the dialog stands open
            return
        name, meaning = self.name.text().strip(), Meaning(self.meaning.currentData())
        self.signed.emit(name, meaning, self.layer.currentData(), self._open_items)
        self.accept()


class ReasonDialog(QDialog):
    """A form for the reason why signed marks are changed; without one nothing is changed."""

    given = Signal(str)

    def __init__(self, parent: QWidget, signed: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Addendum to a signed review"))
        note = QLabel(
            tr(
                "This review was {signed}.\nChanges are recorded as an addendum, with your "
                "reason. The same reason is recorded with further changes until you change "
                "reviewer, close the study or sign again.",
                signed=signed,
            )
        )
        note.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.setObjectName("addendum.reason")
        self.reason.setPlaceholderText(tr("Reason for the change"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Change nothing"))
        self.ok = buttons.addButton(tr("Change with this reason"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("addendum.ok")
        self.ok.setDefault(True)
        self.ok.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addWidget(self.reason)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def _give(self) -> None:
        self.given.emit(self.reason.text().strip())
        self.accept()
