"""A bug is shown, can be copied, and leaves a report without patient data."""

import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from eegview import __version__


def report_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return versions and the places in the code, without messages: those may hold file names or notes."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    del error
    head = f"eegview {__version__} · Python {platform.python_version()} · {platform.system()} {platform.machine()}"
    return "\n".join([head, kind.__name__, *frames])


class CrashDialog(QDialog):
    """Shows what happened, that marks are safe, and offers the report."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle("Something went wrong")
        self.resize(620, 360)
        layout = QVBoxLayout(self)
        label = QLabel(
            "The program met a fault of its own. Every mark you made is on disk. You can go on; if things look odd, "
            "close and open the recording again.\n\nThis report holds no names, notes or file names:"
        )
        label.setWordWrap(True)
        layout.addWidget(label)
        self.report = QPlainTextEdit(text)
        self.report.setReadOnly(True)
        layout.addWidget(self.report)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy report", QDialogButtonBox.ButtonRole.ActionRole)
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
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "crashes.txt").open("a", encoding="utf-8") as report:
            report.write(text + "\n\n")
        if not any(dialog.isVisible() for dialog in shown):  # one at a time: a fault in painting repeats
            dialog = CrashDialog(window, text)
            shown[:] = [dialog]
            dialog.show()

    def restore() -> None:
        sys.excepthook = before

    sys.excepthook = hook
    return restore
