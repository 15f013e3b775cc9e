"""The dialog that signs a report: who, as what, with which key, what is open, what it covers and does not prove."""

from collections.abc import Sequence
from dataclasses import dataclass

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

MEANINGS = {
    Meaning.REVIEWED: tr("Reviewed: “I have read this recording.”"),
    Meaning.APPROVED: tr("Approved: “I approve this report.”"),
}
NEW, FURTHER = "new", "further"
COVERS = tr(
    "The signature covers every byte of the PDF, and through hashes in it the recording, the marks, the scores, the "
    "answers, the display settings and the edit log they were taken from."
)
PROVES_NOT = tr(
    "It does not prove who you are: anyone with this key can sign as you, and the time is this computer's. Give "
    "readers your key fingerprint by a separate route, so that they can compare. It does not show that the findings "
    "are right."
)
AFTER = tr("Signing is final. Later changes need a reason, and a later report becomes an addendum.")
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class ShownKey:
    """The reader's key as the dialog shows it; `problem` says why there is none."""

    fingerprint: str = ""
    is_locked: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class WantedSignature:
    """What was filled in.

    what : `NEW` = a new report of the study as it stands; `FURTHER` = one more signature under a signed PDF
    """

    printed_name: str
    meaning: Meaning
    what: str
    passphrase: str
    open_items: tuple[str, ...]


class ReportSignDialog(QDialog):
    """A form; the signing itself is done elsewhere, once a file was chosen.

    boxes : the boxes for signatures of the report and who stands in them, line by line
    open_items : of the review and the form, a short text each
    not_assessed : labels of the items that are answered so
    addendum : what a new report would be, "" for a first one
    """

    signed = Signal(object)  # WantedSignature

    def __init__(
        self,
        parent: QWidget,
        reviewer: Reviewer,
        printed_name: str,
        boxes: Sequence[str],
        open_items: Sequence[str],
        not_assessed: Sequence[str],
        addendum: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sign report"))
        self._reviewer, self._open_items = reviewer, tuple(open_items)
        self._key = ShownKey()
        self.name = QLineEdit(printed_name)
        self.name.setObjectName("report.sign.name")
        role = _text(f"{reviewer.role.capitalize()}, as “{reviewer.name}”", "report.sign.role", "")
        self.meaning = QComboBox()
        self.meaning.setObjectName("report.sign.meaning")
        for meaning, text in MEANINGS.items():
            self.meaning.addItem(text, meaning)
        self.what = QComboBox()
        self.what.setObjectName("report.sign.what")
        self.what.addItem(tr("A new report") + (f" ({addendum})" if addendum else ""), NEW)
        self.what.addItem(tr("A signed PDF: add my signature"), FURTHER)
        self.key = _text("Reading your key …", "report.sign.key", "")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("report.sign.passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._form = QFormLayout()
        for label, field in (
            (tr("Printed name"), self.name),
            (tr("Role"), role),
            (tr("Meaning"), self.meaning),
            (tr("Sign"), self.what),
            (tr("Key fingerprint"), self.key),
            (tr("Passphrase of the key"), self.passphrase),
        ):
            self._form.addRow(label, field)
        self._form.setRowVisible(self.passphrase, False)
        self.boxes = _text("\n".join(boxes), "report.sign.boxes", "")
        opened = "\n".join((tr("Still open:"), *(f"•  {item}" for item in self._open_items)))
        self.still_open = _text(opened, "report.sign.open", "warning")
        self.agree = QCheckBox(tr("Sign although this is open"))
        self.agree.setObjectName("report.sign.agree")
        for widget in (self.still_open, self.agree):
            widget.setVisible(bool(self._open_items))
        self.not_assessed = _text(_not_assessed_text(not_assessed), "report.sign.not_assessed", "quiet")
        self.not_assessed.setVisible(bool(not_assessed))
        self.problem = _text("", "report.sign.problem", "warning")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(tr("Sign and save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("report.sign.ok")
        self.ok.setDefault(True)
        buttons.accepted.connect(self._sign)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        for widget in (self.boxes, self.still_open, self.agree, self.not_assessed):
            layout.addWidget(widget)
        for text, name in ((COVERS, "covers"), (PROVES_NOT, "proves_not"), (AFTER, "after")):
            layout.addWidget(_text(text, f"report.sign.{name}", "quiet"))
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.agree.toggled.connect(lambda _is_on: self._check())
        for line in (self.name, self.passphrase):
            line.textChanged.connect(lambda _text: self._check())
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 78)
        self._check()

    def show_key(self, key: ShownKey) -> None:
        """Show the reader's key, or why there is none."""
        self._key = key
        self.key.setText(key.fingerprint or "–")
        self._form.setRowVisible(self.passphrase, key.is_locked)
        self._check()

    def show_problem(self, sentence: str) -> None:
        """Say why it was not signed; all that was filled in stays."""
        self.problem.setText(sentence)

    def _check(self) -> None:
        reviewer, problem = self._reviewer, self._key.problem
        if not problem:
            try:
                check_signer(self.name.text(), reviewer.name, reviewer.name, reviewer.role)
            except UsageError as refused:
                problem = refused.advice
        is_opened = not self._key.is_locked or bool(self.passphrase.text())
        is_agreed = self.agree.isChecked() or not self._open_items
        self.problem.setText(problem)
        self.ok.setEnabled(not problem and bool(self._key.fingerprint) and is_opened and is_agreed)

    def _sign(self) -> None:
        meaning = Meaning(self.meaning.currentData())
        what = str(self.what.currentData())
        self.signed.emit(
            WantedSignature(self.name.text().strip(), meaning, what, self.passphrase.text(), self._open_items)
        )


def _not_assessed_text(labels: Sequence[str]) -> str:
    named = ", ".join(labels[:_MOST_NAMED])
    more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
    return tr("Not assessed ({n_labels}): {named}{more}.", n_labels=len(labels), named=named, more=more)


def _text(text: str, name: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
