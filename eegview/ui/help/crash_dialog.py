"""A bug is shown, can be copied, and leaves a report without patient data."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from eegview.app.crash_report import report_text, write_report
from eegview.model.text.language import tr


class CrashDialog(QDialog):
    """Shows what happened, that marks are safe, and offers the report."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(tr("Something went wrong"))
        self.resize(620, 360)
        layout = QVBoxLayout(self)
        label = QLabel(
            tr(
                "An internal error occurred. Every mark you made is on disk. You can continue; if something looks "
                "wrong, close and reopen the recording.\n\nThis report contains no names, notes or file names:"
            )
        )
        label.setWordWrap(True)
        layout.addWidget(label)
        self.report = QPlainTextEdit(text)
        self.report.setAccessibleName(tr("Report of the error"))
        self.report.setReadOnly(True)
        layout.addWidget(self.report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)


def install_crash_hook(window: QWidget, folder: Path) -> Callable[[], None]:
    """Show every uncaught exception in a dialog and append it to `crashes.txt` in `folder`; return the way back."""
    before = sys.excepthook
    shown: list[CrashDialog] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        before(kind, error, trace)
        text = report_text(kind, error, trace)
        write_report(text, folder)
        if not any(dialog.isVisible() for dialog in shown):  # one at a time: a fault in painting repeats
            dialog = CrashDialog(window, text)
            shown[:] = [dialog]
            dialog.show()

    def restore() -> None:
        sys.excepthook = before

    sys.excepthook = hook
    return restore
