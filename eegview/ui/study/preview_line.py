"""The line under a list of files that says what the chosen one is, before it is opened."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from eegview.app.study.preview import Preview, PreviewReader
from eegview.model.text.language import tr

SETTLED_MS = 150  # a choice that moves on sooner is not read
LIMIT_MS = 5000
NOTHING = tr("Choose a recording to see what it holds.")
READING = tr("Reading …")
TOO_LONG = tr("No preview within 5 s. The file can still be opened.")


class PreviewLine(QLabel):
    """Shows the preview of what is chosen; a choice that moves cancels what is being read."""

    def __init__(self, reader: PreviewReader, parent: QWidget | None = None) -> None:
        super().__init__(NOTHING, parent)
        self.setObjectName("open.preview")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(self.fontMetrics().height() * 2)
        self._reader = reader
        self._paths: tuple[str, ...] = ()
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._read)
        self._limit = QTimer(self, singleShot=True, interval=LIMIT_MS)
        self._limit.timeout.connect(self._give_up)

    def show_choice(self, paths: Sequence[str]) -> None:
        """Read and show what these are; nothing for none."""
        if tuple(paths) == self._paths:
            return
        self._paths = tuple(paths)
        self.stop()
        if paths:
            self._write(READING)
            self._settle.start()
        else:
            self._write(NOTHING)

    def stop(self) -> None:
        """Read nothing more."""
        self._settle.stop()
        self._limit.stop()
        self._reader.cancel()

    def _read(self) -> None:
        self._limit.start()
        self._reader.ask(self._paths, self._show)

    def _show(self, preview: Preview) -> None:
        self._limit.stop()
        self._write(preview.problem or preview.text or NOTHING, is_problem=bool(preview.problem))

    def _give_up(self) -> None:
        self._reader.cancel()
        self._write(TOO_LONG)

    def _write(self, text: str, is_problem: bool = False) -> None:
        self.setText(text)
        role = "warning" if is_problem else "quiet"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().polish(self)
