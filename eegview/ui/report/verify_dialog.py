"""What a check of a signed report found, sentence by sentence, and what no signature proves."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.report.signing.verdict import Line, Outcome
from eegview.model.text.language import tr

SIGNS = {Outcome.OK: "✓", Outcome.FAILED: "✗", Outcome.CHANGED: "≠", Outcome.NOT_CHECKED: "?", Outcome.NOTE: "·"}
SPOKEN = {
    Outcome.OK: "holds",
    Outcome.FAILED: "failed",
    Outcome.CHANGED: tr("changed since"),
    Outcome.NOT_CHECKED: tr("not checked"),
    Outcome.NOTE: "note",
}
_ROLES = {Outcome.OK: "accent", Outcome.FAILED: "warning", Outcome.CHANGED: "warning"}


class VerifyDialog(QDialog):
    """A list to read and to copy."""

    def __init__(
        self, parent: QWidget, name: str, is_ok: bool, lines: Sequence[Line], proves_not: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Signed report"))
        verdict = "The signatures hold." if is_ok else "Do not rely on this file: a signature does not hold."
        self.verdict = _label(verdict, "report.verify.verdict", "accent" if is_ok else "warning")
        title = _label(name, "report.verify.file", "title")
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(lines):
            sign = _label(SIGNS[line.outcome], f"report.verify.sign.{row}", _ROLES.get(line.outcome, "quiet"))
            sign.setAccessibleName(SPOKEN[line.outcome])
            grid.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(line.text, f"report.verify.line.{row}", ""), row, 1)
        rest = "\n".join((tr("No signature proves"), *(f"•  {one}" for one in proves_not)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("report.verify.copy")
        copy.setToolTip(tr("Copy these sentences"))
        self.text = "\n".join((name, verdict, *(f"{SIGNS[one.outcome]} {one.text}" for one in lines), rest))
        copy.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(self.text))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(title)
        layout.addWidget(self.verdict)
        layout.addLayout(grid)
        layout.addWidget(_label(rest, "report.verify.proves_not", "quiet"))
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 74)


def _label(text: str, name: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label
