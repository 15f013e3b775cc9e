"""What would run, shown before it may: files, entry, program, hash, and what agreeing means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr

RIGHTS_TEXT = tr(
    "It runs in its own process with your rights on this computer: it can read and write whatever you can. It "
    "receives the signals of the open recording and the marks listed above, but no names and no file names. Approve it "
    "only if you know where it comes from. After any change to its files you are asked again."
)


class ConsentDialog(QDialog):
    """The content of one detector; agreeing is for exactly this content.

    details : (name, text) pairs
    files : (name, text or a note why it is not shown)
    """

    agreed = Signal()
    folder_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        is_changed: bool,
        details: Sequence[tuple[str, str]],
        files: Sequence[tuple[str, str]],
        rights: str = RIGHTS_TEXT,
        is_agreed: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Review the code"))
        standing = "has changed since you approved it." if is_changed else "is new here."
        head = QLabel(f"“{title}” {'is approved as it is.' if is_agreed else standing}")
        head.setProperty("role", "title")
        meaning = QLabel(rights)
        meaning.setObjectName("consent.meaning")
        form = QFormLayout()
        for name, text in details:
            value = QLabel(text)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(name, value)
        for label in (head, meaning):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._texts = [text for _, text in files]
        self.files = QListWidget()
        self.files.setObjectName("consent.files")
        self.files.setAccessibleName(tr("Files of the detector"))
        self.files.addItems([name for name, _ in files])
        self.text = QPlainTextEdit()
        self.text.setObjectName("consent.text")
        self.text.setAccessibleName(tr("Content of the file"))
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(self.font().pixelSize())
        self.text.setFont(fixed)
        self.files.currentRowChanged.connect(self._show_file)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.files)
        split.addWidget(self.text)
        split.setStretchFactor(1, 4)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addLayout(form)
        layout.addWidget(split, 1)
        layout.addWidget(meaning)
        layout.addLayout(self._buttons())
        self.files.setCurrentRow(0)
        unit_px = self.fontMetrics().averageCharWidth()
        split.setSizes([unit_px * 24, unit_px * 92])
        room = self.screen().availableSize()
        height_px = self.fontMetrics().height() * 38
        self.resize(min(unit_px * 116, room.width() - 60), min(height_px, room.height() - 80))

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.folder, self.cancel, self.agree = (
            QPushButton(tr("Open folder")),
            QPushButton(tr("Not now")),
            QPushButton(tr("Approve this version")),
        )
        for button, name in ((self.folder, "folder"), (self.cancel, "cancel"), (self.agree, "agree")):
            button.setObjectName(f"consent.{name}")
            button.setAutoDefault(False)  # a hasty Return agrees to nothing
        self.agree.setProperty("role", "primary")
        self.folder.clicked.connect(lambda _checked=False: self.folder_asked.emit())
        self.cancel.clicked.connect(lambda _checked=False: self.reject())
        self.agree.clicked.connect(lambda _checked=False: self._agree())
        line.addWidget(self.folder)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.agree)
        return line

    def _show_file(self, row: int) -> None:
        if 0 <= row < len(self._texts):
            self.text.setPlainText(self._texts[row])

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
